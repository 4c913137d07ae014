"""Where messages may go: the web, over TLS, and nowhere inside unless somebody said so.

Whoever may enter an address must not reach with it what only this machine can reach (server-side
request forgery). So the name is judged when it is entered, and every address it leads to when a
message is sent; the connection goes to just that address.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

LONGEST = 500
PORTS = {"https": 443, "http": 80}
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
# IPv6 addresses that lead to an IPv4 one, and so around every list of networks.
DISGUISED = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0:0/96")
# Not for the public web, whatever the Python at hand knows: `is_global` differs by its version.
RESERVED = ("192.0.0.0/24", "192.88.99.0/24", "100::/64", "2001:db8::/32", "3fff::/20", "5f00::/16")
SITE_LOCAL = ("fec0::/10",)
NEVER = tuple(ip_network(net) for net in DISGUISED + RESERVED + SITE_LOCAL)
Network = IPv4Network | IPv6Network


class Wrong(str, Enum):
    """What is wrong with an address."""

    UNREADABLE = "unreadable"
    NOT_HTTPS = "not-https"
    CREDENTIALS = "credentials"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart: to whom, and for what."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def header(self) -> str:
        """The name as ``Host`` says it."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def place_of(address: str) -> Place | None:
    """The address taken apart; None when it cannot be read."""
    if len(address) > LONGEST or not address.isascii() or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return None
    if " " in address or not host or parts.scheme not in PORTS or port == 0 or parts.fragment:
        return None
    return Place(parts.scheme, host, port or PORTS[parts.scheme], _target(parts))


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def wrong_with(
    address: str, *, networks: Collection[Network], plain_local: bool = False
) -> Wrong | None:
    """What speaks against an address as it is written; None when nothing does."""
    place = place_of(address)
    if place is None:
        return Wrong.UNREADABLE
    if "@" in urlsplit(address).netloc:
        return Wrong.CREDENTIALS
    if place.scheme != "https" and not (plain_local and place.host in LOCAL):
        return Wrong.NOT_HTTPS
    literal = _literal("127.0.0.1" if place.host == "localhost" else place.host)
    if literal is not None and not is_allowed(str(literal), networks):
        return Wrong.PRIVATE
    return None


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_allowed(address: str, networks: Collection[Network]) -> bool:
    """Whether a message may go to an IP address: a public one, or one of these networks."""
    found = _literal(address.partition("%")[0])
    if found is None:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if any(found.version == net.version and found in net for net in networks):
        return True
    if any(found.version == net.version and found in net for net in NEVER):
        return False
    return found.is_global and not found.is_multicast
