"""An editor writes, a publisher decrees, and nobody else sees anything of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given

from lopo.catalogue.api import Service, Standard, as_read, service_in_full, today
from lopo.catalogue.rules import Content, Fee, Law, Promise
from lopo.catalogue.tests.builders import make_service
from lopo.catalogue.tests.strategies import contents
from lopo.editorial.forms import ContentForms
from lopo.people.api import Duty

from .builders import HOME, Office, browser, charged, page, sent


@pytest.fixture
def office() -> Office:
    return Office()


def promised(service: Service, days_ago: int = 0) -> int | None:
    """How many days are promised."""
    found = service_in_full(service.code, today() - timedelta(days=days_ago))
    assert found is not None
    return found.standard.told.promise.amount


# Refusals


@pytest.mark.django_db
def test_the_editor_of_another_agency_finds_nothing(office: Office) -> None:
    office.begin()
    stranger = browser(charged(make_service().agency, Duty.EDITOR, Duty.PUBLISHER))
    for rest in ("", "rancangan/", "rancangan/tetapkan/", "cabut/"):
        assert stranger.get(page(office.service, rest)).status_code == HTTPStatus.NOT_FOUND
    assert "CUTI" not in stranger.get(HOME).content.decode()
    assert office.save(stranger, promise_amount="9").status_code == HTTPStatus.NOT_FOUND
    assert office.draft.told.promise.amount == 3


@pytest.mark.django_db
def test_whoever_has_no_duty_has_no_page() -> None:
    assert browser(charged(None)).get(HOME).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(HOME).status_code == HTTPStatus.FOUND


@pytest.mark.django_db
def test_an_editor_does_not_decree_and_a_publisher_does_not_write(office: Office) -> None:
    office.begin()
    assert office.save(office.publisher, promise_amount="9").status_code == HTTPStatus.NOT_FOUND
    office.save(promise_amount="5")
    office.hand_in()
    assert office.decree(office.editor).status_code == HTTPStatus.NOT_FOUND
    assert promised(office.service) == 3


@pytest.mark.django_db
def test_somebody_with_both_duties_does_not_publish_what_they_wrote(office: Office) -> None:
    both = browser(charged(office.service.agency, Duty.EDITOR, Duty.PUBLISHER))
    both.post(page(office.service, "susun/"))
    office.save(both, promise_amount="5")
    office.hand_in()
    answer = both.post(
        page(office.service, "rancangan/tetapkan/"),
        {
            "decree_number": "1", "decree_date": today(), "decree_office": "Kepala",
            "valid_from": today(), "dibaca": as_read(office.draft),
        },
        follow=True,
    )  # fmt: skip
    assert "orang lain yang menetapkannya" in answer.content.decode()
    assert promised(office.service) == 3


@pytest.mark.django_db
def test_what_a_colleague_saved_is_not_written_over_and_nothing_typed_is_lost(
    office: Office,
) -> None:
    read = sent(office.begin())
    office.save(promise_amount="9")
    late = office.editor.post(
        page(office.service, "rancangan/"), {**read, "promise_outside": "Waktu di BKN"}
    )
    text = late.content.decode()
    assert late.status_code == HTTPStatus.CONFLICT
    assert "Rekan Anda baru saja menyimpan" in text
    assert "Waktu di BKN" in text
    assert office.draft.told.promise.amount == 9
    again = {**read, "promise_outside": "Waktu di BKN", "revisi": office.draft.revision}
    office.editor.post(page(office.service, "rancangan/"), again)
    assert office.draft.told.promise.outside == "Waktu di BKN"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("promise_amount", "banyak"),
        ("promise_amount", "-1"),
        ("fee_amount", "1.5"),
        ("promise_unit", "WINDU"),
        ("syarat-0-name", "x" * 301),
        ("langkah-1-amount", "0"),
        ("langkah-1-question", "Lengkap?"),
        ("note", "x" * 501),
        ("change_note", "x" * 501),
        ("langkah-TOTAL_FORMS", "9999"),
        ("langkah-TOTAL_FORMS", "abc"),
        ("revisi", "abc"),
        ("revisi", ""),
    ],
)
def test_a_wrong_field_is_told_and_nothing_is_saved(office: Office, field: str, value: str) -> None:
    office.begin()
    answer = office.save(**{"promise_amount": "5", field: value})
    assert answer.status_code in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT}
    assert office.draft.told.promise.amount == 3


@pytest.mark.django_db
def test_a_decree_for_yesterday_is_refused_at_its_field(office: Office) -> None:
    office.begin()
    office.save(promise_amount="5")
    office.hand_in()
    answer = office.decree(valid_from=(today() - timedelta(days=1)).isoformat())
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Janji yang sudah lewat tidak berubah" in answer.content.decode()


@pytest.mark.django_db
def test_a_draft_that_lacks_something_is_not_submitted(office: Office) -> None:
    office.begin()
    office.save(evaluation="")
    office.hand_in()
    assert office.draft.state == Standard.State.DRAFT
    text = office.editor.get(page(office.service)).content.decode()
    assert "Evaluasi kinerja pelaksana" in text


# The way of a change


@pytest.mark.django_db
def test_an_editor_changes_the_time_another_publishes_and_yesterday_stays(office: Office) -> None:
    office.begin()
    assert office.save(promise_amount="5").status_code == HTTPStatus.SEE_OTHER
    office.hand_in()
    shown = office.publisher.get(page(office.service, "rancangan/tetapkan/")).content.decode()
    assert "Perbaikan redaksi" in shown
    assert office.decree().status_code == HTTPStatus.SEE_OTHER
    assert (promised(office.service), promised(office.service, days_ago=1)) == (5, 3)
    assert "800/1/2026" in office.editor.get(page(office.service)).content.decode()


@pytest.mark.django_db
def test_a_form_sent_back_as_it_was_changes_nothing(office: Office) -> None:
    before = office.begin().told
    assert office.save().status_code == HTTPStatus.SEE_OTHER
    assert office.draft.told == before
    assert office.draft.revision == 0


@given(contents)
def test_the_form_loses_nothing_of_a_content(content: Content) -> None:
    """What the page shows and sends back is what was there, as far as a form can carry it."""
    content = _as_a_form_carries_it(content)
    shown = Standard(content={}, revision=0)
    shown.__dict__["told"] = content
    data = QueryDict(mutable=True)
    data.update(sent(shown))
    forms = ContentForms(content, data)
    actors = {step.actor_name: step.actor_code for step in content.steps}
    assert forms.is_valid(), [form.errors for form in forms.every_form() if form.errors]
    again = forms.content(
        actors=actors, law_codes={law.title: law.code for law in content.legal_basis}
    )
    assert again == content


def _as_a_form_carries_it(content: Content) -> Content:
    """One line of text a field, single spaces, no twins in lists, actors known by their name."""

    def line(text: str) -> str:
        return " ".join(text.split())

    def lines(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line(text) for text in texts))

    by_name = {line(step.actor_name): step.actor_code for step in content.steps}
    steps = tuple(
        replace(
            step,
            actor_name=line(step.actor_name),
            actor_code=by_name[line(step.actor_name)],
            activity=line(step.activity),
            completeness=line(step.completeness),
            output=line(step.output),
            decision=replace(step.decision, question=line(step.decision.question))
            if step.decision
            else None,
        )
        for step in content.steps
    )
    fee = content.fee
    lists = ("products", "terms", "facilities", "competence", "supervision", "complaints")
    single = ("staffing", "service_guarantee", "safety_guarantee", "evaluation")
    texts: dict[str, Any] = {name: lines(getattr(content, name)) for name in lists}
    texts |= {name: line(getattr(content, name)) for name in (*single, "signatory", "note")}
    return replace(
        content,
        legal_basis=tuple(Law("", line(law.title)) for law in content.legal_basis),
        requirements=tuple(
            replace(r, name=line(r.name), format=line(r.format), condition=line(r.condition),
                    code=line(r.code))
            for r in content.requirements
        ),
        needs_nothing=content.needs_nothing and not content.requirements,
        steps=steps,
        promise=Promise(
            content.promise.amount, content.promise.unit, line(content.promise.counted_from),
            line(content.promise.outside),
        ),
        fee=Fee(0, line(fee.note)) if fee.is_free else Fee(
            fee.amount, line(fee.note), line(fee.basis),
            tuple(replace(t, name=line(t.name), per=line(t.per)) for t in fee.tariffs),
        ),
        **texts,
    )  # fmt: skip


@pytest.mark.django_db
def test_rows_are_added_sorted_and_cleared(office: Office) -> None:
    office.begin()
    answer = office.save(tambah="langkah")
    assert 'name="langkah-2-activity"' in answer.content.decode()
    assert office.draft.revision == 0, "a new row alone is not saved"
    office.save(
        **{
            "langkah-TOTAL_FORMS": "3",
            "langkah-2-actor": "Kepala Bidang",
            "langkah-2-activity": "Menandatangani",
            "langkah-2-unit": "MENIT",
            "langkah-2-amount": "10",
            "langkah-2-ORDER": "2",
            "langkah-1-ORDER": "3",
            "langkah-1-question": "Lengkap?",
            "langkah-1-no_to": "1",
            "syarat-0-name": "",
        }
    )
    told = office.draft.told
    assert [step.activity for step in told.steps] == [
        "Menyerahkan berkas", "Menandatangani", "Memeriksa berkas",
    ]  # fmt: skip
    assert told.steps[1].actor_code == "KEPALA_BIDANG"
    assert told.steps[2].decision is not None
    assert told.requirements == ()


@pytest.mark.django_db
def test_a_no_follows_its_goal_when_rows_are_removed(office: Office) -> None:
    office.begin()
    office.save(**{
        "langkah-TOTAL_FORMS": "4",
        **{f"langkah-{n}-{name}": value for n in (2, 3) for name, value in {
            "actor": "Petugas", "activity": f"Langkah {n}", "unit": "MENIT", "amount": "5",
            "ORDER": str(n + 1)}.items()},
        "langkah-3-question": "Setuju?", "langkah-3-no_to": "3", "langkah-1-DELETE": "on",
    })  # fmt: skip
    decision = office.draft.told.steps[-1].decision
    assert decision is not None
    assert decision.no_to == 2


@pytest.mark.django_db
def test_the_page_saves_by_itself_and_shows_what_is_missing(office: Office) -> None:
    office.begin()
    answer = office.editor.post(
        page(office.service, "rancangan/"), sent(office.draft, evaluation=""),
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert answer.json()["revision"] == 1
    assert "Evaluasi kinerja pelaksana" in answer.json()["side"]
    refused = office.editor.post(
        page(office.service, "rancangan/"), sent(office.draft, revisi="0", evaluation="x"),
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert (refused.status_code, refused.json()["message"]) == (
        HTTPStatus.CONFLICT,
        "Rancangan ini baru saja disimpan orang lain.",
    )


@pytest.mark.django_db
def test_undo_takes_the_last_saving_back(office: Office) -> None:
    office.begin()
    office.save(promise_amount="5")
    office.save(promise_amount="7")
    office.editor.post(page(office.service, "rancangan/urung/"), {"revisi": office.draft.revision})
    assert office.draft.told.promise.amount == 5


@pytest.mark.django_db
def test_minutes_name_elements_and_functions(office: Office) -> None:
    office.begin()
    office.editor.post(
        page(office.service, "rancangan/berita-acara/"),
        {
            "held": "DIADAKAN", "held_on": today(), "minutes": "Dibahas bersama.",
            "unsur-TOTAL_FORMS": "2", "unsur-INITIAL_FORMS": "0",
            "unsur-0-element": "PENGGUNA", "unsur-0-body": "Guru SMA", "unsur-0-office": "Wakil",
            "unsur-1-element": "MEDIA",
        },
    )  # fmt: skip
    record = office.draft.consultation
    assert [(s.element, s.body) for s in record.signatories.all()] == [("PENGGUNA", "Guru SMA")]


@pytest.mark.django_db
def test_the_publisher_reads_the_whole_record_of_the_consultation(office: Office) -> None:
    office.begin()
    office.editor.post(
        page(office.service, "rancangan/berita-acara/"),
        {
            "held": "DIADAKAN", "held_on": "2026-11-20", "minutes": "Dibahas bersama.",
            "changes": "Waktu dipersingkat.",
            "unsur-TOTAL_FORMS": "1", "unsur-INITIAL_FORMS": "0",
            "unsur-0-element": "PENGGUNA", "unsur-0-body": "Guru SMA", "unsur-0-office": "Wakil",
        },
    )  # fmt: skip
    office.editor.post(page(office.service, "rancangan/ajukan/"))
    text = office.publisher.get(page(office.service, "rancangan/tetapkan/")).content.decode()
    for told in ("Dibahas bersama.", "Waktu dipersingkat.", "Pengguna layanan: Guru SMA (Wakil)"):
        assert told in text


@pytest.mark.django_db
def test_a_draft_in_consultation_leads_to_the_page_that_everybody_reads(office: Office) -> None:
    office.begin()
    public = "/layanan/CUTI/konsultasi/"
    assert public not in office.editor.get(page(office.service)).content.decode()
    office.editor.post(page(office.service, "rancangan/konsultasi/"))
    assert public in office.editor.get(page(office.service)).content.decode()


@pytest.mark.django_db
def test_a_withdrawn_standard_leaves_the_public_list(office: Office) -> None:
    answer = office.publisher.post(
        page(office.service, "cabut/"), {"reason": "Dialihkan", "valid_from": today()}
    )
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert service_in_full("CUTI") is None
    assert "Dialihkan" in office.editor.get(page(office.service)).content.decode()


@pytest.mark.django_db
def test_the_overview_costs_the_same_however_many_services(
    django_assert_max_num_queries: Any,
) -> None:
    office = Office()
    for _ in range(3):
        make_service(agency=office.service.agency)
    with django_assert_max_num_queries(14) as few:
        office.editor.get(HOME)
    for _ in range(6):
        make_service(agency=office.service.agency)
    with django_assert_max_num_queries(len(few)):
        office.editor.get(HOME)


@pytest.mark.django_db
def test_editors_see_what_people_looked_for_in_vain(office: Office, client: Client) -> None:
    client.get("/layanan/?q=akta+kapal+terbang")
    text = office.editor.get(f"{HOME}pencarian/").content.decode()
    assert "kapal terbang" in text


@pytest.mark.django_db
def test_a_draft_begun_in_the_early_morning_here_was_begun_that_day(office: Office) -> None:
    office.begin()
    late = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)
    Standard.objects.filter(pk=office.draft.pk).update(drafted_at=late)
    told = office.editor.get(page(office.service)).content.decode()
    assert "27 November 2026" in told
    assert "26 November" not in told
