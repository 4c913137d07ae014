"""What a new password must be, by profile; when it expires; what may not come back."""

from datetime import datetime, timedelta, timezone
from http import HTTPStatus

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from lopo.kernel.actor import SYSTEM
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.tests.builders import make_centre
from lopo.people.actions.passwords import _leaked
from lopo.people.api import Role, check_new_password, set_password
from lopo.people.models import OldPassword, User
from lopo.people.rules import PROFILES, PasswordFault, has_expired, password_faults

from .builders import PASSWORD, make_staff

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=timezone.utc)
ASVS, BSSN = PROFILES["asvs"], PROFILES["bssn"]
CHANGE = "/petugas/sandi/"
GUESSED_SOON = {
    *(PasswordFault.COMMON, PasswordFault.REPEATED, PasswordFault.RUN),
    *(PasswordFault.DATE, PasswordFault.PLACE),
}
GOOD_BSSN = [
    *("Sirih-Pinang7", "Gong Perahu 58", "Tenun Sumba 3", "Lontar&Ombak 7", "Sasando=Karang5"),
]


def faults(password: str, profile: str = "asvs", username: str = "") -> list[PasswordFault]:
    """What is wrong with it."""
    return password_faults(password, username=username, profile=PROFILES[profile], common=_leaked())


@pytest.mark.parametrize(
    "password",
    [
        "123456789123456789",
        "1q2w3e4r5t6y7u8i",
        "passwordpassword",
        "Password12345678",
        "p@ssw0rd!!!!!!!!!!",
        "!!!Indonesia2026!!!",
        "indonesiaindonesia",
        "bismillah1234567",
        "rahasiarahasiarahasia",
        "abcdefghijklmnopqrst",
        "qwertyuiopasdfghjkl",
        "aaaaaaaaaaaaaaaaaaaa",
        "drowssap12345678",
        "katasandi-2026-2026",
        "000000000000000000",
        "----------------",
    ],
)
def test_what_is_guessed_first_is_refused_however_long(password: str) -> None:
    assert GUESSED_SOON & set(faults(password))


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "kain tenun ikat",
        "kupang-timor-atoni",
        "lautSawuTenangPagi",
        "ñandú mendaki atap",
    ],
)
def test_a_short_sentence_is_fine_under_asvs_without_any_mix(password: str) -> None:
    assert faults(password) == []


def test_asvs_wants_fifteen_characters_and_bssn_twelve_of_four_kinds() -> None:
    assert faults("sirih-pinang-7") == [PasswordFault.SHORT]
    assert faults("sirih-pinang-77") == []
    assert faults("Sirih-Pinan7", "bssn") == []
    assert faults("Sirih-Pina7", "bssn") == [PasswordFault.SHORT]
    for unmixed in ("sirih-pinang7", "SIRIH-PINANG7", "Sirih-Pinanga", "SirihPinang77"):
        assert faults(unmixed, "bssn") == [PasswordFault.UNMIXED]


def test_the_own_name_is_no_password_and_a_book_is_none_either() -> None:
    assert faults("petugas9-sirih-pinang", username="Petugas9") == [PasswordFault.NAMED]
    assert faults("x y" * 100) == [PasswordFault.LONG]


@given(st.text(max_size=220), st.sampled_from(["asvs", "bssn"]))
def test_any_text_is_judged_and_too_short_is_never_accepted(password: str, profile: str) -> None:
    found = faults(password, profile)
    if len(password) < PROFILES[profile].shortest:
        assert found


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_password_expires_after_six_months_under_bssn_and_never_under_asvs(
    age: timedelta,
) -> None:
    changed = NOON - age
    assert has_expired(changed, profile=BSSN, now=NOON) == (age >= timedelta(days=182))
    assert not has_expired(changed, profile=ASVS, now=NOON)
    assert has_expired(None, profile=BSSN, now=NOON)


def test_the_list_of_leaked_passwords_is_really_there() -> None:
    assert len(_leaked()) > 19_000


@pytest.mark.parametrize(
    ("profile", "said"),
    [("asvs", "Paling sedikit 15 karakter"), ("bssn", "Berlaku enam bulan")],
)
@pytest.mark.django_db
def test_the_page_says_the_rule_in_force(
    client: Client, settings: Settings, profile: str, said: str
) -> None:
    settings.PASSWORD_PROFILE = profile
    client.force_login(make_staff())
    assert said in client.get(CHANGE).content.decode()


@pytest.mark.django_db
def test_check_new_password_names_the_field() -> None:
    with pytest.raises(FieldRefusal) as refused:
        check_new_password("pendek")
    assert [error.field for error in refused.value.errors] == ["password"]
    check_new_password("kain tenun ikat", username="baru")


@pytest.mark.django_db
def test_under_bssn_the_last_five_passwords_do_not_come_back(settings: Settings) -> None:
    settings.PASSWORD_PROFILE = "bssn"
    user = make_staff()
    for password in GOOD_BSSN:
        set_password(user=user, password=password, actor=SYSTEM)
    client = Client()
    client.force_login(user)
    for old in (GOOD_BSSN[0], GOOD_BSSN[-1]):
        page = client.post(
            CHANGE, {"oldpassword": GOOD_BSSN[-1], "password1": old, "password2": old}
        )
        assert "pernah Anda pakai" in page.content.decode()
    set_password(user=user, password="Kelapa Benang 4", actor=SYSTEM)
    again = {"oldpassword": "Kelapa Benang 4", "password1": GOOD_BSSN[0], "password2": GOOD_BSSN[0]}
    assert client.post(CHANGE, again).status_code in {HTTPStatus.OK, HTTPStatus.FOUND}
    assert OldPassword.objects.filter(user=user).count() <= 5


@pytest.mark.django_db
def test_under_asvs_no_old_password_is_kept() -> None:
    user = make_staff()
    set_password(user=user, password="kain tenun ikat", actor=SYSTEM)
    assert not OldPassword.objects.exists()


@pytest.mark.django_db
def test_an_expired_password_is_changed_before_anything_else(settings: Settings) -> None:
    user = make_staff(role=Role.COUNTER_OFFICER, centre=make_centre())
    client = Client()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(password_changed_at=NOON - timedelta(days=1000))
    assert client.get("/petugas/").status_code == HTTPStatus.OK
    settings.PASSWORD_PROFILE = "bssn"
    for path in ("/petugas/", "/petugas/keamanan/"):
        assert client.get(path).headers["Location"] == CHANGE
    assert "sudah enam bulan" in client.get(CHANGE).content.decode()
    new = "Jagung-Titi-58!"
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/petugas/").status_code == HTTPStatus.OK
