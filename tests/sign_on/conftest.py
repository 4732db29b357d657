"""Real sign-on systems on loopback, one of each for all tests, and officers whose accounts are linked with them."""

import importlib
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.test import Client

from huiyin.flows.sign_on import account_link
from huiyin.kernel.actor import system
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.orgs.models import SignOnLink
from tests.cast import Cast
from tests.sign_on import directory
from tests.sign_on.cas_server import CasServer
from tests.sign_on.directory import RunningDirectory

HERE = Path(__file__).parent
# In seconds: a server that the tests have started answers, however much else runs beside it.
PATIENCE = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def oidc_address() -> Iterator[str]:
    """Where the provider is; it ends with the tests."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(HERE / "oidc_provider.py"), str(port)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin and process.stdout
    try:
        assert process.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


@pytest.fixture
def oidc(settings: Any, oidc_address: str) -> SignOnProvider:
    """The installation signs on with it."""
    settings.HUIYIN_SITE_URL = "http://testserver"
    # A provider that shares its processor with other tests isn't away.
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = PATIENCE
    provider = SignOnProvider(
        "county",
        "oidc",
        "县统一认证",
        {
            "server_url": f"{oidc_address}/o",
            "client_id": "huiyin",
            "secret": "geheim-fuer-den-versuch",
            "amr": "mfa+otp",
        },
    )
    settings.HUIYIN_SIGN_ON = (provider,)
    return provider


@pytest.fixture
def subject_of(oidc_address: str) -> Callable[[str], str]:
    """What the provider calls its user of that name."""
    return lambda name: str(requests.get(f"{oidc_address}/subject/", {"as": name}, timeout=PATIENCE).json()["sub"])


@pytest.fixture
def link(cast: Cast, settings: Any) -> Callable[..., SignOnLink]:
    """Link an account of the cast."""

    def make(username: str, subject: str, provider: str = "county") -> SignOnLink:
        account_link(
            officer_id=cast.officers[username],
            provider=provider,
            subject=subject,
            actor=system("organisation"),
            at=cast.at,
        )
        return SignOnLink.objects.get(officer_id=cast.officers[username], provider=provider, ended_at=None)

    return make


@pytest.fixture
def browser() -> Client:
    """A browser that nobody is signed in with."""
    return Client()


@pytest.fixture(scope="session")
def running_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDirectory]:
    """An LDAP server; it ends with the tests."""
    running = directory.start(tmp_path_factory.mktemp("slapd"), free_port(), free_port())
    # In a new environment the client was built a moment ago, after the module had looked for it in vain.
    client = importlib.import_module("huiyin.web.sign_on.directory")
    if client.ldap is None:
        importlib.invalidate_caches()
        importlib.import_module("ldap.filter")
        client.ldap = importlib.import_module("ldap")  # type: ignore[attr-defined]
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def directory_options(running_directory: RunningDirectory, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the settings say of it."""
    monkeypatch.setattr("huiyin.web.sign_on.directory._SECONDS", PATIENCE)
    return {
        "url": running_directory.plain,
        "ca": str(running_directory.certificate),
        "base": directory.BASE,
        "filter": "(&(objectClass=person)(uid=%(user)s))",
        "subject": "entryUUID",
        "name": "cn",
        "bind_dn": directory.READER,
        "bind_password": directory.READER_PASSWORD,
        "leavers": "name",
    }


@pytest.fixture
def cas() -> Iterator[CasServer]:
    """A CAS server."""
    with CasServer() as server:
        server.start()
        yield server
        server.shutdown()
