"""A stranger at the door: guessing, forging, sending what no page of ours sends."""

from collections.abc import Iterator

import pytest
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huiyin.kernel.ids import new_matter_number, receipt_code
from huiyin.kernel.time import office_day
from huiyin.matters.models import Matter
from huiyin.portal.filing.steps import BY_NAME
from huiyin.portal.lookup.throttle import network_of
from tests.cast import PASSWORD, Cast
from tests.desk.conftest import Desk
from tests.portal.walker import TEXT, Citizen

WRONG = receipt_code(key=b"another installation", token="wrong")
EVIL = "https://evil.invalid/"


def _guess(**meta: str) -> int:
    number = new_matter_number(office_day(Matter.objects.get().received_at))
    return Citizen(**meta).look_up(number, WRONG).status_code


def test_another_address_header_does_not_make_another_guesser(cast: Cast) -> None:
    cast.file()
    spoofs = [
        {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}", "HTTP_FORWARDED": f"for=198.51.100.{number}",
         "HTTP_X_REAL_IP": f"198.51.100.{number}", "HTTP_CLIENT_IP": f"198.51.100.{number}"}
        for number in range(6)
    ]  # fmt: skip
    assert [_guess(**spoof) for spoof in spoofs] == [422] * 4 + [429] * 2


def test_one_customer_of_ipv6_is_one_guesser(cast: Cast) -> None:
    cast.file()
    assert [_guess(REMOTE_ADDR=f"2001:db8:1:2::{number:x}") for number in range(1, 7)] == [422] * 4 + [429] * 2


def test_guessers_of_ipv4_do_not_lock_each_other_out_behind_an_ipv6_socket(cast: Cast) -> None:
    cast.file()
    assert [_guess(REMOTE_ADDR=f"::ffff:192.0.2.{number}") for number in range(1, 8)] == [422] * 7
    assert network_of(RequestFactory().get("/", REMOTE_ADDR="::ffff:192.0.2.7")) == "192.0.2.7"


def test_failures_at_the_sign_in_are_counted_per_ipv4_address_behind_an_ipv6_socket() -> None:
    """The sign-in library would count them all under the one /64 that they lie in."""
    addresses = ("::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.3", "2001:db8:1:2::9")
    requests = [RequestFactory().get("/", REMOTE_ADDR=address) for address in addresses]
    assert [get_ip(request) for request in requests] == ["192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8:1:2::"]


@pytest.mark.parametrize("spelling", ["handler", "HANDLER", " handler ", "Handler", "\uff48andler"])
def test_another_spelling_of_the_account_is_no_way_round_the_lock(cast: Cast, spelling: str) -> None:
    for _ in range(5):
        Client().post("/accounts/login/", {"login": "handler", "password": "falsch-falsch"})
    client = Client()
    client.post("/accounts/login/", {"login": spelling, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_session_of_before_is_worth_nothing_after_signing_in(cast: Cast) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "handler", "password": "falsch-falsch"})
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key or ""
    client.post("/accounts/login/", {"login": "handler", "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/desk/").status_code != 200
    answer = Client().get("/accounts/login/")
    assert not answer.cookies.get(settings.SESSION_COOKIE_NAME)


def test_cookies_do_not_pass_for_each_other(cast: Cast) -> None:
    """A visit is signed with its own salt: neither a message nor a receipt of the desk opens a matter."""
    matter_id = str(cast.file().matter_id)
    for forged in (matter_id, signing.dumps(matter_id), signing.dumps(matter_id, salt="desk.register.receipt")):
        citizen = Citizen()
        citizen.client.cookies["visit"] = forged
        assert citizen.client.get("/status/").headers["Location"] == "/lookup/"
    citizen = Citizen()
    for token in ("", "x" * 43, matter_id, "%00", "é" * 4000, "../../etc/passwd"):
        citizen.client.cookies["draft"] = token
        assert citizen.client.get("/file/what/").status_code == 200
        assert citizen.client.get("/receipt/").status_code in {302, 404, 410}


def test_one_matters_visit_opens_nothing_of_another(cast: Cast) -> None:
    first, second = Citizen(), Citizen()
    first_receipt, second_receipt = first.file(), second.file()
    first.look_up(*first_receipt)
    page = first.page("/status/")
    assert first_receipt[0][:8] in page and second_receipt[0] not in page.replace("-", "")
    # A code opens its own matter, whatever number stands beside it.
    assert first.look_up(second_receipt[0], first_receipt[1]).headers["Location"] == "/status/"
    again = first.page("/status/").replace("-", "")
    assert first_receipt[0] in again and second_receipt[0] not in again
    assert second_receipt[0] not in first.page("/status/").replace("-", "")


def _public() -> Iterator[str]:
    yield from _addresses(get_resolver().url_patterns, "/")


def _addresses(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "desk":
                yield from _addresses(pattern.url_patterns, before + route)
        elif "<" not in route and "(" not in route:
            yield before + route.lstrip("^").rstrip("$")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "HEAD", "PROPFIND", "GETX"])
