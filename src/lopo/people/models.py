"""Staff, what they may do where, and the tokens of programs and devices."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

TOKEN_HASH_LENGTH = 64
ROLE_NAMES = ["RECEPTIONIST", "COUNTER_OFFICER", "SUPERVISOR", "CENTRE_ADMIN", "SYSTEM_ADMIN"]
SECRET_HASH = "A SHA-256 of a secret; the secret itself is never stored."  # noqa: S105


class User(AbstractUser):
    """A member of staff who signs in; visitors need no account, ever."""

    personal_data: ClassVar[dict[str, str]] = {
        "username": "Sign-in name; kept while acts of this account must be explained.",
        "first_name": "Shown to colleagues; removed one year after the account is closed.",
        "last_name": "Shown to colleagues; removed one year after the account is closed.",
        "email": "For password resets; removed when the account is closed.",
        "password": "An Argon2 hash; made unusable when the account is closed.",
        "password_changed_at": "To know when a password expires; kept with the account.",
        "last_login": "To find forgotten accounts; removed when the account is closed.",
        "date_joined": "To explain since when the account could act.",
    }

    password_changed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class OldPassword(models.Model):
    """A password that may not come back; kept only where the profile asks for it (``bssn``)."""

    personal_data: ClassVar[dict[str, str]] = {
        "user": "Whose it was; deleted with the account's closing.",
        "password": "An Argon2 hash; the oldest goes when five newer ones exist.",
    }

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"old password #{self.pk}"


class StaffSession(models.Model):
    """One browser an account is signed in with, for the list its owner sees."""

    personal_data: ClassVar[dict[str, str]] = {
        "user": "Who is signed in; deleted when the session ends.",
        "session_key": "Which session to end; deleted with it.",
        "browser": "So that the owner knows the browser again; deleted with the session.",
        "address": "So that the owner sees from where; deleted with the session.",
        "last_seen_at": "To find a forgotten browser, to five minutes; deleted with the session.",
    }

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=80)
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"session #{self.pk}"


class FactorReset(models.Model):
    """A second factor that somebody else took off an account, and whether its owner knows."""

    personal_data: ClassVar[dict[str, str]] = {
        "user": "Whose second step it was; kept with the account, to explain the act.",
        "reset_by": "An opaque id, to explain who did it; kept with the account.",
    }

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    reset_at = models.DateTimeField()
    reset_by = models.CharField(max_length=40)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(told_at__gte=F("reset_at")),
                name="reset_is_told_afterwards",
            ),
            models.CheckConstraint(condition=~Q(reset_by=""), name="reset_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"reset #{self.pk}"


class PasswordLink(models.Model):
    """A link with which somebody who forgot their password sets a new one, once."""

    personal_data: ClassVar[dict[str, str]] = {
        "user": "Whose password it was; kept with the account, to explain the act.",
        "token_hash": SECRET_HASH,
        "made_by": "An opaque id, to explain who made it; kept with the account.",
    }

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=TOKEN_HASH_LENGTH, unique=True)
    made_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="password_link_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(voided_at__isnull=True),
                name="password_link_ends_one_way",
            ),
            models.CheckConstraint(condition=~Q(made_by=""), name="password_link_by_somebody"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, voided_at__isnull=True),
                name="one_open_password_link",
            ),
        ]

    def __str__(self) -> str:
        return f"password link #{self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Whether the link still works; not for an account that was closed."""
        ended = self.used_at is not None or self.voided_at is not None
        return not ended and now < self.expires_at and self.user.is_active


