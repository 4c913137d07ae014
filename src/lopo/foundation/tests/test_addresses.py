"""By which address tries and streams are counted, behind proxies too."""

import pytest
from pytest_django import Settings

from lopo.foundation.addresses import client_address

PROXY, VISITOR = "10.0.0.1", "203.0.113.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, VISITOR, PROXY),  # nobody in front of us: whoever connects could write this
        (1, VISITOR, VISITOR),
        (1, f"198.51.100.1, {VISITOR}", VISITOR),  # the first was written by the visitor
        (2, f"{VISITOR}, 10.0.0.2", VISITOR),
        (2, VISITOR, PROXY),  # fewer than there should be
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_the_one_the_outermost_trusted_proxy_saw(
    settings: Settings, proxies: int, forwarded: str, found: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert client_address(PROXY, forwarded) == found