def test_no_other_method_does_anything_or_breaks(cast: Cast, method: str) -> None:
    cast.file()
    before = Matter.objects.values_list("version", "state").get()
    for address in _public():
        answer = Client(raise_request_exception=False).generic(method, address, "x=1")
        assert answer.status_code < 500, (method, address)
        assert TEXT not in answer.text
    assert Matter.objects.values_list("version", "state").get() == before


def test_another_site_can_press_no_button(cast: Cast) -> None:
    for address in _public():
        client = Client(
            enforce_csrf_checks=True, headers={"Origin": EVIL.rstrip("/"), "Sec-Fetch-Site": "cross-site"}
        )
        answer = client.post(address, {"text": "别的网站写的话 x", "next": EVIL, "do": "next"})
        assert answer.status_code in {403, 404, 405}, address
        assert "别的网站写的话" not in answer.text


@pytest.mark.parametrize(
    "target",
    [EVIL, "//evil.invalid", "/\\evil.invalid", "\thttps://evil.invalid", "javascript:alert(1)",
     "/a\r\nSet-Cookie: x=1", "///evil.invalid", "https:evil.invalid", "/" + "a" * 9000],
)  # fmt: skip
def test_no_one_is_sent_elsewhere(cast: Cast, target: str) -> None:
    for address, typed in (
        ("/type-size/", {"large": "1"}),
        ("/language/", {"language": "en"}),
        ("/accounts/login/", {"login": "handler", "password": PASSWORD}),
    ):
        answer = Client().post(address, {**typed, "next": target})
        assert answer.status_code in {302, 400}, address
        place = answer.headers.get("Location", "/")
        assert place.startswith("/") and not place.startswith(("//", "/\\")), (address, place)
        assert "\n" not in place


def test_a_page_about_a_huge_body_leads_nowhere_else(db: None) -> None:
    answer = Client().post("/", PATH_INFO="//evil.invalid/", CONTENT_LENGTH=str(10**9))
    assert answer.status_code == 413
    assert 'href="//evil' not in answer.text


def test_another_host_gets_nothing(cast: Cast) -> None:
    assert Client(HTTP_HOST="evil.invalid").get("/").status_code == 400
    answer = Client(HTTP_X_FORWARDED_HOST="evil.invalid").get("/accounts/login/?next=/desk/")
    assert "evil.invalid" not in answer.text


def test_pages_with_personal_data_are_kept_by_no_one_on_the_way(cast: Cast, desk: Desk) -> None:
    citizen = Citizen()
    number, code = citizen.file()
    receipt = citizen.client.get("/receipt/").headers["Cache-Control"]
    citizen.look_up(number, code)
    status = citizen.client.get("/status/").headers["Cache-Control"]
    assert "no-store" in receipt and "no-store" in status
    writing = Citizen()
    writing.write()
    for step in (*BY_NAME, "check"):
        assert "no-store" in writing.client.get(f"/file/{step}/").headers["Cache-Control"]
    registrar = desk("registrar")
    for address in ("/desk/", f"/desk/matters/{number}/", "/desk/search/?q=电梯"):
        answer = registrar.get(address)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_headers_of_htmx_open_nothing(cast: Cast) -> None:
    filed = cast.file()
    headers = {"HX-Request": "true", "HX-Boosted": "true", "HX-Current-URL": EVIL, "HX-Target": "<script>"}
    for address in ("/status/", "/receipt/", f"/desk/matters/{filed.number}/", "/desk/"):
        answer = Client().get(address, headers=headers)
        assert "evil.invalid" not in answer.text + str(answer.headers) and "<script>" not in answer.text
        assert cast.matter(filed).text not in answer.text


def test_who_is_shut_out_and_who_never_was_are_answered_alike(cast: Cast) -> None:
    get_user_model()._default_manager.filter(pk=cast.officers["nobody"]).update(is_active=False)
    pages = []
    for login in ("nobody", "never-was"):
        answer = Client().post(reverse("account_login"), {"login": login, "password": "falsch-falsch"})
        pages.append((answer.status_code, answer.text.count("用户名和密码对不上")))
    assert pages[0] == pages[1]
