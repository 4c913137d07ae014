"""Which questions a page asks: those of the day it is sent on, whatever it asked when opened."""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from lopo.surveys import queries
from lopo.surveys.forms import VisitorForm, page_key
from lopo.surveys.models import Instrument, Item, ProfileField
from lopo.surveys.queries import Asked

LONGEST_VERSION = 4


def version_opened(request: HttpRequest) -> int | None:
    """The version a sent page was asking when it was opened; None where it does not say."""
    _key, _dot, said = request.POST.get("kunci", "").partition(".")
    is_number = said.isascii() and said.isdecimal() and len(said) <= LONGEST_VERSION
    return int(said) if is_number else None


def form_of(request: HttpRequest, asked: Asked, **facts: Any) -> VisitorForm:
    """What was sent, or an empty form; in the words of the regulation where they are asked for.

    A page that was opened under another version is not lost: what is asked in the same words stays
    answered, and the rest is asked anew. No answer is taken for one to another question.
    """
    facts = {"asked": asked, "official": "resmi" in request.GET, **facts}
    if request.method != "POST":
        return VisitorForm(None, **facts)
    opened = version_opened(request)
    if opened in (None, asked.instrument.version):
        return VisitorForm(request.POST, **facts)
    before = queries.version_of(asked.instrument.code, opened or 0)
    form = VisitorForm(_still_fitting(request.POST, asked, before), **facts)
    if not form.is_valid():
        form.add_error(
            None,
            _(
                "The questions have changed since this page was opened. Your answers to what is "
                "asked as before are kept; please answer the rest."
            ),
        )
    return form


def _still_fitting(sent: QueryDict, asked: Asked, before: Instrument | None) -> QueryDict:
    """What was sent, without answers to what was asked in other words."""
    known: Collection[Any] = ()
    if before is not None:
        old: list[Item | ProfileField] = [*queries.items_of(before), *queries.profile_of(before)]
        known = [_wording(before, one) for one in old]
    now: list[Item | ProfileField] = [*asked.items, *asked.profile]
    kept = sent.copy()
    for one in now:
        if _wording(asked.instrument, one) not in known:
            kept.pop(one.code, None)
    key, _dot, _version = sent.get("kunci", "").partition(".")
    kept["kunci"] = page_key(asked.instrument.version, key)
    return kept


def _wording(version: Instrument, one: Item | ProfileField) -> tuple[object, ...]:
    """Everything somebody reads who answers it, and what the answer is kept as."""
    if isinstance(one, Item):
        return one.code, one.question, one.short_question, version.lowest, *one.answers
    return one.code, one.name, *((option["code"], option["name"]) for option in one.options)
