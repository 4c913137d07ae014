"""Versions of a form: written by an agency, or kept because something was filled with it."""

from datetime import date
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lopo.catalogue.api import Service
from lopo.foundation.days import civil_date
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.paperwork.models import FormDefinition
from lopo.paperwork.permissions import may_write_forms
from lopo.paperwork.queries import Form
from lopo.paperwork.rules import FaultyForm, digest, dump, parse
from lopo.people.api import Principal


class FormRefused(FieldRefusal):
    """A form that cannot be published as it is."""

    code = "form-refused"


@transaction.atomic
def write_form(
    *, service: Service, definition: Any, valid_from: date, actor: Principal, clock: Clock
) -> FormDefinition:
    """Publish a form for a service from a day on; the one before it ends that day.

    Refused, with every fault named, when the definition is not one; when it begins in the past; or
    when a form already published begins on or after that day.
    """
    may_write_forms(actor, service)
    told = _read(definition)
    now = clock()
    if valid_from < civil_date(now):
        _refuse("valid_from", "past", _("A form begins today or later."))
    _lock(service)
    forms = FormDefinition.objects.filter(service=service)
    last = forms.filter(origin=FormDefinition.Origin.WRITTEN).order_by("-valid_from").first()
    if last is not None:
        if cast(date, last.valid_from) >= valid_from:
            _refuse("valid_from", "taken", _("Another form already begins on or after this day."))
        last.valid_to = valid_from
        last.save(update_fields=["valid_to"])
    return FormDefinition.objects.create(
        service=service,
        number=_next_number(service),
        origin=FormDefinition.Origin.WRITTEN,
        definition=dump(told),
        digest=digest(told),
        valid_from=valid_from,
        written_by=actor.user,
        made_at=now,
    )


def keep_version(*, form: Form, clock: Clock) -> FormDefinition:
    """The stored version of a form that is about to be used; generated ones are kept now."""
    if form.stored is not None:
        return form.stored
    known = FormDefinition.objects.filter(
        service=form.service, digest=form.digest, origin=FormDefinition.Origin.GENERATED
    )
    found = known.first()
    if found is not None:
        return found
    with transaction.atomic():
        _lock(form.service)
        return known.first() or FormDefinition.objects.create(
            service=form.service,
            number=_next_number(form.service),
            origin=FormDefinition.Origin.GENERATED,
            definition=dump(form.definition),
            digest=form.digest,
            made_at=clock(),
        )


def _lock(service: Service) -> None:
    """One form of a service at a time: numbers have no gaps and no twins."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('paperwork_form'), %s)", [service.pk])


def _next_number(service: Service) -> int:
    highest = FormDefinition.objects.filter(service=service).aggregate(n=Max("number"))["n"]
    return int(highest or 0) + 1


def _read(definition: Any) -> Any:
    try:
        return parse(definition)
    except FaultyForm as faulty:
        message = _("The form cannot be used as it is. Mend the places named.")
        errors = [
            FieldError(fault.where, fault.code, f"{fault.code} {fault.detail}".strip())
            for fault in faulty.faults
        ]
        raise FormRefused(message, errors) from None


def _refuse(field: str, code: str, message: str) -> None:
    raise FormRefused(message, [FieldError(field, code, message)])
