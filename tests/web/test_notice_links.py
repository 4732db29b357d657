"""Where notices lead is really there: the matter for officers, the look-up with its number for petitioners."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from huiyin.notices.rules import address_path
from huiyin.notices.template import Audience
from huiyin.notices.templates import TEMPLATES
from huiyin.orgs.models import Officer
from tests.cast import Cast

NUMBER = "2026112129054581"
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_every_notice_leads_to_a_page_of_the_site(code: str) -> None:
    template = TEMPLATES[code]
    to_officer = template.audience is Audience.OFFICER
    assert address_path(template, {"number": NUMBER}) == (
        f"/desk/matters/{NUMBER}/" if to_officer else f"/lookup/?number={NUMBER}"
    )
    for params in ({"number": NUMBER}, {}):
        found = resolve(urlsplit(address_path(template, params)).path)
        expected = "password_by_code" if template.secret and not params else "desk" if to_officer else "portal"
        assert found.view_name.partition(":")[0] == expected


def test_the_look_up_has_the_number_filled_in(client: Client, db: None) -> None:
    page = client.get(address_path(TEMPLATES["matter_news"], {"number": NUMBER})).text
    assert 'value="20261121-2905-4581"' in page


def test_an_officer_comes_to_the_matter_after_signing_in(cast: Cast, client: Client) -> None:
    filed = cast.file()
    path = address_path(TEMPLATES["matter_assigned"], {"number": filed.number})
    answer = client.get(path)
    assert answer.status_code == 302
    assert f"next={path}" in answer["Location"]
    client.force_login(Officer.objects.get(username="registrar"), backend=_BACKEND)
    assert "物业费连续两年上涨" in client.get(path).text
