"""What is missing, wrong or different in a standard, said so that people can mend or judge it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.catalogue.rules import (
    Change,
    Content,
    Handover,
    ProcedureFault,
    Promise,
    Span,
    Unit,
    differences,
)
from lopo.kernel.formats import language, price

from .sayings import promise_said, span_said, step_time_said

# Parts of the promise, and of a step, that make one time together.
OF_THE_PROMISE = ("amount", "unit", "counted_from")
STEP_TIMES = (("time",), ("time", "amount"), ("time", "unit"))


def component_name(code: str) -> str:
    """A component as the law calls it (UU 25/2009 art. 21)."""
    names = {
        "legal_basis": _("Legal basis"),
        "requirements": _("Requirements"),
        "procedure": _("System, mechanism and procedure"),
        "promise": _("Time to finish"),
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
    """Every difference between two contents as a row for people; a time is said as a whole."""
    rows: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    for change in differences(old, new):
        row, place = _time_said(change, old, new), change.place
        if row is not None:  # its number and its unit are one time
            place = () if change.component == "promise" else change.place[:2]
        rows[change.component, place] = row or change_said(change)
    return list(rows.values())


def change_said(change: Change) -> dict[str, str]:
    """One difference as a row: which component, where, what was and what is."""
    is_price = change.component == "fee" and change.place[-1:] == ("amount",)
    said = _price_said if is_price else _plain
    return {
        "component": component_name(change.component),
        "place": _place_said(change.component, change.place),
        "was": said(change.was),
        "now": said(change.now),
    }


def _time_said(change: Change, old: Content, new: Content) -> dict[str, str] | None:
    """A time that changed in number or unit as it is promised; None of everything else."""
    if change.component == "promise" and change.place[-1] in OF_THE_PROMISE:
        was, now = _promised(old.promise, new.promise), _promised(new.promise, old.promise)
        place = ""
    elif change.component == "steps" and change.place[1:] in STEP_TIMES:
        number = int(change.place[0]) - 1
        was, now = (step_time_said(told.steps[number]) or "–" for told in (old, new))
        place = _place_said("steps", change.place[:2])
    else:
        return None
    # Nothing else than how it is written differs: the parts say it, the words would not.
    if was == now:
        return None
    name = component_name(change.component)
    return {"component": name, "place": place, "was": was, "now": now}


def _promised(promise: Promise, other: Promise) -> str:
    """The promised time, with the moment it is counted from where that differs."""
    since = promise.counted_from if promise.counted_from != other.counted_from else ""
    return " ".join(part for part in (promise_said(promise) or "–", since) if part)


def _price_said(amount: object) -> str:
    if not isinstance(amount, int):
        return "–"
    return price(amount, amount, language(get_language()))


def _plain(value: object) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        if set(value) == {"amount", "unit"}:
            return span_said(Span(**value))
        if set(value) == {"name", "amount", "per"}:
            value = {**value, "amount": _price_said(value["amount"])}
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


def _place_said(component: str, place: tuple[str, ...]) -> str:
    """Where in a component: rows by their name or number, fields in words; a price is the fee."""
    if (component, place) == ("fee", ("amount",)):
        return ""
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
    said = [words.get(part, part) for part in place]
    if component == "steps" and place[0].isdecimal():
        said[0] = _("step %(n)s") % {"n": place[0]}
    return " › ".join(said)
