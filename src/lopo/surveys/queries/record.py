"""What the tables of the survey vouch for: each of it is a line in its record, and no other is."""

from collections.abc import Iterator

from lopo.ledger.api import Vouched
from lopo.surveys.models import PaperBatch, Remark
from lopo.surveys.rules import Kind, current_period, period_of

# No centre is called that: a code of a centre has no full stop.
STREAM = "lopo.surveys"
ENDED = (PaperBatch.State.COUNTED, PaperBatch.State.REJECTED)


def vouched() -> Iterator[Vouched]:
    """Batches of paper that are done with, and remarks that were hidden."""
    yield from _batches()
    yield from _hidings()


def _batches() -> Iterator[Vouched]:
    ended = PaperBatch.objects.filter(state__in=ENDED).select_related("centre").order_by("pk")
    for batch in ended:
        yield Vouched(
            verb=_verb(batch),
            subject=f"paper:{batch.pk}",
            actor=f"user:{batch.checked_by_id or batch.entered_by_id}",
            name=f"{batch.centre.code} {batch.label}",
            day=batch.decided_on,
            facts={
                "centre": batch.centre.code,
                "batch": batch.label,
                "sheets": batch.sheets,
                "ballots": batch.ballots,
                "period": period_of(Kind.QUARTER, batch.day).spelled,
            },
            # A service may have moved to another unit since.
            beside=frozenset(("unit",)),
        )


def _verb(batch: PaperBatch) -> str:
    """What became of a batch; without anybody who checked it, it was given up."""
    if batch.state == PaperBatch.State.COUNTED:
        return "paper.counted"
    return "paper.rejected" if batch.checked_by_id else "paper.given-up"


def _hidings() -> Iterator[Vouched]:
    """A line does not say which remark: as many as were hidden, by whom, of a centre's quarter."""
    hidden = Remark.objects.exclude(hidden_reason="").order_by()
    rows = hidden.values_list("centre__code", "quarter", "hidden_by")
    for centre, quarter, officer in rows:
        period = current_period(quarter).spelled
        yield Vouched(
            verb="remark.hidden",
            subject=f"survey:{centre}",
            actor=f"user:{officer}",
            name=f"{centre} {period}",
            facts={"centre": centre, "period": period},
        )
