"""What is missing, wrong or different in a standard, said so that people can mend or judge it."""

from django.utils.translation import gettext as _

from lopo.catalogue.rules import (
    Change,
    Content,
    Handover,
    ProcedureFault,
    Unit,
    differences,
)


def component_name(code: str) -> str:
    """A component as the law calls it (UU 25/2009 art. 21)."""
    names = {
        "legal_basis": _("Legal basis"),
        "requirements": _("Requirements"),
        "procedure": _("System, mechanism and procedure"),
        "promise": _("Time"),
        "fee": _("Cost or tariff"),
        "product": _("Product of the service"),
        "facilities": _("Facilities"),
        "competence": _("Competence of the staff"),
        "supervision": _("Internal supervision"),
        "complaints": _("Complaints, suggestions and comments"),
        "staffing": _("Number of staff"),
        "service_guarantee": _("Guarantee of the service"),
        "safety_guarantee": _("Guarantee of safety"),
        "evaluation": _("Evaluation of the staff's performance"),
        "steps": _("System, mechanism and procedure"),
        "products": _("Product of the service"),
        "terms": _("Good to know"),
        "needs_nothing": _("Requirements"),
        "signatory": _("Decided by"),
        "note": _("Note"),
    }
    return names[code]


def fault_said(fault: ProcedureFault) -> str:
    """What is wrong with a procedure, so that one can mend it."""
    sentences = {
        "no-steps": _("There is no step yet."),
        "no-activity": _("Step %(step)s does not say what is done."),
        "no-actor": _("Step %(step)s does not say who does it."),
        "no-time": _("Step %(step)s has no time."),
        "orphan-branch": _("In step %(step)s, a no must go back to this or an earlier step."),
        "decides-without-end": _("Step %(step)s is the last one and cannot end with a question."),
        "starts-without-applicant": _("A service begins with the applicant (PEMOHON)."),
        "begins-and-ends-in-one": _("There is one step only."),
        "longer-than-promised": _(
            "The agency's own steps take %(needed)s working minutes, the promise is %(allowed)s."
        ),
    }
    needed, allowed = fault.detail if fault.code == "longer-than-promised" else (0, 0)
    return sentences[fault.code] % {"step": fault.step, "needed": needed, "allowed": allowed}


def differences_said(old: Content, new: Content) -> list[dict[str, str]]:
    """Every difference between two contents as a row for people."""
    return [change_said(change) for change in differences(old, new)]


def change_said(change: Change) -> dict[str, str]:
    """One difference as a row: which component, where, what was and what is."""
    return {
        "component": component_name(change.component),
        "place": _place_said(change.place),
        "was": _plain(change.was),
        "now": _plain(change.now),
    }


def _plain(value: object) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        parts = (_plain(part) for part in value.values() if part not in (None, "", False))
        return " · ".join(parts)
    if isinstance(value, list):
        return ", ".join(_plain(part) for part in value)
    return _coded().get(value, str(value)) if isinstance(value, str) else str(value)


def _coded() -> dict[str, str]:
    """What is stored as a code, in words."""
    return {
        Handover.HAND_IN.value: _("handed in"),
        Handover.UPLOAD.value: _("uploaded"),
        Handover.SHOW_ORIGINAL.value: _("original is shown"),
        Handover.SIGN_AT_COLLECTION.value: _("signed at collection"),
        Unit.MINUTE.value: _("minutes"),
        Unit.HOUR.value: _("hours"),
        Unit.WORKING_DAY.value: _("working days"),
        Unit.CALENDAR_DAY.value: _("calendar days"),
    }


def _place_said(place: tuple[str, ...]) -> str:
    """Where in a component: rows by their name or number, fields in words."""
    words = {
        "name": _("name"),
        "amount": _("amount"),
        "unit": _("unit"),
        "counted_from": _("counted from"),
        "outside": _("decided by others"),
        "format": _("format"),
        "mandatory": _("always needed"),
        "condition": _("condition"),
        "handover": _("how it is handed over"),
        "sensitive": _("sensitive"),
        "basis": _("legal basis"),
        "note": _("note"),
        "tariffs": _("lines of the tariff"),
        "actor_name": _("who"),
        "actor_code": _("who (code)"),
        "activity": _("activity"),
        "completeness": _("with what"),
        "time": _("time"),
        "output": _("result"),
        "external": _("outside party"),
        "decision": _("decision"),
        "question": _("question"),
        "no_to": _("no goes back to"),
        "order": _("order"),
        "per": _("per"),
        "title": _("title"),
        "code": _("code"),
    }
    return " › ".join(words.get(part, part) for part in place)
