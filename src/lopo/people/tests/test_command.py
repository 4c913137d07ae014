"""`./lopo token create`, as the administrator meets it."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from lopo.organisation.tests.builders import make_centre
from lopo.people.api import device_from_token, staff_from_token

from .builders import make_staff

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("lopo_token", "create", *words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["tidak-ada"],
        ["--device", "TV"],
        ["--device", "TV", "--kind", "tv"],
        ["--device", "TV", "--kind", "tv", "--centre", "tidak-ada"],
        ["admin", "--device", "TV"],
    ],
)
def test_what_makes_no_sense_ends_with_two_and_one_sentence(words: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*words)
    assert refused.value.returncode == 2
    assert str(refused.value).count("\n") == 0


def test_the_token_of_an_account_is_the_last_thing_printed() -> None:
    user = make_staff(username="petugas9")
    assert staff_from_token(run("petugas9").split()[-1]) == user


def test_a_device_gets_its_kind_its_centre_and_whether_it_is_in_the_room() -> None:
    make_centre(code="bkd")
    raw = run("--device", "TV ruang", "--kind", "tv", "--centre", "bkd", "--in-room").split()[-1]
    device = device_from_token(raw)
    assert device is not None
    assert (device.kind, device.in_room, device.centre.code) == ("TV", True, "bkd")


def test_whoever_owns_the_machine_can_reset_a_second_factor() -> None:
    user = make_staff(username="admin9")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    call_command("lopo_second_factor", "admin9", stdout=StringIO())
    assert not Authenticator.objects.filter(user=user).exists()
    with pytest.raises(CommandError) as refused:
        call_command("lopo_second_factor", "tidak-ada")
    assert refused.value.returncode == 2
