"""New passwords: the profile in force, what may not come again, who sets them."""

from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock, system_clock
from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.organisation.api import PROVINCES, list_agencies, list_centres
from lopo.people.models import OldPassword, PasswordLink, User
from lopo.people.rules import (
    LONGEST_PASSWORD,
    PROFILES,
    PasswordFault,
    PasswordProfile,
    password_faults,
)

from .sessions import end_other_sessions


def profile_in_force() -> PasswordProfile:
    """The standard this installation follows (``LOPO_PASSWORD_PROFILE``)."""
    return PROFILES[settings.PASSWORD_PROFILE]


def rule_in_words() -> str:
    """What a new password must be, for the page where one is chosen."""
    profile = profile_in_force()
    if profile.mixed:
        return _(
            "At least %(n)d characters, with capital and small letters, digits and other signs."
            " It lasts six months; your last five passwords cannot be used again."
        ) % {"n": profile.shortest}
    return _(
        "At least %(n)d characters. A short sentence is fine; well-known passwords are not."
    ) % {"n": profile.shortest}


@transaction.atomic
def set_password(*, user: User, password: str, actor: Actor, clock: Clock = system_clock) -> None:
    """Give an account a new password; every session and link of the old one ends by it.

    Does not judge the password: ``check_new_password`` does, where a person chooses one.
    """
    _remember(user, clock)
    user.set_password(password)
    user.password_changed_at = clock()
    user.save(update_fields=["password", "password_changed_at"])
    void_password_links(user=user, now=user.password_changed_at)
    end_other_sessions(user=user, kept=None, actor=actor)


def void_password_links(*, user: User, now: datetime) -> None:
    """Links for a new password that were not used open nothing any more."""
    open_ones = PasswordLink.objects.filter(user=user, used_at=None, voided_at=None)
    open_ones.update(voided_at=now)


def check_new_password(password: str, *, username: str = "", user: User | None = None) -> None:
    """Raise ``FieldRefusal`` (field ``password``) when the profile in force refuses it.

    For an account that exists, ``user``: its last passwords may not come back.
    """
    try:
        validate_password(password, user or User(username=username))
    except ValidationError as problem:
        error = FieldError(field="password", code="invalid", message=" ".join(problem.messages))
        raise FieldRefusal(_("Please check what was entered."), [error]) from problem


class ProfileValidator:
    """Django's hook for validators: judges a new password by the profile in force."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` with every reason, in sentences."""
        profile = profile_in_force()
        name = getattr(user, "username", "") or ""
        faults = password_faults(
            password, username=name, profile=profile, common=_leaked(), names=_names_around()
        )
        errors = [_said(fault, profile) for fault in faults]
        if not errors and profile.history and _was_used(user, password, profile.history):
            errors = [_("You have used this password before. Choose a new one.")]
        if errors:
            raise ValidationError(errors)

    def get_help_text(self) -> str:
        """The rule in words."""
        return rule_in_words()


def _said(fault: PasswordFault, profile: PasswordProfile) -> str:
    words = {
        PasswordFault.SHORT: _("Use at least %(n)d characters.") % {"n": profile.shortest},
        PasswordFault.LONG: _("Use at most %(n)d characters.") % {"n": LONGEST_PASSWORD},
        PasswordFault.NAMED: _("Do not put your user name into your password."),
        PasswordFault.UNMIXED: _("Use capital and small letters, digits and other signs."),
    }
    return words[fault] if fault in words else f"{_guessed(fault)} {_way_out()}"


def _guessed(fault: PasswordFault) -> str:
    """Why guessing programs come to it soon."""
    causes = {
        PasswordFault.REPEATED: _("This password says the same thing again and again."),
        PasswordFault.RUN: _("This password follows the alphabet, the digits or the keyboard."),
        PasswordFault.DATE: _("This password is a date with little else."),
        PasswordFault.PLACE: _("This password is made of names everybody here knows."),
    }
    known = _("This password is made of words and digits that are tried first.")
    return causes.get(fault, known)


def _way_out() -> str:
    return _("Safe and easy to remember: four words that have nothing to do with each other.")


def _names_around() -> list[str]:
    """What the offices of this installation are called: the first words anybody would try."""
    centres, agencies = list(list_centres()), list(list_agencies())
    provinces = {str(PROVINCES[one.province]) for one in centres if one.province}
    return [
        *sorted(provinces),
        *(name for one in agencies for name in (one.name, one.short_name)),
        *(name for one in centres for name in (one.name, one.code)),
    ]


@cache
def _leaked() -> frozenset[str]:
    """Leaked passwords in lower case; the list comes with Django, so no network is asked."""
    return frozenset(CommonPasswordValidator().passwords)


def _remember(user: User, clock: Clock) -> None:
    """Keep the hash of the password that goes, as long as the profile forbids its return."""
    keep = profile_in_force().history
    old = OldPassword.objects.filter(user=user)
    if keep and user.has_usable_password():
        OldPassword.objects.create(user=user, password=user.password, replaced_at=clock())
    kept = list(old.order_by("-replaced_at", "-pk").values_list("pk", flat=True)[:keep])
    old.exclude(pk__in=kept).delete()


def _was_used(user: Any, password: str, history: int) -> bool:
    if not isinstance(user, User) or user.pk is None:
        return False
    recent = OldPassword.objects.filter(user=user).order_by("-replaced_at", "-pk")
    hashes = [user.password, *recent.values_list("password", flat=True)[: history - 1]]
    return any(check_password(password, one) for one in hashes)
