"""What people look for in vain is counted: the text alone, and never what may be a person's."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lopo.catalogue.actions import missing, note_missed_search
from lopo.catalogue.models import MissedSearch
from lopo.catalogue.queries import missed_searches
from lopo.catalogue.rules import worth_counting

from .builders import make_bkd

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def kept() -> dict[str, int]:
    """Every text kept, with how often it was looked for."""
    return dict(MissedSearch.objects.values_list("text", "count"))


@pytest.mark.parametrize(
    "typed",
    [
        "19710707 199703 2 008",
        "nip 197107071997032008",
        "5371010101900001",
        "wa 0812-3456-789",
        "siti@example.go.id",
        "siti @ example",
        "",
        "?!…",
    ],
)
def test_what_may_be_a_persons_is_not_kept(typed: str) -> None:
    assert worth_counting(typed) == ""


@given(st.text(max_size=300))
def test_what_is_kept_is_plain_and_short(typed: str) -> None:
    text = worth_counting(typed)
    assert len(text) <= 80
    assert text == " ".join(text.lower().split())
    assert sum(character.isdigit() for character in text) < 8


def test_a_long_text_ends_with_a_whole_word() -> None:
    assert worth_counting("kendaraan " * 20) == " ".join(["kendaraan"] * 8)
    assert worth_counting("x" * 100) == ""


@pytest.mark.django_db
def test_the_same_text_is_counted_once_more_however_it_is_written() -> None:
    assert note_missed_search(text="Pajak  Kendaraan!", day=MONDAY)
    assert note_missed_search(text="pajak kendaraan", day=TUESDAY)
    row = MissedSearch.objects.get()
    assert (row.text, row.count) == ("pajak kendaraan", 2)
    assert (row.first_date, row.last_date) == (MONDAY, TUESDAY)


@pytest.mark.django_db
def test_a_day_of_another_zone_never_turns_the_dates_round() -> None:
    note_missed_search(text="paspor", day=TUESDAY)
    note_missed_search(text="paspor", day=MONDAY)
    row = MissedSearch.objects.get()
    assert (row.first_date, row.last_date) == (MONDAY, TUESDAY)


@pytest.mark.django_db
def test_beyond_the_bound_the_rarest_and_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "MOST_KEPT", 3)
    for text, day in [("lama", MONDAY), ("sering", MONDAY), ("baru", TUESDAY), ("lain", TUESDAY)]:
        note_missed_search(text=text, day=day)
        note_missed_search(text="sering", day=day)
    assert set(kept()) == {"sering", "baru", "lain"}


@pytest.mark.django_db
def test_without_the_bound_everything_would_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(missing, "MOST_KEPT", 3)
    monkeypatch.setattr(missing, "_forget_the_rarest", lambda: None)
    for text in ("satu", "dua", "tiga", "empat"):
        note_missed_search(text=text, day=MONDAY)
    assert len(kept()) == 4


@pytest.mark.django_db
def test_editors_see_what_is_most_looked_for_first() -> None:
    for text in ("paspor", "pajak", "pajak"):
        note_missed_search(text=text, day=MONDAY)
    assert [row.text for row in missed_searches()] == ["pajak", "paspor"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Siti@example.id"},
        {"text": ""},
        {"count": 0},
        {"last_date": date(2026, 11, 22)},
    ],
)
def test_the_database_keeps_nothing_else(fields: dict[str, object]) -> None:
    row = {"text": "paspor", "count": 1, "first_date": MONDAY, "last_date": MONDAY, **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        MissedSearch.objects.create(**row)


# By the page


@pytest.mark.django_db
def test_only_a_search_in_vain_is_counted_and_only_when_it_was_read(client: Client) -> None:
    make_bkd()
    for typed in ("cuti", "naik pangkat", "cuti melahrikan", "", "%3F"):
        client.get(f"/layanan/?q={typed}")
    client.head("/layanan/?q=pajak kendaraan")
    assert kept() == {}
    client.get("/layanan/?q=Pajak kendaraan")
    client.get("/layanan/?q=izin usaha warung")
    client.get("/layanan/?q=budi 0812 3456 7890")
    assert kept() == {"pajak kendaraan": 1, "izin usaha warung": 1}
