"""Somebody who writes and somebody who publishes, and the form as a browser sends it."""

from typing import Any

from django.test import Client

from lopo.catalogue.api import Service, Standard
from lopo.editorial.forms import ContentForms
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Agency
from lopo.people.api import Duty, User, charge
from lopo.people.tests.builders import just_proved, make_staff

HOME = "/petugas/standar/"


def charged(agency: Agency | None, *duties: Duty) -> User:
    """An account with duties for an agency (None: for all)."""
    user = make_staff()
    for duty in duties:
        charge(user=user, duty=duty, agency=agency, actor=SYSTEM)
    return user


def browser(user: User) -> Client:
    """A browser this account is signed in with."""
    return just_proved(Client(), user)


def page(service: Service, rest: str = "") -> str:
    """An address of a standard."""
    return f"{HOME}{service.code}/{rest}"


def sent(draft: Standard, **changed: Any) -> dict[str, Any]:
    """The editor's form with a draft in it, as a browser would send it back."""
    forms = ContentForms(draft.told)
    data: dict[str, Any] = {"revisi": draft.revision, "change_note": draft.change_note}
    for form in [*forms.every_form(), *(rows.management_form for rows in forms.rows.values())]:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = "on" if value is True else value
    return {**data, **changed}
