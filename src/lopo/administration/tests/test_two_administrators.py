"""Two administrators at the same drafts at the same moment: no fault, nothing half done."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse

from lopo.administration import actions, permissions
from lopo.administration.models import SetupDraft
from lopo.administration.tests.builders import ANSWERS, begun, fill_in, step_url, system_admin
from lopo.administration.views import wizard
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import centre_by_code, list_agencies


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """What became of each, all begun at once."""
    start = Barrier(len(jobs))
    found: list[Any] = [None] * len(jobs)

    def run(n: int, job: Callable[[], Any]) -> None:
        start.wait(timeout=20)
        try:
            found[n] = job()
        except Exception as problem:
            found[n] = problem
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_drafts_of_one_new_agency_open_one_centre_and_the_other_is_told() -> None:
    ours, theirs, mine, yours = system_admin(), system_admin(), begun(), begun()
    fill_in(ours, mine)
    fill_in(theirs, yours)
    answers = together(
        lambda: ours.post(step_url(mine, "periksa")),
        lambda: theirs.post(step_url(yours, "periksa")),
    )
    assert [getattr(answer, "status_code", answer) for answer in answers] == [303, 303]
    assert len(list_agencies()) == 1
    assert centre_by_code("naker") is not None
    assert SetupDraft.objects.filter(centre__isnull=False).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("meanwhile", ["thrown away", "opened"])
def test_a_draft_that_a_colleague_has_finished_with_meanwhile_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    find = permissions.draft_or_404

    def find_and_lose(*asked: Any) -> SetupDraft:
        found = find(*asked)
        if meanwhile == "opened":
            actions.open_centre(draft=draft, actor=SYSTEM, clock=system_clock)
        else:
            actions.discard_draft(draft=draft, actor=SYSTEM)
        return found

    monkeypatch.setattr(wizard, "draft_or_404", find_and_lose)
    answer = client.post(step_url(draft, "jam"), ANSWERS["jam"])
    if meanwhile == "opened":
        assert (answer.status_code, answer["Location"]) == (303, reverse("administration:drafts"))
    else:
        assert answer.status_code == 404
