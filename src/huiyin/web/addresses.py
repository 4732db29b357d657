"""Where requests come from."""

import ipaddress


def plain_address(address: str) -> str:
    """An IPv4 address as such where a server that listens on IPv6 as well has written it as `::ffff:192.0.2.7`.

    All of those lie in one /64: counted as they stand, one guesser would lock out everybody. What is no address is
    given back as it is.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)
