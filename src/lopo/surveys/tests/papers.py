"""Builders for stories of paper: a batch, entered, handed over, checked."""

from collections.abc import Sequence

from lopo.frontdesk.tests.builders import Clockwork, make_officer, service_of
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre
from lopo.people.api import Role, User
from lopo.surveys import actions
from lopo.surveys.actions import Said
from lopo.surveys.models import PaperBatch

from .builders import all_of


def typist(centre: Centre) -> User:
    """Somebody at reception, who enters paper."""
    return make_officer(centre=centre, role=Role.RECEPTIONIST)


def checker(centre: Centre) -> User:
    """A supervisor, who checks paper."""
    return make_officer(centre=centre, role=Role.SUPERVISOR)


def opened(
    centre: Centre, officer: User | None = None, *, sheets: int = 3, clock: Clock | None = None
) -> PaperBatch:
    """A batch of today about service A, with nothing entered."""
    clock = clock or Clockwork()
    return actions.open_batch(
        centre=centre,
        day=clock().date(),
        sheets=sheets,
        officer=officer or typist(centre),
        clock=clock,
        service=service_of(centre),
    )


def enter(batch: PaperBatch, values: Sequence[int | None], *, first: int = 1) -> None:
    """A sheet for each value, every question answered alike (None: an empty sheet)."""
    for number, value in enumerate(values, first):
        said = Said(all_of(value) if value is not None else {}, {"GENDER": "P"} if value else {})
        actions.enter_form(
            batch=batch, number=number, said=said, service=None, officer=batch.entered_by
        )


def submitted(
    centre: Centre, values: Sequence[int | None] = (4, 3, 2), *, clock: Clock | None = None
) -> PaperBatch:
    """A batch that waits for the second person."""
    clock = clock or Clockwork()
    batch = opened(centre, sheets=len(values), clock=clock)
    enter(batch, values)
    actions.submit_batch(batch=batch, officer=batch.entered_by, clock=clock)
    batch.refresh_from_db()
    return batch


def enter_again(
    batch: PaperBatch, values: Sequence[int | None], officer: User, *, clock: Clock | None = None
) -> None:
    """The second person enters every sheet of the sample."""
    clock = clock or Clockwork()
    for number in batch.sample:
        value = values[number - 1]
        said = Said(all_of(value) if value is not None else {}, {"GENDER": "P"} if value else {})
        actions.reenter_form(
            batch=batch, number=number, said=said, service=None, officer=officer, clock=clock
        )


def checked(
    centre: Centre, values: Sequence[int | None] = (4, 3, 2), *, clock: Clock | None = None
) -> tuple[PaperBatch, User]:
    """A batch that only has to be confirmed, and who may."""
    batch, second = submitted(centre, values, clock=clock), checker(centre)
    enter_again(batch, values, second, clock=clock)
    batch.refresh_from_db()
    return batch, second
