"""All the sheets of an agency as one job: asked for, made by the worker, deleted after a week."""

import logging
import os
import secrets
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from lopo.catalogue.api import list_services, service_in_full
from lopo.foundation.jobs import enqueue
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.organisation.api import Agency
from lopo.publications.models import Batch
from lopo.publications.queries import (
    OVERVIEW_PAPERS,
    POSTER,
    SOP,
    Sheet,
    overview_of,
    poster_of,
    sop_of,
)
from lopo.publications.rules import PAPERS

from .printing import code_of, code_of_list, printed

JOB = "publications.make_batch"
KEPT = timedelta(days=7)
# A worker that died in the middle takes its job up again; what nobody does is given up.
GIVEN_UP = timedelta(hours=2)
SECRET_BYTES = 16
OPEN = (Batch.State.WAITING, Batch.State.RUNNING)

logger = logging.getLogger(__name__)
# What a document is called in the archive, and how it is made.
Document = tuple[str, Callable[[], Sheet]]


def start_batch(
    *, agency: Agency, papers: Sequence[str], sops: bool, actor: Actor, clock: Clock
) -> Batch:
    """Ask for all posters on these papers and, if wanted, SOP sheets; the one that is open if any.

    The job exists exactly if the row does.
    """
    wants = {"papers": [size for size in PAPERS if size in papers], "sops": sops}
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                agency=agency,
                token=secrets.token_urlsafe(SECRET_BYTES),
                wants=wants,
                asked_by=actor.id,
                asked_at=clock(),
            )
            enqueue(JOB, token=batch.token)
    except IntegrityError:
        return Batch.objects.get(agency=agency, state__in=OPEN)
    return batch


def make_batch(*, token: str, clock: Clock) -> None:
    """Make every document and put it into the archive; repeatable, it begins anew."""
    batch = Batch.objects.select_related("agency").filter(token=token, state__in=OPEN).first()
    if batch is None:
        return
    try:
        _fill(batch, list(_documents(batch, clock)))
    except Exception:
        logger.exception("batch of agency %s failed", batch.agency_id)
        _end(batch, Batch.State.FAILED, clock)
        return
    _end(batch, Batch.State.DONE, clock)


def _documents(batch: Batch, clock: Clock) -> Iterator[Document]:
    """What is wanted, in the order of the catalogue."""
    papers, sops = batch.wants["papers"], batch.wants["sops"]
    for size in papers:
        if size in OVERVIEW_PAPERS:
            yield f"jenis-layanan-{size}.pdf", _overview(batch.agency, size, clock)
    for code in list_services(batch.agency).values_list("code", flat=True):
        for size in papers:
            yield f"poster-{size}/{code.lower()}.pdf", _poster(code, size, clock)
        if sops:
            yield f"sop/{code.lower()}.pdf", _sop(code, clock)


def _overview(agency: Agency, size: str, clock: Clock) -> Callable[[], Sheet]:
    return lambda: overview_of(agency, size, code_of_list(agency, clock))


def _poster(code: str, size: str, clock: Clock) -> Callable[[], Sheet]:
    def sheet() -> Sheet:
        service = service_in_full(code)
        assert service is not None, code
        return poster_of(service, size, code_of(service, POSTER, clock))

    return sheet


def _sop(code: str, clock: Clock) -> Callable[[], Sheet]:
    def sheet() -> Sheet:
        service = service_in_full(code)
        assert service is not None, code
        return sop_of(service, code_of(service, SOP, clock))

    return sheet


def _fill(batch: Batch, documents: Sequence[Document]) -> None:
    """Write the archive, saying after each document how far it is; whole or not at all."""
    batch.state, batch.done, batch.total = Batch.State.RUNNING, 0, len(documents)
    batch.save(update_fields=["state", "done", "total"])
    path = archive_of(batch)
    part = path.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        for number, (name, sheet) in enumerate(documents, 1):
            archive.writestr(name, printed(sheet()))
            Batch.objects.filter(pk=batch.pk).update(done=number)
    os.replace(part, path)
    batch.done = len(documents)


def _end(batch: Batch, state: Batch.State, clock: Clock) -> None:
    batch.state, batch.finished_at = state, clock()
    batch.save(update_fields=["state", "finished_at"])


def archive_of(batch: Batch) -> Path:
    """Where the archive of a batch lies."""
    folder: Path = settings.DATA / "batches"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{batch.token}.zip"


def forget_old_batches(now: datetime) -> int:
    """Delete batches of a week ago with their archives, and give up what hangs; how many."""
    stuck = Batch.objects.filter(state__in=OPEN, asked_at__lt=now - GIVEN_UP)
    stuck.update(state=Batch.State.FAILED, finished_at=now)
    old = list(Batch.objects.filter(asked_at__lt=now - KEPT))
    for batch in old:
        for path in (archive_of(batch), archive_of(batch).with_suffix(".part")):
            path.unlink(missing_ok=True)
        batch.delete()
    return len(old)
