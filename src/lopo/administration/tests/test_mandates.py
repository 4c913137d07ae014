"""Whoever looks after the whole system says who writes and who publishes for an agency."""

from http import HTTPStatus

import pytest
from django.test import Client

from lopo.administration.tests.builders import centre_admin, system_admin
from lopo.frontdesk.tests.builders import make_centre
from lopo.organisation.tests.builders import make_agency
from lopo.people.models import Mandate
from lopo.people.tests.builders import make_staff

pytestmark = pytest.mark.django_db
PAGE = "/petugas/mandat/"


def test_who_looks_after_one_centre_gives_no_mandate() -> None:
    admin = centre_admin(make_centre())
    assert admin.get(PAGE).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(PAGE).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    "wrong", [{"account": "tidak-ada"}, {"of_agency": "x"}, {"duty": "RAJA"}, {"account": ""}]
)
def test_what_is_not_there_is_refused_at_its_field(wrong: dict[str, str]) -> None:
    make_staff(username="budi")
    form = {"account": "budi", "of_agency": make_agency().code, "duty": "EDITOR", **wrong}
    assert system_admin().post(PAGE, form).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Mandate.objects.exists()


def test_a_mandate_is_given_and_taken_back() -> None:
    make_staff(username="budi")
    agency, admin = make_agency(), system_admin()
    form = {"account": "budi", "of_agency": agency.code, "duty": "EDITOR"}
    assert "budi" in admin.post(PAGE, form, follow=True).content.decode()
    mandate = Mandate.objects.get()
    assert (mandate.agency, mandate.duty) == (agency, "EDITOR")
    admin.post(f"{PAGE}{mandate.pk}/cabut/")
    assert not Mandate.objects.exists()
