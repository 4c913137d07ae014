"""Signatures as the specification has them; no address leads inside; waits grow and end."""

import base64
import re
from datetime import timedelta
from ipaddress import ip_network

import pytest

from lopo.notifications.rules import (
    MOST_TRIES,
    CannotOpen,
    Wrong,
    is_allowed,
    new_secret,
    open_sealed,
    place_of,
    seal,
    signatures,
    wait_after,
    wrong_with,
)

# The test vector of the Standard Webhooks specification.
VECTOR = {
    "key": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "at": 1614265330,
    "body": b'{"test": 2432232314}',
    "signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}


def signed(*keys: str, body: bytes = b'{"test": 2432232314}') -> str:
    return signatures(keys, message_id=str(VECTOR["id"]), sent_at=1614265330, body=body)


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("", Wrong.UNREADABLE),
        ("contoh.go.id", Wrong.UNREADABLE),
        ("ftp://contoh.go.id/", Wrong.UNREADABLE),
        ("https:///terima", Wrong.UNREADABLE),
        ("https://contoh.go.id:0/", Wrong.UNREADABLE),
        ("https://contoh.go.id:99999/", Wrong.UNREADABLE),
        ("https://[::1", Wrong.UNREADABLE),
        ("https://contoh.go.id/a b", Wrong.UNREADABLE),
        ("https://contoh.go.id/\r\nHost: lain", Wrong.UNREADABLE),
        ("https://contoh.go.id/#bagian", Wrong.UNREADABLE),
        ("https://contoh.go.id/" + "x" * 500, Wrong.UNREADABLE),
        ("https://bücher.example/", Wrong.UNREADABLE),
        ("http://contoh.go.id/", Wrong.NOT_HTTPS),
        ("http://127.0.0.1/", Wrong.NOT_HTTPS),
        ("https://nama:sandi@contoh.go.id/", Wrong.CREDENTIALS),
        ("https://@contoh.go.id/", Wrong.CREDENTIALS),
        ("https://localhost/", Wrong.PRIVATE),
        ("https://10.1.2.3/", Wrong.PRIVATE),
        ("https://169.254.169.254/latest/", Wrong.PRIVATE),
        ("https://[::ffff:127.0.0.1]/", Wrong.PRIVATE),
        ("https://contoh.go.id/terima", None),
        ("https://contoh.go.id:8443/terima?kunci=1", None),
        ("https://103.10.20.30/", None),
    ],
)
def test_an_address_is_judged_as_it_is_written(address: str, wrong: Wrong | None) -> None:
    assert wrong_with(address, networks=()) == wrong


def test_plain_http_is_for_this_machine_alone_and_only_where_it_is_tried_out() -> None:
    home = (ip_network("127.0.0.0/8"),)
    assert wrong_with("http://127.0.0.1:9/", networks=home) == Wrong.NOT_HTTPS
    assert wrong_with("http://127.0.0.1:9/", networks=home, plain_local=True) is None
    assert wrong_with("http://localhost:9/", networks=(), plain_local=True) == Wrong.PRIVATE
    assert wrong_with("http://contoh.go.id/", networks=home, plain_local=True) == Wrong.NOT_HTTPS


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "100.64.0.1", "169.254.169.254", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255",
        "240.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::",
        "2001:db8::1", "fec0::1", "64:ff9b:1::7f00:1", "::ffff:0:127.0.0.1", "3fff::1",
        "192.0.0.8", "192.88.99.1", "100::1", "5f00::1", "kata", "",
    ],
)  # fmt: skip
def test_nothing_leads_inside(inside: str) -> None:
    assert not is_allowed(inside, ())


@pytest.mark.parametrize("public", ["103.10.20.30", "8.8.8.8", "2606:4700::1111"])
def test_public_addresses_are_reached(public: str) -> None:
    assert is_allowed(public, ())


def test_a_network_of_the_government_is_reached_when_it_is_named() -> None:
    intranet = (ip_network("10.20.0.0/16"), ip_network("fd00:1::/32"))
    assert is_allowed("10.20.3.4", intranet)
    assert is_allowed("::ffff:10.20.3.4", intranet)
    assert is_allowed("fd00:1::5", intranet)
    assert not is_allowed("10.21.0.1", intranet)
    assert wrong_with("https://10.20.3.4/", networks=intranet) is None


def test_an_address_is_taken_apart_for_the_request() -> None:
    place = place_of("https://Contoh.go.id:8443/a/b?c=d")
    assert place is not None
    assert (place.host, place.port, place.target) == ("contoh.go.id", 8443, "/a/b?c=d")
    assert place.header == "contoh.go.id:8443"
    bare = place_of("https://[2606:4700::1111]")
    assert bare is not None
    assert (bare.header, bare.port, bare.target) == ("[2606:4700::1111]", 443, "/")


def test_the_vector_of_the_specification_is_met() -> None:
    assert signed(str(VECTOR["key"])) == VECTOR["signature"]


def test_another_byte_is_another_signature() -> None:
    assert signed(str(VECTOR["key"]), body=b'{"test":2432232314}') != VECTOR["signature"]


def test_two_secrets_sign_side_by_side() -> None:
    one, two = new_secret(), str(VECTOR["key"])
    assert signed(one, two) == f"{signed(one)} {signed(two)}"


def test_a_secret_is_as_long_as_the_specification_asks_and_never_the_same() -> None:
    one, two = new_secret(), new_secret()
    assert one != two
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", one)
    assert 24 <= len(base64.b64decode(one.removeprefix("whsec_"))) <= 64


def test_a_sealed_secret_is_opened_by_the_same_key_alone() -> None:
    sealed = seal("whsec_x", "kunci")
    assert "whsec" not in sealed
    assert open_sealed(sealed, "kunci") == "whsec_x"
    with pytest.raises(CannotOpen):
        open_sealed(sealed, "kunci lain")


def test_waits_grow_from_seconds_to_a_day_and_end() -> None:
    waits = [wait_after(tries) for tries in range(1, MOST_TRIES + 1)]
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert (waits[0], waits[-2], waits[-1]) == (timedelta(seconds=10), timedelta(days=1), None)
    assert wait_after(MOST_TRIES + 5) is None
