"""Browsers an account is signed in with: seen, ended one by one or all others at once."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock, system_clock
from lopo.people.models import StaffSession, User

# Kept in the session itself, so that a page pays no query to know that nothing is due.
NOTE = "lopo_seen"
COARSE = timedelta(minutes=5)


@transaction.atomic
def begin_session(
    *, user: User, session: SessionBase, browser: str, address: str, clock: Clock = system_clock
) -> None:
    """Somebody has signed in here; sessions that ran out are swept from the list."""
    if not session.session_key:
        session.save()
    sweep_sessions(user=user)
    _remember(user, session, browser, address, clock())


@transaction.atomic
def see_session(
    *, user: User, session: SessionBase, browser: str, address: str, clock: Clock = system_clock
) -> None:
    """The session is in use; written every five minutes, or when its key was changed."""
    _remember(user, session, browser, address, clock())


def is_due(session: SessionBase, now: datetime) -> bool:
    """Whether it is time to note the session again; asks the session, not the database."""
    seen = session.get(NOTE)
    if not isinstance(seen, list) or len(seen) != 2:  # noqa: PLR2004
        return True
    key, at = seen
    return key != session.session_key or now.timestamp() - float(at) >= COARSE.total_seconds()


@transaction.atomic
def end_session(*, session: StaffSession, actor: Actor) -> None:
    """That browser is signed out with its next request."""
    _store().delete(session.session_key)
    session.delete()


@transaction.atomic
def end_other_sessions(*, user: User, kept: str | None, actor: Actor) -> int:
    """Every other browser of the account is signed out; how many there were."""
    others = StaffSession.objects.filter(user=user).exclude(session_key=kept or "")
    ended = list(others)
    for one in ended:
        end_session(session=one, actor=actor)
    return len(ended)


def sweep_sessions(*, user: User) -> None:
    """Forget sessions of an account that exist no more."""
    for one in StaffSession.objects.filter(user=user):
        if not _store().exists(one.session_key):
            one.delete()


def _remember(user: User, session: SessionBase, browser: str, address: str, now: datetime) -> None:
    seen = session.get(NOTE)
    if isinstance(seen, list) and seen and seen[0] != session.session_key:
        StaffSession.objects.filter(user=user, session_key=seen[0]).delete()
    StaffSession.objects.update_or_create(
        session_key=session.session_key,
        defaults={
            "user": user,
            "browser": browser[:80],
            "address": address or None,
            "last_seen_at": now,
        },
        create_defaults={
            "user": user,
            "browser": browser[:80],
            "address": address or None,
            "created_at": now,
            "last_seen_at": now,
        },
    )
    session[NOTE] = [session.session_key, int(now.timestamp())]


def _store() -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    return store
