"""How times and tariffs of a standard are said, in the language of the reader."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lopo.catalogue.rules import Fee, Promise, Span, Step, Unit
from lopo.kernel.formats import language, price


def span_said(span: Span) -> str:
    """A time in words: `3 working days`."""
    n = span.amount
    words = {
        Unit.MINUTE.value: ngettext("%(n)s minute", "%(n)s minutes", n),
        Unit.HOUR.value: ngettext("%(n)s hour", "%(n)s hours", n),
        Unit.WORKING_DAY.value: ngettext("%(n)s working day", "%(n)s working days", n),
        Unit.CALENDAR_DAY.value: ngettext("%(n)s calendar day", "%(n)s calendar days", n),
    }
    return words[span.unit] % {"n": n}


def promise_said(promise: Promise) -> str:
    """The promised time; empty when none is promised yet."""
    span = promise.span
    if span is None:
        return ""
    return _("Done while you wait") if span.amount == 0 else span_said(span)


def step_time_said(step: Step) -> str:
    """How long a step takes, or that others decide it."""
    if step.time is None:
        return _("time set by others") if step.external else ""
    return span_said(step.time)


def fee_said(fee: Fee) -> str:
    """What it costs: free, said plainly, or the tariff; of several, from the least to the most."""
    if fee.is_free:
        return _("Free")
    return price(*fee.price, language(get_language()))
