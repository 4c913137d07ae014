"""Having a report made, watching over it, releasing it, forgetting it."""

import logging
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lopo.findings.models import Report
from lopo.findings.queries import release_in_force
from lopo.findings.queries.reports import (
    REPORT,
    Facts,
    Of,
    checked,
    content_of,
    facts_of,
    version_of,
)
from lopo.foundation.days import civil_date
from lopo.foundation.jobs import enqueue
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import Refusal
from lopo.people.api import User
from lopo.publications.api import Issued, address, check_path, issue, publication_with, qr
from lopo.surveys.api import Period, note_in_ledger, period_spelled

from .files import docx_of, pdf_of

JOB = "findings.make_report"
KEPT = timedelta(days=1)
# A worker that says nothing for so long is dead; a step takes seconds.
SILENT = timedelta(minutes=3)
SECRET_BYTES = 16
OPEN = (Report.State.WAITING, Report.State.RUNNING)
SMALL = 2000
STEPS = 3

logger = logging.getLogger(__name__)


class NotReleasable(Refusal):
    """This report may not be released, by this person or at all."""

    code = "report-not-releasable"


def of_report(report: Report) -> Of:
    """Of whom a report is."""
    if report.centre is not None:
        return Of(report.centre.host_agency, centre=report.centre)
    assert report.agency is not None
    return Of(report.agency, report.unit)


def period_of_report(report: Report) -> Period:
    """The period of a report; the database keeps no other spelling."""
    found = period_spelled(report.period)
    assert found is not None
    return found


def start_report(*, of: Of, period: Period, is_small: bool, author: User, clock: Clock) -> Report:
    """Ask for a report: a small one is made at once, a long one by the worker."""
    now = clock()
    with transaction.atomic():
        report = Report.objects.create(
            token=secrets.token_urlsafe(SECRET_BYTES),
            agency=None if of.centre else of.agency,
            unit=of.unit,
            centre=of.centre,
            period=period.spelled,
            total=STEPS,
            asked_by=author,
            asked_at=now,
            beat_at=now,
        )
        if not is_small:
            enqueue(JOB, token=report.token)
    if is_small:
        make_report(token=report.token, clock=clock)
        report.refresh_from_db()
    return report


def make_report(*, token: str, clock: Clock) -> None:
    """Make both files; repeatable, it begins anew."""
    rows = Report.objects.select_related("agency", "unit", "centre__host_agency", "asked_by")
    report = rows.filter(token=token, state__in=OPEN).first()
    if report is None:
        return
    try:
        _make(report, clock)
    except Exception:
        logger.exception("report %s failed", report.pk)
        _end(report, Report.State.FAILED, clock)
        return
    _end(report, Report.State.DONE, clock)


def _make(report: Report, clock: Clock) -> None:
    _beat(report, 0, clock)
    facts = facts_of(of_report(report), period_of_report(report), civil_date(clock()))
    content = content_of(facts)
    issued = code_of(facts, version_of(facts, content), clock)
    whole = checked(content, issued, qr(address(check_path(issued.code))))
    report.code = issued.code
    report.save(update_fields=["code"])
    dated = civil_date(issued.issued_at)
    for step, (kind, made) in enumerate((("pdf", pdf_of), ("docx", docx_of)), 1):
        _beat(report, step, clock)
        _keep(file_of(report, kind), made(whole, dated))
    _beat(report, STEPS, clock)


def code_of(facts: Facts, version: str, clock: Clock) -> Issued:
    """The code of exactly this report, made when it is first asked for."""
    subject = facts.shown.subject
    return issue(
        kind=REPORT,
        subject=facts.of.key,
        version=version,
        title=f"{subject.name}, {facts.telling['period']}",
        issuer=facts.of.agency.name,
        path=reverse("findings:province"),
        clock=clock,
    )


def _beat(report: Report, done: int, clock: Clock) -> None:
    """How far it is, and that somebody is at it."""
    report.state, report.done, report.beat_at = Report.State.RUNNING, done, clock()
    report.save(update_fields=["state", "done", "beat_at"])


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = path.with_suffix(path.suffix + ".part")
    part.write_bytes(content)
    os.replace(part, path)


def _end(report: Report, state: Report.State, clock: Clock) -> None:
    report.state, report.finished_at = state, clock()
    report.save(update_fields=["state", "finished_at"])


def file_of(report: Report, kind: str) -> Path:
    """Where a file of a report lies."""
    folder: Path = settings.DATA / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{report.token}.{kind}"


def release_report(*, report: Report, publisher: User, clock: Clock) -> Report:
    """Show both files to everybody, for good; the release before is superseded, and stays.

    Pressed twice it is released once. Refused: ``report-not-releasable``.
    """
    try:
        with transaction.atomic():
            return _release(report, publisher, clock)
    except IntegrityError:
        raise NotReleasable(_("Somebody else is releasing this report just now.")) from None


def _release(report: Report, publisher: User, clock: Clock) -> Report:
    rows = Report.objects.select_related("agency", "unit", "centre__host_agency")
    held = rows.select_for_update(of=("self",)).get(pk=report.pk)
    if held.released_at is not None:
        return held
    now = clock()
    _check_release(held, publisher, civil_date(now) > period_of_report(held).last)
    if not _holds_still(held):
        raise NotReleasable(_("What it tells of has changed since. Have it made anew."))
    before = release_in_force(held)
    if before is not None:
        before.superseded_at = now
        before.save(update_fields=["superseded_at"])
    held.released_by, held.released_at = publisher, now
    held.save(update_fields=["released_by", "released_at"])
    of = of_report(held)
    note_in_ledger(
        "report.released",
        subject=f"report:{held.pk}",
        facts={
            "agency": of.agency.code,
            "unit": of.unit.code if of.unit else None,
            "centre": of.centre.code if of.centre else None,
            "period": held.period,
            "code": held.code,
            "replaces": before.code if before else None,
        },
        actor=Actor(id=f"user:{publisher.pk}"),
        clock=clock,
    )
    return held


def _holds_still(held: Report) -> bool:
    """Whether it would say the same if it were made now: late sheets may have been counted."""
    facts = facts_of(of_report(held), period_of_report(held), civil_date(held.asked_at))
    out = publication_with(held.code)
    return out is not None and out.version == version_of(facts, content_of(facts))


def _check_release(held: Report, publisher: User, is_over: bool) -> None:
    if held.asked_by_id == publisher.pk:
        raise NotReleasable(_("You had this report made, so somebody else releases it."))
    if held.state != Report.State.DONE:
        raise NotReleasable(_("The report is not ready yet."))
    if not is_over:
        raise NotReleasable(_("The period still runs: its report cannot be released yet."))
    if civil_date(held.asked_at) <= period_of_report(held).last:
        raise NotReleasable(_("It was made while its period still ran. Have it made anew."))


def watch_reports(now: datetime) -> int:
    """Give up what no worker is at any more; how many."""
    silent = Report.objects.filter(state=Report.State.RUNNING, beat_at__lt=now - SILENT)
    return silent.update(state=Report.State.FAILED, finished_at=now)


def forget_reports(now: datetime) -> int:
    """Delete reports of yesterday that nobody ever released, with their files; how many."""
    old = list(Report.objects.filter(asked_at__lt=now - KEPT, released_at=None))
    for report in old:
        for kind in ("pdf", "docx", "pdf.part", "docx.part"):
            file_of(report, kind).unlink(missing_ok=True)
        report.delete()
    return len(old)
