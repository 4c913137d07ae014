"""A content component by component, in words: for a draft that nothing can be compared with."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.catalogue.rules import COMPONENTS, Content
from lopo.kernel.formats import language, price

from .judging import component_name
from .sayings import fee_said, promise_said, step_time_said
from .telling import checklist_of


def components_said(told: Content) -> list[dict[str, Any]]:
    """All fourteen by name with their lines, as the law orders them; an empty one has none."""
    return [
        {"name": component_name(one.code), "lines": list(_LINES[one.code](told))}
        for one in COMPONENTS
    ]


def _written(*texts: str) -> list[str]:
    return [text for text in texts if text]


def _requirements(told: Content) -> list[str]:
    if told.needs_nothing and not told.requirements:
        return [_("Nothing needs to be brought.")]
    return [
        " · ".join(_written(item["name"], item["condition"], item["note"]))
        for item in checklist_of(told)
    ]


def _steps(told: Content) -> list[str]:
    return [
        " · ".join(_written(f"{n}. {step.actor_name}: {step.activity}", step_time_said(step)))
        for n, step in enumerate(told.steps, start=1)
    ]


def _promise(told: Content) -> list[str]:
    promise = told.promise
    others = _("Not counted, because others decide it: %(what)s") % {"what": promise.outside}
    return _written(promise_said(promise), promise.counted_from, others if promise.outside else "")


def _fee(told: Content) -> list[str]:
    fee, lang = told.fee, language(get_language())
    tariffs = [
        " · ".join(_written(line.name, price(line.amount, line.amount, lang), line.per))
        for line in fee.tariffs
    ]
    return _written(fee_said(fee), *tariffs, *dict.fromkeys([fee.note, fee.basis]))


_LINES: dict[str, Callable[[Content], Iterable[str]]] = {
    "legal_basis": lambda told: (law.title for law in told.legal_basis),
    "requirements": _requirements,
    "procedure": _steps,
    "promise": _promise,
    "fee": _fee,
    "product": lambda told: told.products,
    "facilities": lambda told: told.facilities,
    "competence": lambda told: told.competence,
    "supervision": lambda told: told.supervision,
    "complaints": lambda told: told.complaints,
    "staffing": lambda told: _written(told.staffing),
    "service_guarantee": lambda told: _written(told.service_guarantee),
    "safety_guarantee": lambda told: _written(told.safety_guarantee),
    "evaluation": lambda told: _written(told.evaluation),
}
