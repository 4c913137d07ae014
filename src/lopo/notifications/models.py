"""Receivers of our messages, every message on its way to one of them, and letters to people."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Webhook(models.Model):
    """An address that wants to be told when something is published.

    ``secret`` signs what it gets; sealed by a key of the installation (``rules.sealing``). After a
    rotation the one before it signs too, until ``previous_until``.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "created_by": "Opaque id of the staff account that entered it; deleted with the webhook.",
    }

    class Pause(models.TextChoices):
        """Why nothing is sent."""

        BY_HAND = "BY_HAND", _("Paused by hand")
        GONE = "GONE", _("The receiver said that it wants nothing more (410)")

    address = models.CharField(max_length=500)
    description = models.CharField(max_length=120)
    kinds = ArrayField(models.CharField(max_length=40))
    # Opaque here: the code of an agency; empty: of all of them.
    agency_code = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    paused_because = models.CharField(max_length=7, choices=Pause, blank=True)
    secret = models.CharField(max_length=300)
    previous_secret = models.CharField(max_length=300, blank=True)
    previous_until = models.DateTimeField(null=True)
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    # Held by who is sending: a slow receiver keeps one worker, never all of them.
    busy_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["description", "pk"]
        constraints = [
            # Pressed twice, an address is not told everything twice under two secrets.
            models.UniqueConstraint(
                fields=["address", "agency_code"], name="one_webhook_per_address_and_agency"
            ),
            models.CheckConstraint(
                condition=Q(address__startswith="https://") | Q(address__startswith="http://"),
                name="webhook_goes_to_the_web",
            ),
            models.CheckConstraint(
                condition=Q(kinds__len__gt=0), name="webhook_wants_to_know_something"
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, paused_because="")
                | (Q(is_active=False) & ~Q(paused_because="")),
                name="paused_webhook_says_why",
            ),
            models.CheckConstraint(
                condition=Q(previous_secret="", previous_until__isnull=True)
                | (~Q(previous_secret="") & Q(previous_until__isnull=False)),
                name="previous_secret_ends_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.description


class Delivery(models.Model):
    """One message to one receiver: an outbox row, written with the act that it tells of.

    The body is kept as it is sent, since its bytes are signed. Sent at least once, always under
    the same ``message_id``.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    class State(models.TextChoices):
        """Where it is on its way."""

        PENDING = "PENDING", _("On its way")
        SENT = "SENT", _("Taken by the receiver")
        FAILED = "FAILED", _("Not taken yet")
        GIVEN_UP = "GIVEN_UP", _("Not sent any more")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=11, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "message_id"], name="one_delivery_per_message_and_webhook"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["PENDING", "FAILED"], next_attempt_at__isnull=False)
                | Q(state__in=["SENT", "GIVEN_UP"], next_attempt_at__isnull=True),
                name="open_delivery_has_a_next_attempt",
            ),
            models.CheckConstraint(
                condition=~Q(state="SENT") | Q(sent_at__isnull=False),
                name="sent_delivery_knows_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="deliveries_due",
                condition=Q(next_attempt_at__isnull=False),
            ),
            models.Index(fields=["created_at"], name="deliveries_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id} {self.state}"


class Letter(models.Model):
    """One e-mail to one person: an outbox row, written with the act that wants it sent.

    Whom it goes to and what it says lie sealed by a key of the installation, and are erased as
    soon as it is sent or given up. Sent at least once, always under the same ``message_id``.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "address": "Where it goes; sealed, erased when it is sent or given up.",
        "subject": "Sealed and erased with the address.",
        "body": "May hold a link of somebody; sealed and erased with the address.",
    }

    class State(models.TextChoices):
        """Where it is on its way."""

        WAITING = "WAITING", _("On its way")
        SENT = "SENT", _("Taken by the mail server")
        FAILED = "FAILED", _("Not taken yet")
        ABANDONED = "ABANDONED", _("Not sent any more")

    # A word of the context that wrote it, such as `survey.invitation`; told in logs.
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    address = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    body = models.TextField(blank=True)
    message_id = models.CharField(max_length=320, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    # Held by who is sending it; nobody else sends any letter meanwhile.
    busy_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=11, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["WAITING", "FAILED"], next_try_at__isnull=False)
                | Q(state__in=["SENT", "ABANDONED"], next_try_at__isnull=True),
                name="open_letter_has_a_next_try",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["SENT", "ABANDONED"], address="", subject="", body="")
                | (Q(state__in=["WAITING", "FAILED"]) & ~Q(address="") & ~Q(body="")),
                name="ended_letter_knows_nobody",
            ),
            models.CheckConstraint(
                condition=Q(busy_until__isnull=True) | Q(state__in=["WAITING", "FAILED"]),
                name="ended_letter_is_in_nobodys_hand",
            ),
            # It is told in logs: no room for an address in it.
            models.CheckConstraint(
                condition=Q(kind__regex=r"^[a-z]+(\.[a-z-]+)+$"), name="kind_of_a_letter_is_a_word"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="letters_due", condition=Q(next_try_at__isnull=False)
            ),
            models.Index(fields=["created_at"], name="letters_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"
