"""Somebody who writes and somebody who publishes, and the form as a browser sends it."""

from http import HTTPStatus
from typing import Any

from django.test import Client

from lopo.catalogue.api import Service, Standard, as_read, draft_of, today
from lopo.catalogue.tests.builders import make_content, make_service
from lopo.editorial.forms import ContentForms
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Agency
from lopo.people.api import Duty, User, charge
from lopo.people.tests.builders import just_proved, make_staff

HOME = "/petugas/standar/"
NO_ROWS = {"unsur-TOTAL_FORMS": "0", "unsur-INITIAL_FORMS": "0"}


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


class Office:
    """A service of an agency, somebody who writes for it and somebody who publishes."""

    def __init__(self, **how: Any) -> None:
        self.service = make_service(code="CUTI", content=make_content(**how))
        agency = self.service.agency
        self.editor = browser(charged(agency, Duty.EDITOR))
        self.publisher = browser(charged(agency, Duty.PUBLISHER))

    def begin(self) -> Standard:
        assert self.editor.post(page(self.service, "susun/")).status_code == HTTPStatus.SEE_OTHER
        return self.draft

    @property
    def draft(self) -> Standard:
        found = draft_of(self.service)
        assert found is not None
        return found

    def save(self, *who: Client, **changed: Any) -> Any:
        """Send the editor's form."""
        browser = who[0] if who else self.editor
        return browser.post(page(self.service, "rancangan/"), sent(self.draft, **changed))

    def hand_in(self) -> None:
        self.editor.post(
            page(self.service, "rancangan/berita-acara/"),
            {**NO_ROWS, "held": "TIDAK", "waived_because": "Perbaikan redaksi"},
        )
        self.editor.post(page(self.service, "rancangan/ajukan/"))

    def decree(self, client: Client | None = None, **changed: Any) -> Any:
        day = today().isoformat()
        form = {
            "decree_number": "800/1/2026",
            "decree_date": day,
            "decree_office": "Kepala Badan",
            "valid_from": day,
            "dibaca": as_read(draft) if (draft := draft_of(self.service)) is not None else "",
        }
        return (client or self.publisher).post(
            page(self.service, "rancangan/tetapkan/"), {**form, **changed}
        )
