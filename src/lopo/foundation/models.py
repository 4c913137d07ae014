"""Tables of the plumbing: answers kept for replays, rate buckets, signs of life."""

from typing import ClassVar

from django.db import models


class StoredAnswer(models.Model):
    """The answer a request with an Idempotency-Key got, given again byte for byte."""

    personal_data: ClassVar[dict[str, str]] = {}

    scope = models.CharField(max_length=200)
    key = models.CharField(max_length=128)
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, default="")
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="one_answer_per_key"),
        ]
        indexes = [models.Index(fields=["created_at"], name="stored_answer_age")]

    def __str__(self) -> str:
        return f"{self.scope} {self.status}"


class Bucket(models.Model):
    """Tries counted in a window of time, for limits that hold across processes."""

    personal_data: ClassVar[dict[str, str]] = {}

    key = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    tries = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.tries}"


class Heartbeat(models.Model):
    """When a process last said that it lives (the worker, for /readyz)."""

    personal_data: ClassVar[dict[str, str]] = {}

    name = models.CharField(max_length=40, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.seen_at:%Y-%m-%d %H:%M:%S}"
