"""``./lopo verify``: 0 clean, 1 with every offender named, 2 when asked wrongly."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions.premises import retire_centre
from lopo.frontdesk.models import Call, Interval, Ticket
from lopo.frontdesk.tests.builders import (
    MORNING,
    Clockwork,
    make_centre,
    make_ticket,
    open_desk,
)
from lopo.frontdesk.tests.sabotage import owner_session
from lopo.frontdesk.tests.scribe import Scribe, an_honest_day
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.ledger.api import leaf_of
from lopo.organisation.api import Centre

DAY = "2026-11-23"


def verify(*arguments: str) -> tuple[int, str]:
    """The exit code and what was said."""
    out = StringIO()
    try:
        call_command("lopo_verify", *arguments, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    except CommandError as refusal:
        return refusal.returncode, str(refusal)
    return 0, out.getvalue()


def a_served_day() -> Centre:
    centre, clock = make_centre(), Clockwork()
    for _ in range(3):
        make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    actions.call_next_ticket(desk=desk, clock=clock)
    actions.start_service(desk=desk, clock=clock)
    actions.finish_and_call(desk=desk, clock=clock)
    return centre


# --- asked wrongly ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments",
    [
        ("--centre", "nowhere"),
        ("--date", "yesterday"),
        ("--date", "2026-02-30"),
        ("--bundle", "/does/not/exist.json"),
        ("--bundle", "/"),
    ],
)
def test_a_wrong_question_is_2(arguments: tuple[str, ...]) -> None:
    make_centre()
    code, said = verify(*arguments)
    assert code == 2
    assert said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"format":"lopo-day/2"}',
        b'{"format":"lopo-day/1"}',
        b'{"format":"lopo-day/1","events":[1],"policies":[],"centre":"x","service_date":"x","zone":"x"}',
        b"[" * 100_000,
        json.dumps({**Scribe().document, "events": "none"}).encode(),
        json.dumps({**Scribe().document, "events": None}).encode(),
        json.dumps({**Scribe().document, "zone": "../../etc/passwd"}).encode(),
    ],
    ids=lambda content: repr(content[:20]),
)
def test_a_damaged_bundle_is_2(tmp_path: Path, content: bytes) -> None:
    bundle = tmp_path / "day.json"
    bundle.write_bytes(content)
    code, said = verify("--bundle", str(bundle))
    assert code == 2
    assert "day.json" in said


# --- a bundle ---


def bundled(tmp_path: Path, document: Any) -> str:
    path = tmp_path / "day.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def test_an_honest_bundle_is_0_and_needs_no_database(tmp_path: Path) -> None:
    code, said = verify("--bundle", bundled(tmp_path, an_honest_day().document))
    assert code == 0
    assert said.endswith(f"bkd {DAY}: clean\n")


def test_what_does_not_belong_in_an_event_is_named(tmp_path: Path) -> None:
    document = an_honest_day().document
    event = document["events"][1]
    event["name"] = "seseorang"
    event["leaf"] = leaf_of(event).hex()
    code, said = verify("--bundle", bundled(tmp_path, document))
    assert code == 1
    assert "#2" in said
    assert "fields too many or missing: name" in said


def test_a_bundle_that_says_a_thing_twice_is_2(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    text = json.dumps(an_honest_day().document)
    path.write_text('{"centre": "other", ' + text[1:], encoding="utf-8")
    code, said = verify("--bundle", str(path))
    assert code == 2
    assert "twice" in said


def test_one_missing_event_does_not_put_the_rest_of_the_day_in_doubt(tmp_path: Path) -> None:
    day = Scribe().open("1").issue("A-001").issue("A-002").call("A-001")
    day.write("ticket.finished", **{**day.issued["A-001"], "counter": "1"})
    day.call("A-002")
    code, said = verify("--bundle", bundled(tmp_path, day.document), "--json")
    assert code == 1
    [verdict] = json.loads(said)
    assert [offender["seq"] for offender in verdict["offenders"]] == [5]


def test_a_tampered_bundle_is_1_and_names_every_offender(tmp_path: Path) -> None:
    document = an_honest_day().document
    document["events"][2]["number"] = "A-009"
    document["events"][5]["counter"] = "9"
    code, said = verify("--bundle", bundled(tmp_path, document))
    assert code == 1
    for offender in ("#3 A-009", "the leaf is not the hash", "#6 B-001 counter 9"):
        assert offender in said


def test_exceptions_are_listed_and_not_punished(tmp_path: Path) -> None:
    day = Scribe().open("1").issue("A-001").issue("A-002").call("A-002", reason="fainted")
    code, said = verify("--bundle", bundled(tmp_path, day.document))
    assert code == 0
    assert "exception  #4 A-002 counter 1: out of order: fainted" in said


def test_the_report_as_json_says_the_same(tmp_path: Path) -> None:
    day = Scribe().open("1").issue("A-001").issue("A-002").call("A-002")
    code, said = verify("--bundle", bundled(tmp_path, day.document), "--json")
    [verdict] = json.loads(said)
    assert code == 1
    assert (verdict["clean"], verdict["events"], verdict["tickets"]) == (False, 4, 2)
    assert verdict["offenders"][0]["number"] == "A-002"


# --- a day in the database ---


@pytest.mark.django_db
def test_an_honest_day_is_0() -> None:
    centre = a_served_day()
    code, said = verify("--centre", centre.code, "--date", DAY)
    assert (code, said.splitlines()[0]) == (0, f"{centre.code} {DAY}: 8 events, 3 numbers")


@pytest.mark.django_db
def test_without_a_centre_every_centre_is_verified_today() -> None:
    for centre in (make_centre(), make_centre()):
        make_ticket(centre=centre, clock=system_clock)
    code, said = verify("--json")
    assert code == 0
    assert [verdict["tickets"] for verdict in json.loads(said)] == [1, 1]


def jump_the_queue() -> None:
    Ticket.objects.filter(number=3).update(arrived_at=MORNING)


def lose_a_ticket() -> None:
    Interval.objects.filter(ticket__number=3).delete()
    Ticket.objects.filter(number=3).delete()


def forget_to_end_a_call() -> None:
    done, active = Call.objects.order_by("called_at")
    Call.objects.filter(pk=active.pk).update(ended_at=done.ended_at, called_at=done.called_at)
    Call.objects.filter(pk=done.pk).update(ended_at=None)


ROW_FORGERIES: tuple[tuple[Callable[[], object], str], ...] = (
    (jump_the_queue, "A-003 counter None: the ticket does not say what its events say"),
    (
        lambda: Ticket.objects.filter(number=1).update(state="MISSED"),
        "is MISSED, its events say DONE",
    ),
    (lambda: Ticket.objects.filter(number=1).update(proof="X" * 10), "the proof on the slip"),
    (
        lambda: Ticket.objects.filter(number=3).update(head_start=99, priority="ANAK"),
        "does not say",
    ),
    (lambda: Ticket.objects.filter(number=3).update(label="A-099"), "has no event of issue"),
    (
        lambda: Ticket.objects.filter(number=3).update(label="A-099"),
        "A-003 counter None: the ticket is gone",
    ),
    (lose_a_ticket, "the ticket is gone"),
    (lambda: Interval.objects.filter(state="CALLED").update(started_at=MORNING), "not the times"),
    (forget_to_end_a_call, "A-001 counter None: a call that never ended"),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("forge", "problem"), ROW_FORGERIES)
def test_a_row_that_disagrees_with_the_record_is_named(
    forge: Callable[[], object], problem: str
) -> None:
    centre = a_served_day()
    forge()
    code, said = verify("--centre", centre.code, "--date", DAY)
    assert code == 1
    assert problem in said


RECORD_FORGERIES = (
    ("UPDATE ledger_event SET payload = replace(payload, 'A-002', 'A-003') WHERE seq = 2", "leaf"),
    ("UPDATE ledger_event SET payload = 'nonsense' WHERE seq = 5", "not a JSON object"),
    ("UPDATE ledger_event SET payload = '{}' WHERE seq = 5", "cannot be read"),
    ("UPDATE ledger_event SET payload = '[1.5]' WHERE seq = 1", "not a JSON object"),
    ("UPDATE ledger_event SET payload = '{\"seq\":1.5}' WHERE seq = 1", "leaf"),
    ("UPDATE ledger_event SET verb = 'ticket.lapsed' WHERE seq = 5", "verb of the row"),
    ("UPDATE ledger_event SET at = at + interval '1 hour' WHERE seq = 5", "at of the row"),
    ("DELETE FROM ledger_event WHERE seq = 8", "its events say"),
    ("DELETE FROM ledger_event WHERE seq = 3", "A-003"),
    ("DELETE FROM ledger_event", "has no event of issue"),
    (
        "UPDATE ledger_event SET seq = CASE seq WHEN 5 THEN 99 ELSE seq END",
        "seq of the row is not the seq of the event",
    ),
)


@pytest.mark.django_db(transaction=True)
def test_a_record_forged_by_the_owner_of_the_database_is_named() -> None:
    """Whoever holds the database can switch its triggers off; the hashes and the rows remain."""
    for statement, problem in RECORD_FORGERIES:
        centre = a_served_day()
        here = f"{statement} {'AND' if 'WHERE' in statement else 'WHERE'} stream = %s"
        with owner_session() as owner:
            owner.execute("SET session_replication_role = replica")
            owner.execute(here, [centre.code])
        code, said = verify("--centre", centre.code, "--date", DAY)
        assert (code, problem in said) == (1, True), (statement, said)


@pytest.mark.django_db(transaction=True)
def test_a_forged_record_is_still_published_for_everyone_to_see() -> None:
    centre = a_served_day()
    with owner_session() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE ledger_event SET payload = 'nonsense' WHERE seq = 2")
    day = queries.day_document(centre, queries.local_date(centre, MORNING))
    assert len(day["events"]) == 8
    assert not queries.verify_bundle(day).clean


@pytest.mark.django_db
def test_no_day_is_hidden_by_archiving_its_centre() -> None:
    centre, clock = a_served_day(), Clockwork()
    Ticket.objects.filter(number=1).update(number=7)
    retire_centre(centre=centre, reason="Pindah", actor=SYSTEM, clock=clock.forward(days=1))
    code, said = verify("--date", DAY)
    assert code == 1
    assert f"{centre.code} {DAY}" in said
    assert "A-001" in said


@pytest.mark.django_db
def test_an_archived_centre_on_a_day_without_anything_is_not_told_of() -> None:
    centre, clock = make_centre(), Clockwork()
    retire_centre(centre=centre, reason="Pindah", actor=SYSTEM, clock=clock)
    assert verify("--date", DAY) == (0, "")
