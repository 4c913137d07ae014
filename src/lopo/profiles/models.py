"""What is asked of every agency, what one says of itself, and the look it says it in."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .rules import Colours

HOUSE = Colours()
COLOUR = r"^#[0-9a-f]{6}$"


class ComplianceItem(models.Model):
    """Something every agency is to have and to show, in force from a day through another.

    Rows, not code: a later law may add one, end one, or ask for it in other words.
    ``answered_by`` names what answers it so that nobody types it twice; empty: the agency writes.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    class Part(models.TextChoices):
        """Of which list it is."""

        ITEM = "BUTIR", _("Compliance item")
        PROFILE = "PROFIL", _("Profile")

    code = models.CharField(max_length=24)
    part = models.CharField(max_length=8, choices=Part, default=Part.ITEM)
    name = models.CharField(max_length=80)
    looked_for = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=200)
    answered_by = models.CharField(max_length=16, blank=True)
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_item_per_code"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="item_ends_after_it_began",
            ),
            models.CheckConstraint(condition=~Q(legal_basis=""), name="item_has_a_basis"),
        ]

    def __str__(self) -> str:
        return self.name


class ComplianceFact(models.Model):
    """What an agency says of one item: whether it has it, what, where to see it, checked when."""

    personal_data: ClassVar[dict[str, str]] = {}

    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    item = models.ForeignKey(ComplianceItem, models.PROTECT, related_name="+")
    is_present = models.BooleanField(default=False)
    text = models.TextField(max_length=1000, blank=True)
    evidence_url = models.CharField(max_length=300, blank=True)
    confirmed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "item"], name="one_fact_per_item"),
            models.CheckConstraint(
                condition=Q(is_present=False) | ~Q(text=""), name="what_is_there_is_described"
            ),
            models.CheckConstraint(
                condition=Q(evidence_url="") | Q(evidence_url__regex=r"^https://[^\s<>\"]+$"),
                name="evidence_is_a_safe_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.item_id} {self.is_present}"


class AgencyProfile(models.Model):
    """Profil penyelenggara and profil pelaksana (UU 25/2009 art. 23): functions, never names.

    ``performers``: one function a line, with what it takes. ``revision`` also counts the facts:
    they are saved together.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    agency = models.OneToOneField("organisation.Agency", models.PROTECT, related_name="+")
    tasks = models.TextField(max_length=2000, blank=True)
    structure = models.TextField(max_length=2000, blank=True)
    address = models.CharField(max_length=300, blank=True)
    hours = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    performers = models.TextField(max_length=4000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(website="") | Q(website__regex=r"^https://[^\s<>\"]+$"),
                name="website_is_a_safe_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} r{self.revision}"


class Logo(models.Model):
    """A drawing as it was written anew by us; never changes, so its digest is its address."""

    personal_data: ClassVar[dict[str, str]] = {}

    class Kind(models.TextChoices):
        """How it is drawn."""

        SVG = "SVG", "SVG"
        PNG = "PNG", "PNG"

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=3, choices=Kind)
    raw = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="logo_is_named_by_its_bytes"
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0), name="logo_has_an_extent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.kind}"


class AgencyIdentity(models.Model):
    """The look of an agency inside the common design: three colours, a logo, a motto.

    Until it has one, the colours of the house; ``revision`` grows with every saving.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    agency = models.OneToOneField("organisation.Agency", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=7, default=HOUSE.ground)
    action = models.CharField(max_length=7, default=HOUSE.action)
    accent = models.CharField(max_length=7, default=HOUSE.accent)
    logo = models.ForeignKey(Logo, models.PROTECT, null=True, blank=True, related_name="+")
    logo_alt = models.CharField(max_length=120, blank=True)
    motto = models.CharField(max_length=160, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__regex=COLOUR, action__regex=COLOUR, accent__regex=COLOUR),
                name="colours_are_written_as_rrggbb",
            ),
            models.CheckConstraint(
                condition=Q(logo__isnull=True) | ~Q(logo_alt=""), name="logo_is_described"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.colours.name}"

    @property
    def colours(self) -> Colours:
        """The three colours."""
        return Colours(self.ground, self.action, self.accent)
