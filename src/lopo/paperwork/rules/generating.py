"""A form for every service, assembled from the service's own data. Pure.

Who applies, what is asked, what is attached, a declaration, a signature. What is attached comes
from the standard in force and is written nowhere else; what is asked comes from recipes
(`data/forms.json`): those of the service, else of its category, else a plain question.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .definition import Definition
from .reading import MOST_CHOICES, VALUE, parse

Json = dict[str, Any]
ATTACHED = "lampiran"
LONGEST_LABEL = 300


@dataclass(frozen=True, slots=True)
class Needed:
    """A requirement of the standard."""

    code: str
    name: str
    condition: str = ""
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a service: enough to make a form for it."""

    code: str
    name: str
    category: str
    audience: str
    needed: tuple[Needed, ...] = ()


def generate(subject: Subject, recipes: Mapping[str, Any]) -> Definition:
    """The form of a service; raises ``FaultyForm`` when a recipe is wrong."""
    recipe: Json = recipes["services"].get(subject.code, {})
    sections = [_applicant(subject, recipe, recipes), *_asked(subject, recipe, recipes)]
    # A requirement that is this very form, or is told in it, is not attached to it.
    told_here = recipe.get("told_here", [])
    needed = [item for item in subject.needed if item.code not in told_here]
    if needed and recipe.get("attachments", True):
        sections.append(_attachments(needed))
    sections.append(_end(recipe, recipes))
    return parse(
        {
            "title": recipe.get("title") or f"Formulir {subject.name}"[:200],
            "note": recipe.get("note", ""),
            "sections": [section for section in sections if section],
        }
    )


def _applicant(subject: Subject, recipe: Json, recipes: Mapping[str, Any]) -> Json | None:
    """Who asks; none where nobody has to say."""
    kind = recipe.get("applicant", _kind_of(subject.audience, recipes))
    return _section(recipes["applicants"][kind], recipes) if kind else None


def _kind_of(audience: str, recipes: Mapping[str, Any]) -> str:
    words = {word.strip(",;/()").lower() for word in audience.replace("/", " ").split()}

    def named(key: str) -> bool:
        return any(word.lower() in words for word in recipes[key])

    if named("employee_words"):
        return str(recipes["mixed" if named("mixed_words") else "employee"])
    return str(recipes["citizen"])


def _asked(subject: Subject, recipe: Json, recipes: Mapping[str, Any]) -> list[Json]:
    usual = recipes["categories"].get(subject.category, recipes["otherwise"])
    return [_section(one, recipes) for one in recipe.get("sections", usual)]


def _section(section: "str | Json", recipes: Mapping[str, Any]) -> Json:
    """A section by its name or written out, its fields likewise."""
    found: Json = recipes["sections"][section] if isinstance(section, str) else section
    return {**found, "fields": [_field(one, recipes["fields"]) for one in found["fields"]]}


def _field(field: "str | Json", library: Mapping[str, Json]) -> Json:
    if isinstance(field, str):
        return {"code": field, **copy.deepcopy(library[field])}
    if "use" not in field:
        return field
    changed = {key: value for key, value in field.items() if key != "use"}
    return {"code": field["use"], **copy.deepcopy(library[field["use"]]), **changed}


def _attachments(needed: Sequence[Needed]) -> Json:
    """What to attach, with its condition: a list to tick, what is always needed first."""
    items = sorted(needed, key=lambda item: not item.mandatory)[:MOST_CHOICES]
    return {
        "code": "dokumen_lampiran",
        "title": "Dokumen yang dilampirkan",
        "fields": [
            {
                "code": ATTACHED,
                "type": "multi",
                "label": "Beri tanda pada dokumen yang Anda lampirkan",
                "required": False,
                "choices": [_tick(item, place) for place, item in enumerate(items, start=1)],
            }
        ],
    }


def _tick(item: Needed, place: int) -> Json:
    tick = {
        "value": item.code if VALUE.fullmatch(item.code) else f"L{place}",
        "label": item.name[:LONGEST_LABEL],
    }
    note = item.condition or ("" if item.mandatory else "Bila ada")
    return {**tick, "note": note} if note else tick


def _end(recipe: Json, recipes: Mapping[str, Any]) -> Json:
    """The declaration, and the line to sign on."""
    declaration = recipe.get("declaration") or recipes["declaration"]
    fields = [{"code": "pernyataan", "type": "declaration", "label": declaration}]
    if recipe.get("signature", True):
        fields.append({"code": "tanda_tangan", "type": "signature", "label": recipes["signer"]})
    return {"code": "pernyataan_akhir", "title": "Pernyataan", "fields": fields}
