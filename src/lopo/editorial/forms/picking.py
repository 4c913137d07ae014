"""Taking rows out of the registers into a draft, and telling which rows come from there."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from lopo.catalogue.api import Content, Law, Requirement, cited_laws, own_words, today
from lopo.registers.api import LawBook, SharedRequirement

from .content import HANDOVERS, MOST_ROWS, ContentForms

PICK = "-daftar"
# Between the code and the name of what is offered.
BETWEEN = " · "
Row = Mapping[str, Any]


def offered_requirements(entries: Mapping[str, SharedRequirement]) -> list[str]:
    """What the picker offers, as it is typed or chosen."""
    return [f"{code}{BETWEEN}{one.name}" for code, one in sorted(entries.items())]


def offered_laws(book: LawBook) -> list[str]:
    """The regulations in force, as they are typed or chosen."""
    held = sorted((one.code, one.title) for one in book.by_code.values() if one.holds_on(today()))
    return [f"{code}{BETWEEN}{title}" for code, title in held]


def requirement_row(entry: SharedRequirement) -> dict[str, Any]:
    """A requirement of the register as a row of the editor."""
    row = {"code": entry.code, "name": entry.name, "format": entry.format, "need": "WAJIB"}
    row |= {"handover": entry.handover, "condition": ""}
    return {**row, "sensitive": "on"} if entry.sensitive else row


def picked(typed: str, names: Mapping[str, str]) -> str:
    """The code of what was chosen (``names``: code → name); "" if it is none of them."""
    wanted = typed.strip().lower()
    code = wanted.split(BETWEEN, 1)[0].strip()
    for known, name in names.items():
        if wanted and (known.lower() in {code, wanted} or name.lower() == wanted):
            return known
    return ""


def is_there(data: Any, prefix: str, row: Row) -> bool:
    """Whether a table that was sent has a row of this code, or else of this title, already."""
    field = "code" if "code" in row else "title"
    return any(
        data.get(f"{prefix}-{place}-{field}") == row[field]
        and f"{prefix}-{place}-DELETE" not in data
        for place in range(MOST_ROWS)
    )


def with_filled_row(data: Any, prefix: str, row: Row) -> Any:
    """What was sent, with one more row of a table that says this."""
    total = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    place = int(total) if total.isdecimal() and len(total) <= len(str(MOST_ROWS)) else MOST_ROWS
    more = data.copy()
    more[f"{prefix}{PICK}-pilih"] = ""
    if place >= MOST_ROWS:
        return more
    more[f"{prefix}-TOTAL_FORMS"] = str(place + 1)
    for field, value in row.items():
        more[f"{prefix}-{place}-{field}"] = value
    return more


def mark_requirements(forms: ContentForms, entries: Mapping[str, SharedRequirement]) -> None:
    """Tell of every row whether it comes from the register, and in what it differs."""
    words = {
        "name": _("name"),
        "format": _("format"),
        "handover": _("how it is handed over"),
        "sensitive": _("sensitive"),
    }
    for row in forms.rows["syarat"].forms:
        entry = entries.get(str(row["code"].value() or ""))
        if entry is None:
            continue
        others = own_words(_typed(row), Requirement(entry.code, **asdict(entry.wording)))
        row.mark = {"is_same": not others, "text": _from_register([words[one] for one in others])}


def _from_register(others: list[str]) -> str:
    if not others:
        return _("From the register")
    return _("Differs from the register: %(what)s") % {"what": ", ".join(others)}


def _typed(row: Any) -> Requirement:
    said = {name: row[name].value() for name in ("code", "name", "format", "handover", "sensitive")}
    return Requirement(
        code=str(said["code"]),
        name=str(said["name"] or "").strip(),
        format=str(said["format"] or "").strip(),
        handover=str(said["handover"] or HANDOVERS[0][0]),
        sensitive=bool(said["sensitive"]),
    )


def mark_laws(forms: ContentForms, content: Content, book: LawBook) -> None:
    """Tell of every legal basis whether the register knows it, and whether it holds today."""
    codes = {law.title: law for law in content.legal_basis}
    for row in forms.rows["hukum"].forms:
        title = str(row["title"].value() or "").strip()
        law = codes.get(title)
        entry = book.find(law.code if law else "", title)
        if entry is None or not title:
            continue
        (found,) = cited_laws(Content(legal_basis=(Law(entry.code, title),)), today(), book)
        row.mark = {"is_same": not found.ended, "text": found.said or _("From the register")}
