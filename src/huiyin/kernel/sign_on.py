"""What an installation says of the systems that officers sign on with: one of these for each, from the settings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SignOnProvider:
    """`code` stands in addresses and in links of accounts, `label` on the sign-in page; `options` hold secrets."""

    code: str
    kind: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict, repr=False)


def is_safe_address(address: str) -> bool:
    """TLS, or this machine itself."""
    return bool(re.match(r"(?:https|ldaps)://[^/\s]+", address)) or is_this_machine(address)


def is_this_machine(address: str) -> bool:
    """Whether what is sent there never leaves the machine."""
    return bool(re.match(r"[a-z]+://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:/|$)", address))
