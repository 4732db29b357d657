"""The proxies that docs/deploy.md describes have limits of their own, which fit those of the site."""

import re
from pathlib import Path

import pytest

from huiyin.config import settings

_PAGE = (Path(__file__).resolve().parents[2] / "docs" / "deploy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    [
        # Caddy
        "max_header_size", "read_header", "read_body", "write", "idle", "max_size", "dial_timeout",
        # nginx
        "client_max_body_size", "client_header_timeout", "client_body_timeout", "send_timeout", "limit_conn_zone",
        "limit_conn huiyin", "large_client_header_buffers",
    ],
)  # fmt: skip
def test_proxies_end_what_stands_still(line: str) -> None:
    assert re.search(rf"^ *{line} \S", _PAGE, re.MULTILINE)


def test_the_proxy_lets_go_of_a_connection_before_the_site_does() -> None:
    """Else it sends a form into a connection that is being closed, and the person reads 502."""
    kept = re.search(r"keepalive (\d+)s ", _PAGE)
    assert kept
    assert int(kept[1]) < settings.HUIYIN_HEADER_SECONDS


def test_the_largest_body_passes() -> None:
    largest = settings.HUIYIN_FILE_BYTES * 5 + 2 * 1024 * 1024
    sizes = [int(size) for size in re.findall(r"(?:max_size|client_max_body_size) (\d+)m", _PAGE, re.IGNORECASE)]
    assert len(sizes) == 2
    assert all(size * 1_000_000 >= largest for size in sizes)


def test_old_tls_is_switched_off() -> None:
    """Caddy has no older one; of nginx's suites each has a key of its own per connection and authenticates."""
    assert re.search(r"^ *ssl_protocols TLSv1\.2 TLSv1\.3;", _PAGE, re.MULTILINE)
    suites = re.findall(r"^ *ssl_ciphers (\S+);", _PAGE, re.MULTILINE)[0].split(":")
    assert all(
        re.fullmatch(r"ECDHE-(?:ECDSA|RSA)-(?:AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)", suite) for suite in suites
    )


def test_the_host_name_is_the_sites_own() -> None:
    assert "no other application belongs under it" in _PAGE
