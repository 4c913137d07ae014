"""Between the rows of the editor and the content of a standard. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lopo.catalogue.api import (
    Content,
    Decision,
    Fee,
    Law,
    Promise,
    Requirement,
    Span,
    Step,
    Tariff,
)

NOT_A_CODE = re.compile(r"[^A-Z0-9]+")
LONGEST_CODE = 40
LISTS = ("products", "terms", "facilities", "competence", "supervision", "complaints")
TEXTS = (
    "staffing",
    "service_guarantee",
    "safety_guarantee",
    "evaluation",
    "signatory",
    "note",
)
Row = Mapping[str, Any]


def lines_of(text: str) -> tuple[str, ...]:
    """What stands on the lines of a text, without blanks and twins."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def shown(content: Content) -> dict[str, Any]:
    """What the single fields of the editor show."""
    return {
        **{name: "\n".join(getattr(content, name)) for name in LISTS},
        **{name: getattr(content, name) for name in TEXTS},
        "needs_nothing": content.needs_nothing,
        "promise_amount": content.promise.amount,
        "promise_unit": content.promise.unit,
        "promise_from": content.promise.counted_from,
        "promise_outside": content.promise.outside,
        "fee_amount": content.fee.amount,
        "fee_note": content.fee.note,
        "fee_basis": content.fee.basis,
    }


def requirement_rows(content: Content) -> list[dict[str, Any]]:
    """The requirements as rows of the editor."""
    return [
        {
            "code": row.code,
            "name": row.name,
            "format": row.format,
            "need": "WAJIB" if row.mandatory else "BERSYARAT",
            "condition": row.condition,
            "handover": row.handover,
            "sensitive": row.sensitive,
        }
        for row in content.requirements
    ]


def step_rows(content: Content) -> list[dict[str, Any]]:
    """The steps as rows of the editor; steps are numbered from 1."""
    return [
        {
            "actor": row.actor_name,
            "activity": row.activity,
            "completeness": row.completeness,
            "amount": row.time.amount if row.time else None,
            "unit": row.time.unit if row.time else "MENIT",
            "output": row.output,
            "external": row.external,
            "question": row.decision.question if row.decision else "",
            "no_to": row.decision.no_to if row.decision else None,
        }
        for row in content.steps
    ]


def law_rows(content: Content) -> list[dict[str, Any]]:
    """The legal bases as rows of the editor."""
    return [{"title": row.title} for row in content.legal_basis]


def tariff_rows(content: Content) -> list[dict[str, Any]]:
    """The lines of the tariff as rows of the editor."""
    return [{"name": row.name, "amount": row.amount, "per": row.per} for row in content.fee.tariffs]


def written(
    single: Row,
    *,
    requirements: Sequence[Row],
    steps: Sequence[Row],
    laws: Sequence[Row],
    tariffs: Sequence[Row],
    actors: Mapping[str, str],
    law_codes: Mapping[str, str],
    requirement_codes: Mapping[str, str],
) -> Content:
    """The content that the fields and rows say, rows already in their order.

    ``actors``, ``law_codes`` and ``requirement_codes`` name those known already by their code. A
    step's ``no_to`` is the number its goal has among ``steps`` (from 1).
    """
    lines: dict[str, Any] = {name: lines_of(single[name]) for name in LISTS}
    fee = Fee(
        amount=single["fee_amount"] or 0,
        note=single["fee_note"],
        basis=single["fee_basis"],
        tariffs=tuple(Tariff(row["name"], row["amount"], row["per"]) for row in tariffs),
    )
    return Content(
        legal_basis=tuple(Law(law_codes.get(r["title"], ""), r["title"]) for r in laws),
        requirements=_requirements(requirements, requirement_codes),
        needs_nothing=single["needs_nothing"] and not requirements,
        steps=tuple(_step(row, actors) for row in steps),
        promise=Promise(
            single["promise_amount"],
            single["promise_unit"],
            single["promise_from"],
            single["promise_outside"],
        ),
        fee=Fee(0, fee.note) if fee.is_free else fee,
        **lines,
        **{name: single[name] for name in TEXTS},
    )


def _requirements(rows: Sequence[Row], known: Mapping[str, str]) -> tuple[Requirement, ...]:
    used = {row["code"] for row in rows if row["code"]}
    made = []
    for row in rows:
        code = row["code"] or _free_code(row["name"], used, known)
        used.add(code)
        made.append(
            Requirement(
                code=code,
                name=row["name"],
                format=row["format"],
                mandatory=row["need"] == "WAJIB",
                condition=row["condition"],
                handover=row["handover"],
                sensitive=row["sensitive"],
            )
        )
    return tuple(made)


def _step(row: Row, actors: Mapping[str, str]) -> Step:
    name = row["actor"]
    time = Span(row["amount"], row["unit"]) if row["amount"] else None
    decision = Decision(row["question"], row["no_to"] or 0) if row["question"] else None
    return Step(
        actor_code=actors.get(name) or code_of(name),
        actor_name=name,
        activity=row["activity"],
        completeness=row["completeness"],
        time=time,
        output=row["output"],
        external=row["external"],
        decision=decision,
    )


def code_of(name: str) -> str:
    """A code for a name nobody has given one: ``KEPALA_BIDANG``."""
    return NOT_A_CODE.sub("_", name.upper()).strip("_")[:LONGEST_CODE] or "X"


def _free_code(name: str, used: set[str], known: Mapping[str, str]) -> str:
    if (registered := known.get(name, "")) and registered not in used:
        return registered
    base = code_of(name)[: LONGEST_CODE - 4]
    if base not in used:
        return base
    return next(free for n in range(2, 10_000) if (free := f"{base}_{n}") not in used)
