"""Whose service it was, is and will be: agencies are reorganised, and services move with them.

PP 18/2016 lets a province regroup its agencies by regional regulation; the service, its code, its
standards and what was served under them stay the same, only somebody else answers for it.
"""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from .offers import Service


def at_home_on(day: date, prefix: str = "") -> Q:
    """The condition that a home is the one of a day; ``prefix`` is the way to it, with ``__``."""
    since = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    until = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return since & until


class Home(models.Model):
    """The agency and unit a service belongs to from a day on (pengampu layanan).

    It holds from ``valid_from`` (empty: since before it was recorded here) up to, not including,
    ``valid_to``. One that was planned and called off ends on the day it would have begun. The
    first home is written by the database with the service; ``Service.agency`` and ``unit`` are
    the home of today.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "recorded_by": "Who answers for having recorded the move; kept with it, never published.",
    }

    service = models.ForeignKey(Service, models.PROTECT, related_name="homes")
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    # Whose it was before, when it came from another agency.
    came_from = models.ForeignKey(
        "organisation.Agency", models.PROTECT, null=True, related_name="+"
    )
    basis_number = models.CharField(max_length=200, blank=True)
    basis_date = models.DateField(null=True)
    basis_office = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["service", "id"]
        constraints = [
            ExclusionConstraint(
                name="one_home_on_a_day",
                expressions=[
                    (
                        Func(F("service"), F("service"), models.Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("valid_from"), F("valid_to"), function="daterange"), "&&"),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="home_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(came_from__isnull=True)
                | (
                    ~Q(basis_number="")
                    & Q(basis_date__isnull=False)
                    & ~Q(basis_office="")
                    & ~Q(reason="")
                    & Q(recorded_by__isnull=False, valid_from__isnull=False)
                    & ~Q(came_from=F("agency"))
                ),
                name="move_names_its_legal_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} at {self.agency_id} from {self.valid_from}"

    @property
    def never_began(self) -> bool:
        """Whether it was planned and called off."""
        return self.valid_to is not None and self.valid_to == self.valid_from

    def holds_on(self, day: date) -> bool:
        """Whether it is the home of this day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )
