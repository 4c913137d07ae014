"""Visits, numbers, calls and sessions of a centre's day."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .day_ends import CarryOver, DayEndRule

__all__ = [
    "ACTIVE",
    "SEATED",
    "Call",
    "CarryOver",
    "CounterSession",
    "DayEndRule",
    "Deed",
    "Interval",
    "Line",
    "NumberSeries",
    "OrderPolicy",
    "PolicyInForce",
    "Ticket",
    "Visit",
]
ACTIVE = ("CALLED", "SERVING")
SEATED = ("OPEN", "PAUSED")


class OrderPolicy(models.Model):
    """A published version of the calling order, in force from a moment on (law as data)."""

    personal_data: ClassVar[dict[str, str]] = {}

    version = models.PositiveIntegerField()
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, null=True, related_name="+")
    head_start_minutes = models.PositiveSmallIntegerField()
    max_priority_in_a_row = models.PositiveSmallIntegerField()
    valid_from = models.DateTimeField()
    legal_basis = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "version"], name="one_policy_per_version", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(max_priority_in_a_row__gte=1), name="priority_run_at_least_one"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class Line(models.Model):
    """The order row of a centre: every act that changes a ticket or a session locks it first.

    ``rev`` never falls; ``seq`` counts the ledger events of ``service_date`` without gaps;
    ``last_at`` makes time strictly increasing in lock order (ARCHITECTURE.md §5);
    ``clock_back_at`` is where it stood when the record last told that the clock had jumped back.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.OneToOneField(
        "organisation.Centre", models.PROTECT, primary_key=True, related_name="+"
    )
    rev = models.PositiveBigIntegerField(default=0)
    service_date = models.DateField()
    seq = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    policy = models.ForeignKey(OrderPolicy, models.PROTECT, related_name="+")
    room_issued = models.PositiveIntegerField(default=0)
    remote_issued = models.PositiveIntegerField(default=0)
    opening = models.CharField(max_length=40, default="")
    clock_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.centre_id} rev {self.rev}"


class PolicyInForce(models.Model):
    """From which event of a day on which policy held; published with the day's ledger."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    service_date = models.DateField()
    from_seq = models.PositiveIntegerField()
    policy = models.ForeignKey(OrderPolicy, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "service_date", "from_seq"], name="one_policy_per_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_date} #{self.from_seq}"


class NumberSeries(models.Model):
    """The last number given out in a queue on a day, and its run of priority calls."""

    personal_data: ClassVar[dict[str, str]] = {}

    queue = models.ForeignKey("organisation.Queue", models.PROTECT, related_name="+")
    service_date = models.DateField()
    last = models.PositiveIntegerField(default=0)
    # What the queue's own quotas count, beside all the numbers that ``last`` counts.
    room_issued = models.PositiveIntegerField(default=0)
    remote_issued = models.PositiveIntegerField(default=0)
    priority_run = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["queue", "service_date"], name="one_series_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.service_date} {self.last}"


class Visit(models.Model):
    """One person's stay in the room on one day, holding one or more tickets (kunjungan)."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    service_date = models.DateField()
    channel = models.CharField(max_length=9)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"visit {self.pk}"


class CounterSession(models.Model):
    """An officer at a counter, from opening to closing; paused, nobody is called to it.

    ``services`` is what was asked for (null: all the counter is configured for); ``serves`` is
    what that came to when the session opened (null: everything at the centre).
    """

    personal_data: ClassVar[dict[str, str]] = {
        "officer": "which staff account sat at the counter; evidence for inspections",
    }

    class State(models.TextChoices):
        """Whether the session takes visitors."""

        OPEN = "OPEN", _("Open")
        PAUSED = "PAUSED", _("Paused")
        CLOSED = "CLOSED", _("Closed")

    counter = models.ForeignKey("organisation.Counter", models.PROTECT, related_name="+")
    officer = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    services = ArrayField(models.CharField(max_length=40), null=True)
    serves = ArrayField(models.CharField(max_length=40), null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counter"], condition=Q(state__in=SEATED), name="one_session_per_counter"
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(state__in=SEATED), name="one_session_per_officer"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SEATED, closed_at=None)
                | Q(state="CLOSED", closed_at__gte=F("opened_at")),
                name="a_closed_session_knows_when",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk} {self.state}"


