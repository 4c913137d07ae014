"""A receiver is entered, tried, paused, given a new secret; what may not be is refused."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lopo.kernel.actor import SYSTEM
from lopo.kernel.errors import FieldRefusal
from lopo.notifications import actions, queries
from lopo.notifications.models import Webhook

from .builders import (
    Clockwork,
    Receiver,
    is_signed,
    make_webhook,
    only,
    send_round,
    tell,
)

pytestmark = pytest.mark.django_db


# Entering a receiver


@pytest.mark.parametrize(
    "address", ["https://10.0.0.1/", "http://contoh.go.id/", "https://a:b@contoh.go.id/", "kata"]
)
def test_an_address_that_may_not_be_is_refused_at_its_field(address: str) -> None:
    with pytest.raises(FieldRefusal) as refused:
        make_webhook(address)
    assert [error.field for error in refused.value.errors] == ["address"]
    assert not Webhook.objects.exists()


def test_a_receiver_of_nothing_is_refused() -> None:
    for kinds in ([], ["tidak.ada"], [queries.TEST]):
        with pytest.raises(FieldRefusal):
            make_webhook(kinds=kinds)
    hook = make_webhook().webhook
    with pytest.raises(IntegrityError), transaction.atomic():
        Webhook.objects.filter(pk=hook.pk).update(kinds=[])


def test_pressed_twice_an_address_is_entered_once() -> None:
    hook = make_webhook().webhook
    with pytest.raises(FieldRefusal) as refused:
        make_webhook(hook.address)
    assert [error.field for error in refused.value.errors] == ["address"]
    make_webhook(hook.address, agency_code="bkd")
    with pytest.raises(IntegrityError), transaction.atomic():
        Webhook.objects.filter(agency_code="bkd").update(agency_code="")


def test_their_number_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lopo.notifications.actions.hooks.MOST", 2)
    make_webhook()
    make_webhook()
    with pytest.raises(actions.TooMany):
        make_webhook()


def test_the_secret_is_told_once_and_not_in_the_database() -> None:
    made = make_webhook()
    row = Webhook.objects.values().get()
    assert made.secret.startswith("whsec_")
    assert made.secret.removeprefix("whsec_") not in json.dumps(row, default=str)


# By hand


def test_a_test_is_sent_on_the_way_of_all_others(receiver: Receiver, clock: Clockwork) -> None:
    made = make_webhook(receiver.address)
    actions.send_test(webhook=made.webhook, actor=SYSTEM, clock=clock)
    assert send_round(made.webhook, clock) == 1
    assert json.loads(receiver.got[0][1])["type"] == "webhook.test"
    assert is_signed(receiver, made.secret)


def test_a_message_is_sent_again_by_hand_from_the_first_try_on(
    receiver: Receiver, clock: Clockwork
) -> None:
    hook = make_webhook(receiver.address).webhook
    tell(clock)
    send_round(hook, clock)
    actions.send_again(delivery=only(hook), actor=SYSTEM, clock=clock)
    assert send_round(hook, clock) == 1
    ids = [headers["webhook-id"] for headers, _body in receiver.got]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_paused_nothing_goes_out_and_resumed_what_waited_does(
    receiver: Receiver, clock: Clockwork
) -> None:
    hook = make_webhook(receiver.address).webhook
    tell(clock)
    actions.pause_webhook(webhook=hook, actor=SYSTEM)
    assert tell(clock) == 0
    assert queries.due(clock()) == []
    assert send_round(hook, clock) == 0
    actions.resume_webhook(webhook=hook, actor=SYSTEM)
    assert send_round(hook, clock) == 1
    assert len(receiver.got) == 1


def test_after_a_rotation_both_secrets_sign_for_a_day(receiver: Receiver, clock: Clockwork) -> None:
    made = make_webhook(receiver.address)
    new = actions.rotate_secret(webhook=made.webhook, actor=SYSTEM, clock=clock)
    for hours, both in ((0, True), (23, True), (25, False)):
        later = Clockwork(clock() + timedelta(hours=hours))
        tell(later)
        send_round(made.webhook, later)
        assert is_signed(receiver, new.secret)
        assert is_signed(receiver, made.secret) == both
    actions.forget_old(clock() + timedelta(hours=24))
    assert Webhook.objects.get().previous_secret == ""
