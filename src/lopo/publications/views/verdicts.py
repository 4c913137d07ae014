"""What is said of a code, in words."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.kernel.formats import language, long_date
from lopo.publications.queries import Standing, Verdict


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to "is it genuine?": its look, two sentences, and where to go from here."""

    state: str
    icon: str
    title: str
    text: str
    href: str = ""
    action: str = ""


def answer_of(verdict: Verdict | None) -> Answer:
    """The answer for how something stands; None: nobody issued such a code."""
    if verdict is None:
        return Answer(
            "late",
            "alert-triangle",
            _("This code is not ours"),
            _("We have never published anything under it. It may be mistyped, or a forgery."),
        )
    return _WORDS[verdict.standing](verdict)


def _in_force(verdict: Verdict) -> Answer:
    text = _("It comes from us and holds today.")
    if verdict.since is not None:
        text = _("It comes from us and has held since %(day)s.") % {"day": _day(verdict)}
    title = _("Genuine and in force")
    return Answer("ok", "circle-check", title, text, verdict.path, _("Open the living page"))


def _not_yet(verdict: Verdict) -> Answer:
    text = _("It comes from us, but holds from %(day)s only. Until then the older one holds.")
    return Answer(
        "info",
        "clock",
        _("Genuine, not in force yet"),
        text % {"day": _day(verdict)},
        verdict.path,
        _("See what holds today"),
    )


def _superseded(verdict: Verdict) -> Answer:
    text = _("It comes from us, but a newer one has taken its place.")
    if verdict.since is not None:
        text = _("It comes from us, but since %(day)s a newer one holds.") % {"day": _day(verdict)}
    return Answer(
        "warn",
        "alert-triangle",
        _("Genuine, but out of date"),
        text,
        verdict.path,
        _("See what holds today"),
    )


def _withdrawn(verdict: Verdict) -> Answer:
    text = _("It came from us, but was withdrawn and holds no longer.")
    if verdict.since is not None:
        text = _("It came from us, but was withdrawn on %(day)s.") % {"day": _day(verdict)}
    title = _("Withdrawn")
    return Answer("late", "x", title, text, verdict.path, _("See what holds today"))


def _day(verdict: Verdict) -> str:
    return long_date(verdict.since, language(get_language())) if verdict.since else ""


_WORDS = {
    Standing.IN_FORCE: _in_force,
    Standing.NOT_YET: _not_yet,
    Standing.SUPERSEDED: _superseded,
    Standing.WITHDRAWN: _withdrawn,
}
