"""Which receivers there are, what they can be told of, and how messages and letters fare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Delivery, Letter, Webhook
from .rules import Fault, Trouble

TEST = "webhook.test"
OPEN = (Delivery.State.PENDING, Delivery.State.FAILED)
SHOWN = 50

_kinds: dict[str, "str | Promise"] = {TEST: gettext_lazy("A test message")}


def offer_kind(name: str, label: "str | Promise") -> None:
    """Let receivers ask for this kind of message; called when the application starts."""
    _kinds[name] = label


def kinds() -> Mapping[str, "str | Promise"]:
    """What a receiver can ask for, by name; a test is sent to any."""
    return {name: label for name, label in _kinds.items() if name != TEST}


def kind_name(name: str) -> str:
    """A kind in the language of the reader."""
    return str(_kinds.get(name, name))


def is_wanted(kind: str) -> bool:
    """Whether anybody asks for this kind."""
    return Webhook.objects.filter(is_active=True, kinds__contains=[kind]).exists()


def receivers(kind: str, agency_code: str) -> "QuerySet[Webhook]":
    """Who is told of something that an agency did."""
    active = Webhook.objects.filter(is_active=True, kinds__contains=[kind])
    return active.filter(agency_code__in=["", agency_code]).order_by("pk")


def webhooks() -> "QuerySet[Webhook]":
    """Every receiver, with when it last took a message and how many it is still owed."""
    return Webhook.objects.annotate(
        last_sent_at=Max("deliveries__sent_at"),
        waiting=Count("deliveries", filter=Q(deliveries__state__in=OPEN)),
    )


def webhook_by_id(pk: int) -> Webhook | None:
    """One receiver."""
    return webhooks().filter(pk=pk).first()


def deliveries_of(webhook: Webhook) -> Sequence[Delivery]:
    """Its last messages, the newest first."""
    return list(webhook.deliveries.defer("body")[:SHOWN])


def delivery_of(webhook: Webhook, pk: int) -> Delivery | None:
    """One message to this receiver."""
    return webhook.deliveries.filter(pk=pk).first()


def due(now: datetime) -> list[int]:
    """Keys of receivers to whom something is to be sent now, and nobody is sending."""
    rows = Webhook.objects.filter(is_active=True, deliveries__next_attempt_at__lte=now)
    free = rows.filter(Q(busy_until__isnull=True) | Q(busy_until__lte=now))
    return list(free.order_by("pk").values_list("pk", flat=True).distinct())


def fault_said(delivery: Delivery) -> str:
    """Why the last try failed, and what to look at; empty when it did not."""
    sentences = {
        Fault.NONE: "",
        Fault.ADDRESS: _("This address is not one that messages are sent to."),
        Fault.NAME: _("No computer answers to this name. Is it spelled right?"),
        Fault.PRIVATE: _("The name leads into a private network that is not allowed."),
        Fault.UNREACHABLE: _("The receiver could not be reached."),
        Fault.SLOW: _("The receiver did not answer within ten seconds."),
        Fault.TLS: _("No safe connection: look at the receiver's certificate."),
        Fault.NO_HTTP: _("The answer was not readable as HTTP."),
        Fault.REDIRECT: _("The receiver points to another address. Enter that one."),
        Fault.STATUS: _("The receiver answered with an error."),
        Fault.GONE: _("The receiver said that it wants nothing more."),
        Fault.SECRET: _("The secret cannot be read on this installation. Make a new one."),
    }
    return sentences[Fault(delivery.fault)]


@dataclass(frozen=True, slots=True)
class Letters:
    """How letters fare: counts, and what stands in the way; nothing about whom they go to."""

    waiting: int
    failed: int
    abandoned: int
    trouble: str


def can_send_letters() -> bool:
    """Whether a mail server is named; without one nothing may offer to send a letter."""
    return settings.MAIL_SERVER is not None


def letters_are_due(now: datetime) -> bool:
    """Whether a letter is to be sent now, and nobody is sending one."""
    due_now = Letter.objects.filter(next_try_at__lte=now).exists()
    return due_now and not letter_in_hand(now)


def letter_in_hand(now: datetime) -> bool:
    """Whether somebody is sending a letter at this moment."""
    # The first half is never wrong and has an index.
    return Letter.objects.filter(next_try_at__gt=now, busy_until__gt=now).exists()


def letters() -> Letters:
    """Counts of the letters that are kept, and why the last of those not taken was not."""
    states = Letter.State
    found = Letter.objects.aggregate(
        waiting=Count("pk", filter=Q(state=states.WAITING)),
        failed=Count("pk", filter=Q(state=states.FAILED)),
        abandoned=Count("pk", filter=Q(state=states.ABANDONED)),
    )
    stuck = Letter.objects.filter(state__in=[states.FAILED, states.ABANDONED])
    last = stuck.order_by("-pk").values_list("trouble", flat=True).first()
    return Letters(**found, trouble=trouble_said(last or ""))


def trouble_said(trouble: str) -> str:
    """Why a letter was not sent, and what to look at; empty when it was."""
    sentences = {
        Trouble.NONE: "",
        Trouble.SETUP: _("No mail server is named (LOPO_SMTP_URL)."),
        Trouble.KEY: _("The letter cannot be read on this installation: its key is another one."),
        Trouble.UNREACHABLE: _("The mail server could not be reached."),
        Trouble.SLOW: _("The mail server did not answer in time."),
        Trouble.TLS: _("No safe connection: look at the mail server's certificate."),
        Trouble.LOGIN: _("The mail server does not accept user and password."),
        Trouble.SENDER: _("The mail server does not send in the name of this sender."),
        Trouble.LATER: _("The mail server asks to try again later."),
        Trouble.REFUSED: _("The mail server does not take the letter; is the address right?"),
    }
    return sentences[Trouble(trouble)]
