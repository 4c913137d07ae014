"""One table that only grows: what happened, in order, with the hash of each line."""

from typing import ClassVar

from django.db import models


class Event(models.Model):
    """One line of the public record of a centre's day. Never changed, never removed.

    ``stream`` names the centre; ``seq`` counts from 1 without gaps within ``service_date``.
    ``payload`` is the public event as canonical JSON text, ``leaf`` its hash (API.md §8).
    ``subject`` and ``actor`` are opaque ids for the inspector; they are never published.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "actor": "opaque staff id, kept as evidence of who acted; resolved only by inspectors",
    }
    append_only: ClassVar[bool] = True

    stream = models.CharField(max_length=40)
    service_date = models.DateField()
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    actor = models.CharField(max_length=64)
    payload = models.TextField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "service_date", "seq"], name="one_event_per_seq"
            ),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="seq_counts_from_one"),
        ]
        indexes = [models.Index(fields=["subject"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.stream} {self.service_date} #{self.seq} {self.verb}"