class Ticket(models.Model):
    """A visitor's place in the line of one day (nomor antrean).

    ``label`` is what was printed and never changes; ``queue`` and ``service`` are where the
    visitor stands now, which a transfer changes. ``counter`` is where they are or were; of one
    who waits, the only counter that may call them. Left over at the end of the day, it belongs to
    the decision ``carry_over``; the number of the next day says which one it is ``carried_from``.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "priority": "declared class (age, disability, pregnancy …); sets the order, never shown",
        "token": "the visitor's own link; opens the live ticket and nothing else",
    }

    class State(models.TextChoices):
        """Where the visitor stands; transitions are in rules.TRANSITIONS."""

        WAITING = "WAITING", _("Waiting")
        CALLED = "CALLED", _("Called")
        SERVING = "SERVING", _("Being served")
        PARKED = "PARKED", _("Set aside")
        DONE = "DONE", _("Served")
        MISSED = "MISSED", _("Missed")
        CANCELLED = "CANCELLED", _("Given up")

    class Priority(models.TextChoices):
        """Classes declared at issue without proof."""

        LANSIA = "LANSIA", _("Elderly")
        DISABILITAS = "DISABILITAS", _("Person with a disability")
        HAMIL = "HAMIL", _("Pregnant or nursing")
        ANAK = "ANAK", _("With a small child")
        BENCANA = "BENCANA", _("Disaster victim")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="tickets")
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    queue = models.ForeignKey("organisation.Queue", models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    # The version of the standard that was in force when this service was asked for.
    standard = models.ForeignKey("catalogue.Standard", models.PROTECT, null=True, related_name="+")
    service_date = models.DateField()
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=12)
    queue_code = models.CharField(max_length=4)
    service_code = models.CharField(max_length=40)
    token = models.CharField(max_length=40, unique=True)
    channel = models.CharField(max_length=9)
    priority = models.CharField(max_length=11, choices=Priority, null=True)  # noqa: DJ001
    head_start = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    issued_seq = models.PositiveIntegerField()
    proof = models.CharField(max_length=10)
    arrived_at = models.DateTimeField(null=True)
    passed_over_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    counter = models.ForeignKey("organisation.Counter", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    has_returned = models.BooleanField(default=False)
    carry_over = models.ForeignKey(
        "frontdesk.CarryOver", models.PROTECT, null=True, related_name="tickets"
    )
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="carried_to"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "service_date", "label"], name="one_ticket_per_number"
            ),
            models.UniqueConstraint(
                fields=["counter"], condition=Q(state__in=ACTIVE), name="one_ticket_at_a_counter"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ACTIVE, counter__isnull=False) | ~Q(state__in=ACTIVE),
                name="a_called_ticket_has_a_counter",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=False) | ~Q(state__in=[*ACTIVE, "DONE"]),
                name="only_present_visitors_are_called",
            ),
            models.CheckConstraint(
                condition=Q(priority__isnull=False) | Q(head_start=0),
                name="a_head_start_needs_a_class",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "service_date"],
                name="ticket_waiting",
                condition=Q(state="WAITING"),
            ),
            models.Index(fields=["centre", "service_date", "state"], name="ticket_day_state"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def price(self) -> tuple[int, int]:
        """The least and the most the service costs by the version the number was taken under."""
        return self.standard.told.fee.price if self.standard is not None else (0, 0)

    @property
    def proviso(self) -> str:
        """What is paid all the same although the service is free by that version."""
        return self.standard.told.fee.proviso if self.standard is not None else ""

    @property
    def present(self) -> bool:
        """Whether the visitor has said, in the room, that they are here."""
        return self.arrived_at is not None


class Call(models.Model):
    """A visitor asked to a counter: from the call until they leave it or are given up on."""

    personal_data: ClassVar[dict[str, str]] = {}

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="calls")
    session = models.ForeignKey(CounterSession, models.PROTECT, related_name="calls")
    counter = models.ForeignKey("organisation.Counter", models.PROTECT, related_name="+")
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    queue = models.ForeignKey("organisation.Queue", models.PROTECT, related_name="+")
    service_date = models.DateField()
    announcement_id = models.CharField(max_length=32, unique=True)
    called_at = models.DateTimeField()
    announced_at = models.DateTimeField()
    counted_calls = models.PositiveSmallIntegerField(default=1)
    last_counted_at = models.DateTimeField()
    reason = models.CharField(max_length=200, default="", blank=True)
    head_start = models.PositiveSmallIntegerField(default=0)
    is_undone = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="one_active_call_per_ticket"
            ),
            models.UniqueConstraint(
                fields=["counter"], condition=Q(ended_at=None), name="one_active_call_per_counter"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("called_at")),
                name="a_call_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "service_date", "-ended_at"], name="call_finished"),
            models.Index(fields=["queue", "service_date", "-called_at"], name="call_of_queue"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class Interval(models.Model):
    """How long a ticket was in one state; every change closes one and opens the next."""

    personal_data: ClassVar[dict[str, str]] = {}

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="intervals")
    state = models.CharField(max_length=9)
    counter = models.ForeignKey("organisation.Counter", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="one_open_interval"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="time_never_runs_backwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} from {self.started_at:%H:%M:%S}"


class Deed(models.Model):
    """What an officer did at a counter, with how things stood before: taken back for 10 s.

    ``before`` holds the ticket's state, counter, service and queue (and of a recall the counted
    calls), by their ids. ``at`` is the moment of the ledger event.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    counter = models.ForeignKey("organisation.Counter", models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="deeds")
    verb = models.CharField(max_length=10)
    at = models.DateTimeField()
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["counter", "-at"], name="deed_last", condition=Q(undone_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%H:%M:%S}"
