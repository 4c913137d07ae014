"""Large files taken in by the worker: all of one or nothing, and how far it is meanwhile.

What is written of a file is one transaction. How far it is, is written aside, on a connection of
its own; that it is done, in the transaction itself, so that "done" and the drafts are one truth.
"""

import logging
import secrets
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from lopo.catalogue.api import DraftsMade, draft_from_rows, is_soon_read, read_standards
from lopo.foundation.aside import Aside, aside
from lopo.foundation.jobs import enqueue
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal
from lopo.organisation.api import Agency
from lopo.people.api import User

from .models import FileImport
from .queries import OPEN, SILENT, open_import

JOB = "editorial.take_in"
KEPT = timedelta(days=1)
# What no worker takes up is given up.
GIVEN_UP = timedelta(hours=2)
SECRET_BYTES = 16
# A file of so many bytes holds a few services: it is read while its sender waits. A workbook and
# a zip are packed, so they hold more.
SMALL_TEXT, SMALL_ZIP = 64 * 1024, 16 * 1024
# Faults told; nobody mends more at once.
MOST_FAULTS = 50
STEPS = 100

State, Phase = FileImport.State, FileImport.Phase
logger = logging.getLogger(__name__)


class ImportUnderway(Refusal):
    """A file of this agency is being taken in; the other one was not looked at."""

    code = "import-underway"


class _Stopped(Exception):
    """Somebody has given this import up meanwhile."""


def is_small(raw: bytes) -> bool:
    """Whether a file is read at once, while its sender waits."""
    if raw[:2] == b"PK":
        return len(raw) <= SMALL_ZIP and is_soon_read(raw)
    return len(raw) <= SMALL_TEXT


def refuse_second(agency: Agency, clock: Clock) -> None:
    """Raise ``ImportUnderway`` while a file of this agency is being taken in."""
    stop_silent(clock())
    if open_import(agency) is not None:
        raise ImportUnderway(
            _("Another file of this agency is being taken in. Yours was not read; send it again.")
        )


def begin_import(
    *, raw: bytes, file_name: str, agency: Agency, author: User, language: str, clock: Clock
) -> FileImport:
    """Hand a file to the worker; the job exists exactly if the row does."""
    refuse_second(agency, clock)
    try:
        with transaction.atomic():
            found = FileImport.objects.create(
                agency=agency,
                author=author,
                token=secrets.token_urlsafe(SECRET_BYTES),
                file_name=file_name[-120:],
                language=language,
                content=raw,
                asked_at=clock(),
            )
            enqueue(JOB, token=found.token)
    except IntegrityError:
        refuse_second(agency, clock)
        raise
    return found


def take_import(*, token: str, clock: Clock) -> None:
    """Read the file, check it, write its drafts: all of them, or none and why."""
    job = _begun(token, clock)
    if job is None:
        return
    with translation.override(job.language), aside() as beside:
        try:
            _take(job, beside, clock)
        except Refusal as refusal:
            _end(job, State.REFUSED, clock, faults_told(refusal))
        except _Stopped:
            return
        except Exception:
            logger.exception("the import of a file of agency %s failed", job.agency_id)
            _end(job, State.STOPPED, clock, [])


def faults_told(refusal: Refusal) -> list[str]:
    """Every fault of a refused file with its table, row and column."""
    if isinstance(refusal, FieldRefusal):
        return [_placed(error) for error in refusal.errors]
    return [refusal.message]


def _placed(error: FieldError) -> str:
    """A fault after its place; of the whole file it has none."""
    return f"{error.field}: {error.message}" if error.field else error.message


def _begun(token: str, clock: Clock) -> FileImport | None:
    """The import, ours from now on; None when it is not waiting (any more)."""
    waiting = FileImport.objects.filter(token=token, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, beat_at=clock()):
        return None
    return FileImport.objects.select_related("agency", "author").get(token=token)


def _take(job: FileImport, beside: Aside, clock: Clock) -> None:
    # Outside of the transaction: reading asks the database nothing and may take a while.
    rows = read_standards(bytes(job.content or b""))
    tell = partial(_tell, job, beside, clock)
    tell(phase=Phase.CHECK, total=len(rows))
    step = max(1, len(rows) // STEPS)

    def watch(done: int, total: int) -> None:
        if done % step == 0 or done == total:
            tell(phase=Phase.WRITE, total=total, done=done)

    with transaction.atomic():
        made = draft_from_rows(
            rows=rows, agency=job.agency, author=job.author, clock=clock, watch=watch
        )
        _finish(job, made, clock)


def _tell(
    job: FileImport,
    beside: Aside,
    clock: Clock,
    *,
    phase: FileImport.Phase,
    total: int,
    done: int = 0,
) -> None:
    """Say how far it is, where others see it at once."""
    ours = FileImport.objects.filter(pk=job.pk, state=State.RUNNING)
    beside(partial(_write, ours, phase=phase, done=done, total=total, beat_at=clock()))


def _write(ours: "QuerySet[FileImport]", **facts: object) -> None:
    if not ours.update(**facts):
        raise _Stopped


def _finish(job: FileImport, made: DraftsMade, clock: Clock) -> None:
    """Done, in the transaction of the drafts; given up meanwhile, they are taken back with it."""
    counts = {"drafted": len(made.drafted), "added": len(made.added)}
    counts["unchanged"] = len(made.unchanged)
    ours = FileImport.objects.filter(pk=job.pk, state=State.RUNNING)
    _write(ours, state=State.DONE, made=counts, content=None, finished_at=clock())


def _end(job: FileImport, state: FileImport.State, clock: Clock, faults: list[str]) -> None:
    ours = FileImport.objects.filter(pk=job.pk, state=State.RUNNING)
    kept = {"shown": faults[:MOST_FAULTS], "more": len(faults[MOST_FAULTS:])}
    ours.update(state=state, faults=kept, content=None, finished_at=clock())


def stop_silent(now: datetime) -> int:
    """Give up what a dead worker has left, and what none has taken up; how many."""
    rows = FileImport.objects.filter(state__in=OPEN)
    dead = rows.filter(state=State.RUNNING, beat_at__lt=now - SILENT)
    forgotten = rows.filter(state=State.WAITING, asked_at__lt=now - GIVEN_UP)
    facts = {"state": State.STOPPED, "content": None, "finished_at": now}
    return dead.update(**facts) + forgotten.update(**facts)


def forget_old_imports(now: datetime) -> int:
    """Delete what was handed in a day ago, the file with it; how many."""
    count, _rows = FileImport.objects.filter(asked_at__lt=now - KEPT).delete()
    return count
