"""What has not begun is a plan: it is rewritten or withdrawn; what was answered never changes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lopo.frontdesk.tests.builders import Clockwork, make_centre
from lopo.kernel.errors import FieldRefusal
from lopo.surveys import actions, queries
from lopo.surveys.models import Band, Exemption, Instrument, Item, Participation
from lopo.surveys.rules import current_period, read_bands

from .builders import counted, next_version
from .papers import checked
from .test_instruments import HOME, NEXT_YEAR, admin, at_the_counter, bring, later, raw, shipped

pytestmark = pytest.mark.django_db
LAST_DAY = NEXT_YEAR - timedelta(days=1)
IN_APRIL = NEXT_YEAR.replace(month=4)


def plan(**changes: Any) -> dict[str, Any]:
    """SPAK 2, announced for the next year."""
    return later(**{"versi": 2, "berlaku_sejak": NEXT_YEAR.isoformat(), **changes})


def version(number: int) -> Instrument:
    return Instrument.objects.get(code="SPAK", version=number)


def withdraw(number: int) -> None:
    actions.withdraw_instrument(instrument=version(number), clock=Clockwork())


def test_nothing_follows_another_in_a_quarter_that_runs_even_if_nobody_has_answered() -> None:
    bring(shipped())
    running = current_period(Clockwork()().date()).first
    with pytest.raises(actions.InstrumentsRefused, match="tidak") as refusal:
        bring(plan(berlaku_sejak=running.isoformat()))
    assert refusal.value.errors[0].code == "not-to-come"
    assert version(1).valid_until is None


def test_a_day_that_has_begun_in_the_east_is_no_day_to_come() -> None:
    """Half past midnight in Jayapura, half past eleven in Kupang."""
    bring(shipped())
    bring(plan())
    night = Clockwork(datetime(LAST_DAY.year, 12, 31, 15, 30, tzinfo=timezone.utc))
    with pytest.raises(actions.InstrumentBegun):
        actions.withdraw_instrument(instrument=version(2), clock=night)
    with pytest.raises(actions.InstrumentsRefused):
        actions.import_instruments(raw=raw(plan(nama="Lain")), clock=night)
    with pytest.raises(FieldRefusal):
        actions.change_bands(
            code="SPAK", rows=[], valid_from=NEXT_YEAR, legal_basis="Permen", clock=night
        )
    bring(later(kode="LOKAL"))
    with pytest.raises(actions.InstrumentsRefused) as refusal:
        actions.import_instruments(raw=raw(plan(kode="LOKAL")), clock=night)
    assert refusal.value.errors[0].code == "not-to-come"


def test_sheets_whose_day_another_version_reads_are_not_counted_into_nothing() -> None:
    batch, second = checked(make_centre())
    next_version(NEXT_YEAR)
    running = current_period(batch.day).first
    Instrument.objects.filter(code="SKM", version=1).update(valid_until=running - timedelta(days=1))
    Instrument.objects.filter(code="SKM", version=2).update(valid_from=running)
    with pytest.raises(actions.BatchMoved, match="versi lain"):
        actions.confirm_batch(batch=batch, officer=second, clock=Clockwork())
    batch.refresh_from_db()
    assert (counted(), batch.state, batch.paperforms.count()) == (0, "SUBMITTED", 3)


def test_what_is_gone_is_withdrawn_once_and_acted_on_no_more() -> None:
    bring(shipped())
    bring(plan())
    gone, item = version(2), Item.objects.filter(instrument=version(2)).earliest("pk")
    exemption = Exemption.objects.create(
        item=item, reason="Gratis", legal_basis="Pergub", valid_from=NEXT_YEAR
    )
    withdraw(2)
    actions.withdraw_instrument(instrument=gone, clock=Clockwork())
    for act in acts_on(gone, item, exemption):
        with pytest.raises(actions.InstrumentMoved):
            act()


def test_whoever_acts_on_a_text_that_was_rewritten_looks_once_more() -> None:
    bring(shipped())
    bring(plan())
    gone, item = version(2), Item.objects.filter(instrument=version(2)).earliest("pk")
    exemption = Exemption.objects.create(
        item=item, reason="Gratis", legal_basis="Pergub", valid_from=NEXT_YEAR
    )
    bring(plan(nama="Lain"))
    with pytest.raises(actions.InstrumentMoved):
        actions.withdraw_instrument(instrument=gone, clock=Clockwork())
    for act in acts_on(gone, item, exemption):
        with pytest.raises(actions.InstrumentMoved):
            act()
    assert version(2).name == "Lain"
    assert Exemption.objects.count() == 1


def acts_on(gone: Instrument, item: Item, exemption: Exemption) -> list[Callable[[], object]]:
    """What else somebody does with a version on a page they had opened."""
    clock, nobody = Clockwork(), {"agency": None, "service": None, "valid_until": None}
    said = {"reason": "Gratis", "legal_basis": "Pergub", "valid_from": NEXT_YEAR}
    return [
        lambda: actions.end_instrument(instrument=gone, last_day=IN_APRIL, clock=clock),
        lambda: actions.exempt_item(item=item, clock=clock, **nobody, **said),  # type: ignore[arg-type]
        lambda: actions.end_exemption(exemption=exemption, clock=clock),
    ]


@pytest.mark.parametrize("last_day", [LAST_DAY, NEXT_YEAR.replace(month=3, day=15)])
def test_an_end_that_was_decided_holds_whatever_becomes_of_the_plan(last_day: date) -> None:
    bring(shipped())
    actions.end_instrument(instrument=version(1), last_day=last_day, clock=Clockwork())
    bring(plan())
    bring(plan(berlaku_sejak=IN_APRIL.isoformat()))
    assert version(1).valid_until == last_day
    bring(plan())
    bring(plan(versi=3, berlaku_sejak=IN_APRIL.isoformat()))
    for number in (2, 3):
        withdraw(number)
        assert version(1).valid_until == last_day


def test_an_end_decided_on_the_eve_of_a_plan_holds_too() -> None:
    bring(shipped())
    bring(plan())
    actions.end_instrument(instrument=version(1), last_day=LAST_DAY, clock=Clockwork())
    withdraw(2)
    assert version(1).valid_until == LAST_DAY


def test_a_plan_that_would_have_ended_early_leaves_no_overlap() -> None:
    bring(shipped())
    bring(plan())
    february = NEXT_YEAR.replace(month=2)
    actions.end_instrument(instrument=version(2), last_day=february, clock=Clockwork())
    bring(plan(versi=3, berlaku_sejak=IN_APRIL.isoformat()))
    withdraw(2)
    assert version(1).valid_until == IN_APRIL - timedelta(days=1)
    withdraw(3)
    assert version(1).valid_until is None


def test_the_last_day_of_a_plan_stays_with_its_new_text_where_it_can() -> None:
    bring(shipped())
    bring(plan())
    march = NEXT_YEAR.replace(month=3)
    actions.end_instrument(instrument=version(2), last_day=march, clock=Clockwork())
    bring(plan(nama="Lain"))
    assert version(2).valid_until == march
    bring(plan(berlaku_sejak=IN_APRIL.isoformat()))
    assert version(2).valid_until is None


def test_grades_somebody_entered_for_the_same_day_stay_without_the_plan() -> None:
    bring(shipped())
    bring(plan())
    rows, _faults = read_bands("A; Istimewa; 95,00\nB; Baik; 0")
    basis = version(2).legal_basis
    actions.change_bands(
        code="SPAK", rows=rows, valid_from=NEXT_YEAR, legal_basis=basis, clock=Clockwork()
    )
    withdraw(2)
    assert [one.name for one in queries.bands_on("SPAK", NEXT_YEAR)] == ["Istimewa", "Baik"]


def test_what_has_begun_is_neither_withdrawn_nor_given_another_text() -> None:
    bring(shipped())
    begun = Instrument.objects.get(code="SPAK")
    with pytest.raises(actions.InstrumentBegun):
        actions.withdraw_instrument(instrument=begun, clock=Clockwork())
    bring(plan())
    new_year = Clockwork().forward(days=(NEXT_YEAR - Clockwork()().date()).days)
    with pytest.raises(actions.InstrumentsRefused) as refusal:
        actions.import_instruments(raw=raw(plan(nama="Lain")), clock=new_year)
    assert refusal.value.errors[0].code == "version-known"
    second = Instrument.objects.get(code="SPAK", version=2)
    with pytest.raises(actions.InstrumentBegun):
        actions.withdraw_instrument(instrument=second, clock=new_year)


def test_a_version_that_has_not_begun_takes_another_text() -> None:
    bring(shipped())
    bring(plan(nama="Salah tulis"))
    held = Item.objects.get(instrument__version=2, instrument__code="SPAK", code="K1")
    Exemption.objects.create(item=held, reason="Gratis", legal_basis="Pergub", valid_from=NEXT_YEAR)
    assert bring(plan(nama="Benar")).created == ["SPAK 2"]
    assert bring(plan(nama="Benar")).unchanged == ["SPAK 2"]
    second = Instrument.objects.get(code="SPAK", version=2)
    assert (second.name, second.valid_from) == ("Benar", NEXT_YEAR)
    assert Exemption.objects.get().item.instrument == second
    first = Instrument.objects.get(code="SPAK", version=1)
    assert first.valid_until == NEXT_YEAR - timedelta(days=1)


def test_another_beginning_and_other_grades_come_with_the_text() -> None:
    bring(shipped())
    other = [
        {"mutu": "A", "nama": "Baik", "terendah": "50"},
        {"mutu": "B", "nama": "Kurang", "terendah": "0"},
    ]
    bring(plan(mutu=other))
    in_april = NEXT_YEAR.replace(month=4)
    bring(plan(mutu=other[:1], berlaku_sejak=in_april.isoformat()))
    before = in_april - timedelta(days=1)
    assert len(queries.bands_on("SPAK", before)) == len(shipped()["instrumen"][0]["mutu"])
    assert [one.name for one in queries.bands_on("SPAK", in_april)] == ["Baik"]
    bring(plan(berlaku_sejak=in_april.isoformat()))  # as those in force: nothing to change then
    assert Band.objects.filter(instrument_code="SPAK", valid_until__isnull=False).count() == 0


def test_a_withdrawn_version_leaves_the_one_before_as_it_was() -> None:
    bring(shipped())
    before = list(Band.objects.filter(instrument_code="SPAK").values_list("grade", "valid_until"))
    bring(plan(mutu=[{"mutu": "A", "nama": "Baik", "terendah": "0"}]))
    second = Instrument.objects.get(code="SPAK", version=2)
    actions.withdraw_instrument(instrument=second, clock=Clockwork())
    assert Instrument.objects.get(code="SPAK").valid_until is None
    bands = Band.objects.filter(instrument_code="SPAK").values_list("grade", "valid_until")
    assert sorted(bands) == sorted(before)
    assert bring(plan()).created == ["SPAK 2"]


def test_between_two_others_the_first_goes_on_until_the_last_begins() -> None:
    bring(shipped())
    bring(plan())
    in_april = NEXT_YEAR.replace(month=4)
    bring(plan(versi=3, berlaku_sejak=in_april.isoformat()))
    second = Instrument.objects.get(code="SPAK", version=2)
    actions.withdraw_instrument(instrument=second, clock=Clockwork())
    first = Instrument.objects.get(code="SPAK", version=1)
    assert first.valid_until == in_april - timedelta(days=1)


def test_what_was_announced_is_named_where_another_number_is_brought() -> None:
    bring(shipped())
    bring(plan())
    with pytest.raises(actions.InstrumentsRefused) as refusal:
        bring(plan(versi=3))
    assert refusal.value.errors[0].code == "plan-known"
    second = Instrument.objects.get(code="SPAK", version=2)
    with pytest.raises(FieldRefusal, match="Tarik"):
        actions.end_instrument(instrument=second, last_day=Clockwork()().date(), clock=Clockwork())


def test_grades_entered_for_later_days_are_no_error_of_the_machine() -> None:
    bring(shipped())
    rows, _faults = read_bands("A; Istimewa; 95,00\nB; Baik; 0")
    in_april = NEXT_YEAR.replace(month=4)
    actions.change_bands(
        code="SPAK", rows=rows, valid_from=in_april, legal_basis="Permen", clock=Clockwork()
    )
    with pytest.raises(actions.InstrumentsRefused) as refusal:
        bring(plan())
    assert refusal.value.errors[0].code == "bands-later"


def test_grades_that_something_was_called_by_stay_whatever_is_tried() -> None:
    bring(shipped())
    at_the_counter("SPAK", {"K1": 6})
    with pytest.raises(IntegrityError), transaction.atomic():
        Band.objects.filter(instrument_code="SPAK").delete()
    rows, _faults = read_bands("A; Istimewa; 95,00\nB; Baik; 0")
    actions.change_bands(
        code="SPAK", rows=rows, valid_from=NEXT_YEAR, legal_basis="Permen", clock=Clockwork()
    )
    old = Band.objects.filter(instrument_code="SPAK", valid_until=NEXT_YEAR - timedelta(days=1))
    Participation.objects.update(day=NEXT_YEAR)
    with pytest.raises(IntegrityError), transaction.atomic():
        old.update(valid_until=None)


@pytest.mark.parametrize("code", ["<b>x", "spak", "SPAK 2", "SPÄK", "-", "A--", "-A"])
def test_a_code_is_made_of_capitals_digits_and_hyphens(code: str) -> None:
    with pytest.raises(actions.InstrumentsRefused) as refusal:
        bring(later(kode=code))
    assert ("instrumen 1.kode", "not-code") in {
        (one.field, one.code) for one in refusal.value.errors
    }


def test_a_version_is_withdrawn_on_its_page_after_asking_once_more(client: Client) -> None:
    admin(client)
    bring(shipped())
    bring(plan(berlaku_sejak="2099-01-01"))
    begun, second = Instrument.objects.filter(code="SPAK").order_by("version")
    way = f"{HOME}{second.pk}/tarik/"
    assert f'href="{way}"' in client.get(f"{HOME}{second.pk}/").content.decode()
    assert "1 Januari 2099" in client.get(way).content.decode()
    told = client.post(way, follow=True).content.decode()
    assert "Versi ini ditarik" in told
    assert list(Instrument.objects.filter(code="SPAK")) == [begun]
    assert (
        "hanya dapat diakhiri"
        in client.post(f"{HOME}{begun.pk}/tarik/", follow=True).content.decode()
    )
