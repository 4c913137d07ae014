"""Whether what went out under a code still holds: asked of those who know its kind."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from django.utils.functional import Promise

from lopo.foundation.parts import leads_somewhere
from lopo.publications.models import Publication
from lopo.publications.rules import read_code


class Standing(str, Enum):
    """What a code can turn out to be; ``UNKNOWN`` is said of codes nobody issued."""

    IN_FORCE = "IN_FORCE"
    NOT_YET = "NOT_YET"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a publication stands on a day: since when, why, and by what it was replaced.

    ``path`` leads to what holds now; empty when nothing does.
    """

    standing: Standing
    since: date | None = None
    reason: str = ""
    path: str = ""


Judge = Callable[[Publication, date], Verdict]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of publication: what it is called, and who says whether one of it holds."""

    label: "str | Promise"
    judge: Judge


_kinds: dict[str, Kind] = {}


def register_kind(name: str, label: "str | Promise", judge: Judge) -> None:
    """Let codes of this kind be checked; called when the application starts."""
    _kinds[name] = Kind(label, judge)


def kind_name(publication: Publication) -> str:
    """What it is, in the language of the reader."""
    kind = _kinds.get(publication.kind)
    return str(kind.label) if kind else publication.kind


def publication_with(typed: str) -> Publication | None:
    """What was issued under a code, however it was typed."""
    code = read_code(typed)
    return Publication.objects.filter(code=code).first() if code else None


def newest_like(issued: Publication, start: str) -> Publication | None:
    """The last that went out of the same kind and subject, with a version that begins so."""
    same = Publication.objects.filter(
        kind=issued.kind, subject=issued.subject, version__startswith=start
    )
    return same.order_by("-issued_at", "-pk").first()


def verdict_of(publication: Publication, day: date) -> Verdict:
    """How it stands on a day; of a kind nobody answers for any more, withdrawn."""
    kind = _kinds.get(publication.kind)
    if kind is None:
        return Verdict(Standing.WITHDRAWN)
    verdict = kind.judge(publication, day)
    # What it leads to may be of a part that is not in use here (any more).
    return verdict if leads_somewhere(verdict.path) else replace(verdict, path="")