class Assignment(models.Model):
    """A role a member of staff holds, at one centre or (centre empty) at all of them."""

    personal_data: ClassVar[dict[str, str]] = {
        "user": "Who may do what; kept while the assignment lasts.",
    }

    class RoleName(models.TextChoices):
        """The same words as rules.Role, for forms and screens."""

        RECEPTIONIST = "RECEPTIONIST", _("Receptionist")
        COUNTER_OFFICER = "COUNTER_OFFICER", _("Counter officer")
        SUPERVISOR = "SUPERVISOR", _("Supervisor")
        CENTRE_ADMIN = "CENTRE_ADMIN", _("Centre administrator")
        SYSTEM_ADMIN = "SYSTEM_ADMIN", _("System administrator")

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    centre = models.ForeignKey(
        "organisation.Centre", models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=20, choices=RoleName)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "centre", "role"], name="one_assignment", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(role__in=ROLE_NAMES), name="assignment_role_known"),
            models.CheckConstraint(
                condition=~Q(role="SYSTEM_ADMIN") | Q(centre__isnull=True),
                name="system_admin_is_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.centre_id or '*'}"


class Mandate(models.Model):
    """A duty somebody has for an agency, or (agency empty) for all of them."""

    personal_data: ClassVar[dict[str, str]] = {
        "user": "Who may write or publish for whom; kept while the mandate lasts.",
        "given_by": "An opaque id, to explain who gave it; kept while the mandate lasts.",
    }

    class DutyName(models.TextChoices):
        """The same words as rules.Duty, for forms and screens."""

        EDITOR = "EDITOR", _("Editor of the agency")
        PUBLISHER = "PUBLISHER", _("Publisher of the agency")

    user = models.ForeignKey(User, models.CASCADE, related_name="mandates")
    agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    duty = models.CharField(max_length=9, choices=DutyName)
    given_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "duty"], name="one_mandate", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(duty__in=["EDITOR", "PUBLISHER"]), name="mandate_duty_known"
            ),
            models.CheckConstraint(condition=~Q(given_by=""), name="mandate_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.duty} {self.agency_id or '*'}"


class ApiToken(models.Model):
    """A key with which a program speaks for a member of staff."""

    personal_data: ClassVar[dict[str, str]] = {
        "user": "For whom the program speaks; kept to explain its acts.",
        "token_hash": SECRET_HASH,
        "last_used_at": "To find forgotten keys, to the minute; kept with the key.",
    }

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=TOKEN_HASH_LENGTH, unique=True)
    # Empty: everything the account may. Otherwise only these, never more than the account.
    scopes = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Device(models.Model):
    """A kiosk or a television that belongs to a centre."""

    personal_data: ClassVar[dict[str, str]] = {"token_hash": SECRET_HASH}

    class Kind(models.TextChoices):
        """What the device is for."""

        KIOSK = "KIOSK", _("Kiosk")
        TV = "TV", _("Television")

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    in_room = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=TOKEN_HASH_LENGTH, unique=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["KIOSK", "TV"]), name="device_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Pairing(models.Model):
    """A browser that shows a code and waits to become a device; gone once it is one."""

    personal_data: ClassVar[dict[str, str]] = {
        "secret_hash": SECRET_HASH,
        "code_hash": "A keyed hash of the code on its screen; deleted within the hour.",
        "browser": "Shown to the administrator who pairs; deleted with the pairing.",
        "address": "Shown to the administrator who pairs; deleted with the pairing.",
    }

    code_hash = models.CharField(max_length=TOKEN_HASH_LENGTH, unique=True)
    secret_hash = models.CharField(max_length=TOKEN_HASH_LENGTH, unique=True)
    browser = models.CharField(max_length=80)
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="pairing_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"pairing #{self.pk}"


class Invitation(models.Model):
    """A link that lets one person open an account of their own, with the roles it names."""

    personal_data: ClassVar[dict[str, str]] = {
        "name": "For whom, in the inviter's words; emptied 90 days after the link expired.",
        "token_hash": SECRET_HASH,
        "invited_by": "An opaque id, to explain who let whom in; kept with the account.",
        "accepted_by": "The account that came of it; kept with the account.",
    }

    centre = models.ForeignKey(
        "organisation.Centre", models.PROTECT, null=True, blank=True, related_name="+"
    )
    roles = ArrayField(models.CharField(max_length=20, choices=Assignment.RoleName))
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=TOKEN_HASH_LENGTH, unique=True)
    invited_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(roles__contained_by=ROLE_NAMES) & Q(roles__len__gt=0),
                name="invitation_roles_known",
            ),
            models.CheckConstraint(
                condition=~Q(roles__contains=["SYSTEM_ADMIN"]) | Q(centre__isnull=True),
                name="invited_system_admin_everywhere",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation #{self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Whether the link still works; not while its centre is archived."""
        if self.centre is not None and self.centre.archived_at is not None:
            return False
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at
