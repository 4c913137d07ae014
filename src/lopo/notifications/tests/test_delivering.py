"""A message is written with its act, sent until it is taken, and given up in the end."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from lopo.kernel.actor import SYSTEM
from lopo.kernel.errors import Refusal
from lopo.notifications import actions, queries
from lopo.notifications.actions import Answer, delivering
from lopo.notifications.models import Delivery, Webhook
from lopo.notifications.rules import MOST_TRIES, WAITS, Fault

from .builders import (
    KIND,
    Clockwork,
    Receiver,
    is_signed,
    make_webhook,
    only,
    says,
    send_round,
    tell,
)

pytestmark = pytest.mark.django_db


def in_line() -> int:
    with connection.cursor() as cursor:
        query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s"
        cursor.execute(query, [actions.JOB])
        return int(cursor.fetchone()[0])


# Writing with the act


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_an_act(clock: Clockwork) -> None:
    make_webhook()
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.announce(kind=KIND, agency_code="bkd", at=clock(), data={})
    assert not Delivery.objects.exists()


def test_a_message_of_a_refused_act_does_not_exist_and_no_job_either(clock: Clockwork) -> None:
    make_webhook()

    def refused() -> None:
        with transaction.atomic():
            assert actions.announce(kind=KIND, agency_code="bkd", at=clock(), data={}) == 1
            assert in_line() == 1
            raise Refusal("no")

    with pytest.raises(Refusal):
        refused()
    assert (Delivery.objects.count(), in_line()) == (0, 0)


def test_only_who_asked_is_told(clock: Clockwork) -> None:
    everything = make_webhook().webhook
    make_webhook(agency_code="dukcapil")
    own = make_webhook(agency_code="bkd").webhook
    actions.pause_webhook(webhook=make_webhook().webhook, actor=SYSTEM)
    queries.offer_kind("uji.lain", "Lain")
    make_webhook(kinds=["uji.lain"])
    assert tell(clock) == 2
    assert set(Delivery.objects.values_list("webhook", flat=True)) == {everything.pk, own.pk}
    assert len(set(Delivery.objects.values_list("message_id", flat=True))) == 1
    queries._kinds.pop("uji.lain")


def test_one_message_is_written_once_for_each_receiver(clock: Clockwork) -> None:
    hook = make_webhook().webhook
    tell(clock)
    row = Delivery.objects.get(webhook=hook)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_writing_costs_the_same_for_one_receiver_and_for_many_but_for_their_jobs(
    clock: Clockwork, django_assert_num_queries: Any
) -> None:
    for _number in range(3):
        make_webhook()
    with django_assert_num_queries(2 + 2 + 3):  # savepoint · receivers, rows · a job for each
        tell(clock)


# Sending


def test_a_message_is_taken(receiver: Receiver, clock: Clockwork) -> None:
    made = make_webhook(receiver.address)
    tell(clock, service="CUTI", number=2)
    assert in_line() == 1
    assert send_round(made.webhook, clock) == 1
    row = only(made.webhook)
    assert (row.state, row.attempts, row.status, row.fault) == ("SENT", 1, 204, "")
    assert row.sent_at == clock()
    [(headers, body)] = receiver.got
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {
        "id": headers["webhook-id"],
        "type": KIND,
        "timestamp": clock().isoformat(),
        "data": {"service": "CUTI", "number": 2},
    }
    assert headers["webhook-timestamp"] == str(int(clock().timestamp()))
    assert is_signed(receiver, made.secret)
    assert send_round(made.webhook, clock) == 0
    assert len(receiver.got) == 1


def test_what_is_not_taken_is_tried_again_after_growing_waits_and_then_given_up(
    receiver: Receiver, clock: Clockwork, caplog: pytest.LogCaptureFixture
) -> None:
    hook = make_webhook(receiver.address).webhook
    receiver.reply = says(500)
    tell(clock)
    for number, wait in enumerate(WAITS, 1):
        send_round(hook, clock)
        row = only(hook)
        assert (row.state, row.attempts, row.status, row.fault) == ("FAILED", number, 500, "STATUS")
        assert row.next_attempt_at == clock() + wait
        clock.forward(seconds=wait.total_seconds() - 1)
        assert queries.due(clock()) == []
        send_round(hook, clock)
        assert len(receiver.got) == number, "not before its time"
        clock.forward(seconds=1)
        assert queries.due(clock()) == [hook.pk]
    send_round(hook, clock)
    row = only(hook)
    assert (row.state, row.attempts, row.next_attempt_at) == ("GIVEN_UP", MOST_TRIES, None)
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert len({body for _headers, body in receiver.got}) == 1
    assert len({headers["webhook-timestamp"] for headers, _body in receiver.got}) == MOST_TRIES
    assert "given up" in caplog.text
    assert receiver.address not in caplog.text


def test_a_receiver_that_comes_back_gets_what_waited(receiver: Receiver, clock: Clockwork) -> None:
    hook = make_webhook(receiver.address).webhook
    receiver.reply = says(503)
    tell(clock)
    tell(clock)
    send_round(hook, clock)
    assert len(receiver.got) == 1, "the round ends at the first that is not taken"
    receiver.reply = says(200)
    clock.forward(seconds=11)
    assert send_round(hook, clock) == 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {"SENT"}


def test_who_wants_nothing_more_is_paused(receiver: Receiver, clock: Clockwork) -> None:
    hook = make_webhook(receiver.address).webhook
    receiver.reply = says(410)
    tell(clock)
    send_round(hook, clock)
    hook.refresh_from_db()
    assert (hook.is_active, hook.paused_because) == (False, "GONE")
    assert (only(hook).state, only(hook).status) == ("GIVEN_UP", 410)
    assert tell(clock) == 0
    with pytest.raises(actions.WebhookPaused):
        actions.send_test(webhook=hook, actor=SYSTEM, clock=clock)
    with pytest.raises(actions.WebhookPaused):
        actions.send_again(delivery=only(hook), actor=SYSTEM, clock=clock)


def test_a_network_that_is_no_longer_allowed_is_not_reached(
    receiver: Receiver, clock: Clockwork, settings: Settings
) -> None:
    hook = make_webhook(receiver.address).webhook
    tell(clock)
    settings.WEBHOOK_NETWORKS = ()
    send_round(hook, clock)
    assert (only(hook).state, only(hook).fault) == ("FAILED", "ADDRESS")
    assert receiver.got == []


def test_with_another_key_of_the_installation_nothing_is_signed_and_it_is_said(
    receiver: Receiver, clock: Clockwork, settings: Settings
) -> None:
    hook = make_webhook(receiver.address).webhook
    tell(clock)
    settings.WEBHOOK_KEY = "kunci lain"
    send_round(hook, clock)
    assert (only(hook).state, only(hook).fault) == ("FAILED", "SECRET")
    assert receiver.got == []
    assert "rahasia" in queries.fault_said(only(hook)).lower()


def test_every_fault_has_its_sentence() -> None:
    for fault in Fault:
        assert bool(queries.fault_said(Delivery(fault=fault.value))) == bool(fault.value)


# What comes between


def test_killed_between_sending_and_noting_it_is_sent_again_under_the_same_id(
    receiver: Receiver, clock: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = make_webhook(receiver.address).webhook
    tell(clock)

    def killed(*_noted: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(delivering, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            send_round(hook, clock)
    assert only(hook).state == "PENDING"
    assert queries.due(clock()) == [], "somebody may still be sending it"
    send_round(hook, clock)
    assert len(receiver.got) == 1
    clock.forward(seconds=delivering.CLAIM.total_seconds())
    assert actions.wake(clock) == 1
    assert send_round(hook, clock) == 1
    (first, said), (second, again) = receiver.got
    assert first["webhook-id"] == second["webhook-id"]
    assert said == again
    assert (only(hook).state, only(hook).attempts) == ("SENT", 2)


def test_while_somebody_is_sending_to_a_receiver_nobody_else_does(
    clock: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, other = make_webhook().webhook, make_webhook(agency_code="bkd").webhook
    tell(clock)
    sent: list[int] = []

    def meanwhile(claim: Any) -> Answer:
        sent.append(claim.hook.pk)
        if claim.hook.pk == slow.pk:
            assert send_round(slow, clock) == 0
            assert queries.due(clock()) == [other.pk]
            assert send_round(other, clock) == 1, "a slow one holds up nobody else"
        return Answer(200)

    monkeypatch.setattr(delivering, "_send", meanwhile)
    assert send_round(slow, clock) == 1
    assert sent == [slow.pk, other.pk]


def test_a_receiver_removed_while_it_is_sent_to_leaves_nothing(
    clock: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = make_webhook().webhook
    tell(clock)

    def removed(_claim: Any) -> Answer:
        actions.remove_webhook(webhook=hook, actor=SYSTEM)
        return Answer(200)

    monkeypatch.setattr(delivering, "_send", removed)
    send_round(hook, clock)
    assert (Webhook.objects.count(), Delivery.objects.count()) == (0, 0)
    assert send_round(hook, clock) == 0


def test_sent_anew_while_a_try_is_under_way_it_is_not_noted_twice(
    clock: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = make_webhook().webhook
    tell(clock)
    tries: list[int] = []

    def meanwhile(claim: Any) -> Answer:
        tries.append(claim.delivery.attempts)
        if len(tries) == 1:
            actions.send_again(delivery=only(hook), actor=SYSTEM, clock=clock)
            return Answer(500, Fault.STATUS)
        return Answer(200)

    monkeypatch.setattr(delivering, "_send", meanwhile)
    send_round(hook, clock)
    assert (only(hook).state, only(hook).attempts, only(hook).status) == ("PENDING", 0, None)
    send_round(hook, clock)
    assert (only(hook).state, tries) == ("SENT", [1, 1])


# What is kept


def test_messages_are_forgotten_after_a_month(clock: Clockwork) -> None:
    hook = make_webhook().webhook
    tell(clock)
    assert actions.forget_old(clock() + timedelta(days=30)) == 0
    assert actions.forget_old(clock() + timedelta(days=30, seconds=1)) == 1
    assert queries.deliveries_of(hook) == []


def test_the_database_keeps_what_must_hold(clock: Clockwork) -> None:
    hook = make_webhook().webhook
    tell(clock)
    rows, hooks = Delivery.objects.all(), Webhook.objects.filter(pk=hook.pk)
    broken: list[tuple[Any, dict[str, Any]]] = [
        (rows, {"next_attempt_at": None}),
        (rows, {"state": "SENT", "next_attempt_at": None}),
        (rows, {"state": "GIVEN_UP"}),
        (hooks, {"address": "ftp://contoh.go.id/"}),
        (hooks, {"is_active": False}),
        (hooks, {"previous_secret": "x"}),
    ]
    for found, facts in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            found.update(**facts)
