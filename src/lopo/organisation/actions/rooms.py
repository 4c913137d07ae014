"""Counters and queues of a centre that exists: added, renamed, archived, used again, ordered.

Whether somebody in the room still needs what changes is the front desk's to know: pages call its
acts, which call these under the line.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.organisation.models import Centre, Counter, Queue

from .checks import field_refusal, saved


@transaction.atomic
def add_counter(
    *, centre: Centre, code: str, name: str, queues: Sequence[str], actor: Actor
) -> Counter:
    """One more counter at the end of the row; ``queues`` are letters, none means all of them."""
    place = 1 + Counter.objects.filter(centre=centre).count()
    counter = saved(Counter(centre=centre, code=code, name=name, position=place))
    return serve(counter, queues, _queues_in_use(centre))


@transaction.atomic
def change_counter(*, counter: Counter, name: str, queues: Sequence[str], actor: Actor) -> Counter:
    """Rename a counter and say which queues it serves; its code stays, the record names it."""
    counter.name = name
    saved(counter)
    return serve(counter, queues, _queues_in_use(counter.centre))


@transaction.atomic
def archive_counter(*, counter: Counter, actor: Actor, clock: Clock) -> None:
    """Take a counter out of use; its past stays readable."""
    counter.archived_at = clock()
    counter.save(update_fields=["archived_at"])


@transaction.atomic
def add_queue(*, centre: Centre, code: str, name: str, actor: Actor) -> Queue:
    """One more queue after the others. A letter that an archived queue has is taken too."""
    place = 1 + Queue.objects.filter(centre=centre).count()
    return saved(Queue(centre=centre, code=code, name=name, position=place))


@transaction.atomic
def change_queue(*, queue: Queue, code: str, name: str, actor: Actor) -> Queue:
    """Give a queue another letter or name."""
    queue.code, queue.name = code, name
    return saved(queue)


@transaction.atomic
def archive_queue(*, queue: Queue, actor: Actor, clock: Clock) -> None:
    """Take a queue out of use; its past stays readable."""
    queue.archived_at = clock()
    queue.save(update_fields=["archived_at"])


@transaction.atomic
def restore_place(*, place: Counter | Queue, actor: Actor) -> None:
    """Use an archived counter or queue again."""
    place.archived_at = None
    place.save(update_fields=["archived_at"])


@transaction.atomic
def put_in_order(*, places: Sequence[Counter] | Sequence[Queue], actor: Actor) -> None:
    """Let counters (or queues) of a centre stand in this order."""
    every: list[Counter | Queue] = [*places]
    for position, place in enumerate(every, start=1):
        place.position = position
        place.save(update_fields=["position"])


def serve(counter: Counter, letters: Sequence[str], queues: Sequence[Queue]) -> Counter:
    """Let a counter serve the queues with these letters (none: all of them)."""
    foreign = [code for code in letters if code not in {queue.code for queue in queues}]
    if foreign:
        raise field_refusal("queues", _("The centre has no queue %s.") % ", ".join(foreign))
    counter.queues.set(queue for queue in queues if not letters or queue.code in letters)
    return counter


def _queues_in_use(centre: Centre) -> list[Queue]:
    return list(Queue.objects.filter(centre=centre, archived_at__isnull=True))
