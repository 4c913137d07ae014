"""Where a request comes from, behind the proxies we trust too."""

import ipaddress

from django.conf import settings


def client_address(direct: str, forwarded: str) -> str:
    """The address that tries and streams are counted by.

    ``direct`` is who connected to us, ``forwarded`` the header ``X-Forwarded-For``. Behind
    ``LOPO_TRUSTED_PROXIES`` proxies it is what the outermost of them saw; what a visitor wrote
    into the header before that says nothing.
    """
    hops = int(settings.TRUSTED_PROXIES)
    addresses = forwarded.split(",")
    if not hops or len(addresses) < hops:
        return direct
    seen = addresses[-hops].strip()
    return seen if _is_address(seen) else direct


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
