"""Anybody may take all standards away, and knows when nothing has changed."""

import io
import json
import zipfile
from http import HTTPStatus

import pytest
from django.test import Client

from lopo.catalogue.rules import parse_catalogue

from .builders import make_bkd

pytestmark = pytest.mark.django_db
DATA = "/layanan/data/"


def test_all_standards_are_there_complete_as_json_and_as_tables(client: Client) -> None:
    make_bkd()
    parsed = parse_catalogue(client.get(f"{DATA}standar.json").content)
    assert (len(parsed.services), parsed.faults) == (37, [])
    raw = client.get(f"{DATA}standar.csv.zip").content
    with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
        assert {"layanan.csv", "persyaratan.csv", "prosedur.csv"} <= set(bundle.namelist())
        assert bundle.read("layanan.csv").decode().count("KP-REG") >= 1


def test_the_catalogue_for_satu_data_says_where_they_are(client: Client) -> None:
    make_bkd()
    found = json.loads(client.get(f"{DATA}katalog.jsonld").content)
    standards = found["dcat:dataset"][0]
    assert standards["dct:publisher"]["foaf:name"]
    places = [one["dcat:downloadURL"]["@id"] for one in standards["dcat:distribution"]]
    assert [client.get(place[place.index("/layanan") :]).status_code for place in places] == [
        HTTPStatus.OK
    ] * 2


def test_a_page_says_in_words_what_there_is(client: Client) -> None:
    page = client.get(DATA).content.decode()
    for name in ("standar.json", "standar.csv.zip", "pengampu.json", "katalog.jsonld"):
        assert f'href="{DATA}{name}"' in page
    assert f'href="{DATA}"' in client.get("/").content.decode()


@pytest.mark.parametrize("name", ["standar.json", "standar.csv.zip", "katalog.jsonld"])
def test_what_has_not_changed_is_not_sent_again(client: Client, name: str) -> None:
    make_bkd()
    first = client.get(DATA + name)
    again = client.get(DATA + name, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")


def test_an_agency_of_another_name_is_news(client: Client) -> None:
    agency = make_bkd().host_agency
    first = client.get(f"{DATA}standar.json")
    type(agency).objects.filter(pk=agency.pk).update(short_name="Lain")
    again = client.get(f"{DATA}standar.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == HTTPStatus.OK
