"""The legal basis of a standard as the register has it: what has ended, and what took its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.catalogue.rules import Content, Law
from lopo.kernel.formats import language, long_date
from lopo.registers import api as registers
from lopo.registers.api import LawBook, Regulation


@dataclass(frozen=True, slots=True)
class CitedLaw:
    """One legal basis of a standard, with what the register says of it on a day.

    ``ended`` says since when it does not hold ("" while it does, or where nothing is known).
    """

    law: Law
    regulation: Regulation | None
    ended: str = ""

    @property
    def link(self) -> str:
        """Where its text is, if the register knows."""
        return self.regulation.link if self.regulation is not None else ""

    @property
    def successor(self) -> str:
        """The title of what took its place, once it has ended."""
        replaced_by = self.regulation.replaced_by if self.regulation is not None else None
        return replaced_by.title if replaced_by is not None and self.ended else ""

    @property
    def said(self) -> str:
        """Since when it does not hold, and what took its place, in one sentence."""
        if not self.successor:
            return self.ended
        told = {"ended": self.ended, "successor": self.successor}
        return _("%(ended)s, replaced by %(successor)s") % told


def cited_laws(content: Content, day: date, book: LawBook | None = None) -> list[CitedLaw]:
    """The legal basis as told to everybody; one query where no ``book`` is given."""
    if book is None:
        book = registers.cited_in([(law.code, law.title) for law in content.legal_basis])
    return [_cited(law, book.find(law.code, law.title), day) for law in content.legal_basis]


def laws_not_in_force(content: Content, day: date, book: LawBook | None = None) -> list[CitedLaw]:
    """Those of the legal bases that do not hold on a day, as far as the register knows."""
    return [one for one in cited_laws(content, day, book) if one.ended]


def not_in_force_said(laws: Sequence[CitedLaw]) -> str:
    """Why a standard cannot stand on these, in one sentence each."""
    sentence = _("%(title)s does not hold on that day: %(why)s.")
    return " ".join(sentence % {"title": one.law.title, "why": one.said} for one in laws)


def standing_said(regulation: Regulation, day: date) -> str:
    """Since when (or until when) a regulation does not hold on a day; "" while it does."""
    if regulation.holds_on(day):
        return ""
    if regulation.has_ended_by(day) and regulation.valid_to is not None:
        return _("revoked since %(day)s") % {"day": _day(regulation.valid_to)}
    return _("in force only from %(day)s") % {"day": _day(regulation.valid_from or day)}


def _cited(law: Law, regulation: Regulation | None, day: date) -> CitedLaw:
    return CitedLaw(law, regulation, standing_said(regulation, day) if regulation else "")


def _day(day: date) -> str:
    return long_date(day, language(get_language()))


def titles_in_force(book: LawBook, day: date) -> list[str]:
    """What may be cited on a day, by title."""
    return sorted(one.title for one in book.by_code.values() if one.holds_on(day))
