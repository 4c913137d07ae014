"""What stands in the way of a draft is told where it is mended; undo ends where it began."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from lopo.catalogue.api import today
from lopo.kernel.formats import long_date

from .builders import NO_ROWS, Office, page

pytestmark = pytest.mark.django_db
TARIFF = "Tarif perlu dasar hukum"
HELD = {**NO_ROWS, "held": "DIADAKAN", "place": "Aula", "minutes": "Dibahas bersama."}


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_consultation_that_is_still_to_come_is_refused_at_its_field(office: Office) -> None:
    office.begin()
    there = page(office.service, "rancangan/berita-acara/")
    day = today() + timedelta(days=1)
    answer = office.editor.post(there, {**HELD, "held_on": day.isoformat()})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    text = answer.content.decode()
    assert 'href="#id_held_on"' in text
    assert "Tanggal ini belum tiba" in text
    assert getattr(office.draft, "consultation", None) is None


def test_a_decree_older_than_the_consultation_is_refused_at_its_field(office: Office) -> None:
    office.begin()
    office.save(promise_amount="5")
    there = page(office.service, "rancangan/berita-acara/")
    office.editor.post(there, {**HELD, "held_on": today().isoformat()})
    office.editor.post(page(office.service, "rancangan/ajukan/"))
    yesterday = today() - timedelta(days=1)
    answer = office.decree(decree_date=yesterday.isoformat())
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    text = answer.content.decode()
    assert 'href="#id_decree_date"' in text
    assert f"Konsultasi publik diadakan pada {long_date(today(), 'id')}" in text


def test_what_the_minutes_need_is_not_called_optional(office: Office) -> None:
    office.begin()
    text = office.editor.get(page(office.service, "rancangan/berita-acara/")).content.decode()
    for name in ("held_on", "minutes", "waived_because"):
        label = text.split(f'for="id_{name}"')[1].split("</label>")[0]
        assert "boleh dikosongkan" not in label


def test_a_tariff_without_its_law_is_told_at_the_field_and_beside_it(office: Office) -> None:
    office.begin()
    there = page(office.service, "rancangan/")
    assert f"<span>{TARIFF}" not in office.editor.get(there).content.decode()
    office.save(fee_amount="50000", fee_basis="")
    text = office.editor.get(there).content.decode()
    assert f"<span>{TARIFF}" in text
    assert '<a href="#id_fee_basis">Biaya atau tarif: tarif belum punya dasar hukum</a>' in text
    office.save(fee_basis="Perda tentang Retribusi")
    assert f"<span>{TARIFF}" not in office.editor.get(there).content.decode()


def test_a_draft_that_is_not_submitted_tells_what_it_lacks_itself(office: Office) -> None:
    office.begin()
    text = office.editor.get(page(office.service)).content.decode()
    assert "rancangan/#" not in text, "what is in force lacks nothing, nor does the draft yet"
    office.save(fee_amount="50000", fee_basis="", evaluation="")
    office.hand_in()
    text = office.editor.get(page(office.service)).content.decode()
    assert "standar belum dapat ditetapkan" in text
    for anchor in ("id_fee_basis", "pengelolaan"):
        assert f'href="{page(office.service)}rancangan/#{anchor}"' in text


def test_with_nothing_left_to_take_back_there_is_no_button_and_the_draft_stays_open(
    office: Office,
) -> None:
    office.begin()
    there, back = page(office.service, "rancangan/"), page(office.service, "rancangan/urung/")
    assert "data-draft-undo hidden" in office.editor.get(there).content.decode()
    office.save(promise_amount="5")
    assert "data-draft-undo>" in office.editor.get(there).content.decode()
    for _ in range(2):
        answer = office.editor.post(back, {"revisi": office.draft.revision}, follow=True)
        assert answer.redirect_chain[-1][0] == there
    text = answer.content.decode()
    assert "data-draft-undo hidden" in text
    assert "Tidak ada yang dapat diurungkan" in text
