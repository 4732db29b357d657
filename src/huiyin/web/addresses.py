"""Where requests come from."""

import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def plain_address(address: str) -> str:
    """An IPv4 address as such where a server that listens on IPv6 as well has written it as `::ffff:192.0.2.7`.

    All of those lie in one /64: counted as they stand, one guesser would lock out everybody. What is no address is
    given back as it is.
    """
    found = _parsed(address)
    return str(found) if found else address


def reader_address(remote: str, forwarded: str = "") -> str:
    """The reader's: the last one in `X-Forwarded-For`, which our own proxy has seen, or else who is connected."""
    return forwarded.rsplit(",", 1)[-1].strip() or remote


def network_of_address(address: str) -> str:
    """What one customer has: an IPv4 address, or the /64 of an IPv6 address; "unknown" for what is none."""
    return _network(address, 32, 64)


def wide_network(address: str) -> str:
    """What one subscriber can choose from, or one building has: the /24, or the /48 of an IPv6 address."""
    return _network(address, 24, 48)


def network_of(request: HttpRequest) -> str:
    """The network of whoever sends this, as `network_of_address` has it."""
    return network_of_address(_reader_of(request))


def wide_network_of(request: HttpRequest) -> str:
    """The same as `wide_network` has it."""
    return wide_network(_reader_of(request))


def _reader_of(request: HttpRequest) -> str:
    # Without a proxy of ours anybody can write this header.
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HUIYIN_BEHIND_PROXY else ""
    return reader_address(request.META.get("REMOTE_ADDR", ""), forwarded)


# A request asks for its network some three times.
@lru_cache(maxsize=4096)
def _network(address: str, bits: int, bits_of_six: int) -> str:
    found = _parsed(address)
    if found is None:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, bits_of_six), strict=False))
    return str(found) if bits == 32 else str(ipaddress.ip_network((found, bits), strict=False))


def _parsed(address: str) -> _Address | None:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
