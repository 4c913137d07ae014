"""Words to try a search with are those of the services given there: at every desk and page."""

import pytest
from django.test import Client

from lopo.catalogue.api import missed_searches
from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.frontdesk.tests.builders import make_centre, make_officer
from lopo.frontdesk.tests.deskwork import with_visitor
from lopo.frontdesk.tests.pressing import FRAGMENT, fragment_of
from lopo.organisation.api import Centre
from lopo.people.api import Role

pytestmark = pytest.mark.django_db
OF_BKD = ("naik pangkat", "kuliah", "pensiun", "cuti")


@pytest.fixture
def dukcapil() -> Centre:
    """A centre with an identity card and a birth certificate beside its builder's service."""
    centre = make_centre(code="dukcapil", queues="AB")
    for code, name, category, said in (
        ("0-KTP", "Perekaman KTP", "Penduduk", ["e-ktp"]),
        ("1-AKTA", "Akta Kelahiran", "Akta", ["akta lahir"]),
    ):
        service = make_service(
            code=code, name=name, category=category, synonyms=said, agency=centre.host_agency
        )
        make_offering(centre=centre, service=service, queue="B")
    return centre


def html_of(client: Client, path: str) -> str:
    answer = client.get(path, headers=FRAGMENT)
    assert answer.status_code == 200
    text = str(answer.content.decode())
    assert not any(word in text for word in OF_BKD)
    return text


def test_a_centre_without_services_gives_no_examples(client: Client) -> None:
    centre = make_centre(queues="")
    assert "placeholder" not in html_of(client, f"/antrean/{centre.code}/")


def test_the_queue_page_names_words_of_its_own_services(client: Client, dukcapil: Centre) -> None:
    make_service(name="Layanan pusat lain", code="0", agency=dukcapil.host_agency)
    text = html_of(client, "/antrean/dukcapil/")
    assert 'placeholder="Contoh: e-ktp, akta lahir' in text
    assert "pusat lain" not in text


def test_reception_finds_by_words_of_its_own_services(client: Client, dukcapil: Centre) -> None:
    client.force_login(make_officer(centre=dukcapil, role=Role.RECEPTIONIST))
    assert 'placeholder="e-ktp, akta lahir' in html_of(client, "/petugas/antrean/dukcapil/beri/")


@pytest.mark.parametrize("dialog", ["alihkan", "tambah"])
def test_the_dialogs_of_a_counter_do_too(dukcapil: Centre, dialog: str) -> None:
    officer, _ticket = with_visitor(dukcapil)
    assert 'placeholder="e-ktp, akta lahir' in html_of(officer, f"{fragment_of(dukcapil)}{dialog}/")


def test_a_search_in_vain_on_the_queue_page_is_counted_like_any_other(
    client: Client, dukcapil: Centre
) -> None:
    html_of(client, "/antrean/dukcapil/?q=akta")
    html_of(client, "/antrean/dukcapil/?q=Surat Tanah")
    assert [row.text for row in missed_searches()] == ["surat tanah"]
