"""The components of a standard and its version, as the HTTP API says them."""

from datetime import date
from typing import Any

from lopo.catalogue.models import Consultation, Standard
from lopo.catalogue.queries import CitedLaw, Stay
from lopo.catalogue.rules import Content, Span


def law_out(cited: CitedLaw) -> dict[str, Any]:
    """A legal basis with what the register says of it."""
    held = cited.regulation
    return {
        "code": held.code if held is not None else cited.law.code,
        "title": cited.law.title,
        "registered": held is not None,
        "in_force": not cited.ended,
        "valid_until": _day(held.valid_to) if held is not None else None,
        "replaced_by": cited.successor or None,
    }


def components_out(told: Content) -> dict[str, Any]:
    """All fourteen components; the names of the six public ones are those of API.md §3."""
    return {
        "requirements": [
            {
                "code": item.code,
                "name": item.name,
                "format": item.format,
                "mandatory": item.mandatory,
                "condition": item.condition,
                "handover": item.handover,
                "sensitive": item.sensitive,
            }
            for item in told.requirements
        ],
        "steps": [
            {
                "no": number,
                "actor": step.actor_name,
                "activity": step.activity,
                "completeness": step.completeness,
                "duration": span_out(step.time),
                "output": step.output,
                "external": step.external,
                "decision": {"question": step.decision.question, "no_to": step.decision.no_to}
                if step.decision
                else None,
            }
            for number, step in enumerate(told.steps, start=1)
        ],
        "duration": {
            "working_days": told.promise.working_days,
            "value": told.promise.amount,
            "unit": told.promise.unit,
            "start": told.promise.counted_from,
            "outside": told.promise.outside,
        },
        "fee": {
            "amount": told.fee.amount,
            "currency": "IDR",
            "note": told.fee.note,
            "legal_basis": told.fee.basis,
            "tariffs": [
                {"name": line.name, "amount": line.amount, "per": line.per}
                for line in told.fee.tariffs
            ],
        },
        "product": list(told.products),
        "special_terms": list(told.terms),
        "legal_basis": [law.title for law in told.legal_basis],
        "complaints": list(told.complaints),
        "facilities": list(told.facilities),
        "competence": list(told.competence),
        "supervision": list(told.supervision),
        "staffing": told.staffing,
        "service_guarantee": told.service_guarantee,
        "safety_guarantee": told.safety_guarantee,
        "evaluation": told.evaluation,
    }


def version_out(standard: Standard) -> dict[str, Any]:
    """Which version this is and since when it holds; without ``until``, until it is replaced."""
    return {
        "number": standard.number,
        "state": standard.state,
        "valid_from": _day(standard.valid_from),
        "valid_until": _day(standard.valid_to),
        "decree_number": standard.decree_number,
        "decree_date": _day(standard.decree_date),
        "decree_office": standard.decree_office,
        "digest": standard.digest,
    }


def recorded_version_out(standard: Standard) -> dict[str, Any]:
    """A version with the public's part in it; null for one that was taken over."""
    record = getattr(standard, "consultation", None)
    told = consultation_out(record) if record is not None else None
    return {**version_out(standard), "consultation": told}


def consultation_out(record: Consultation) -> dict[str, Any]:
    """The record of a consultation, or why there was none."""
    return {
        "held_on": _day(record.held_on),
        "place": record.place,
        "minutes": record.minutes,
        "changes": record.changes,
        "signatories": [
            {"element": one.element, "body": one.body, "office": one.office}
            for one in record.signatories.all()
        ],
        "waived_because": record.waived_because,
    }


def home_out(stay: Stay) -> dict[str, Any]:
    """Whose a service was, from when, and by which regulation it came."""
    return {
        "agency": stay.agency.code,
        "agency_name": stay.agency.name,
        "unit": stay.unit_name,
        "valid_from": _day(stay.since),
        "valid_until": _day(stay.until),
        "came_from": stay.came_from.code if stay.came_from else None,
        "legal_basis": stay.basis_number,
        "legal_basis_date": _day(stay.basis_date),
        "legal_basis_office": stay.basis_office,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def span_out(span: Span | None) -> dict[str, Any] | None:
    """A time, or null where nobody promises one."""
    return {"value": span.amount, "unit": span.unit} if span is not None else None
