"""A half-filled form for registering is there again for whoever typed it, without who brings the matter."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from huiyin.matters.models import Matter, RegisterDraft
from huiyin.matters.register.services.drafts import DRAFTS_MOST
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.test_register import ADDRESS, _form, _hidden

KEEP = f"{ADDRESS}keep/"
TEXT = "云水小区电梯停运三周，老人无法下楼。"


def _keep(browser: Client, form: dict[str, Any], **given: Any) -> Any:
    return browser.post(KEEP, {**form, **given}, headers={"Accept": "application/json"})


def _begun(browser: Client, **given: Any) -> dict[str, Any]:
    """A form that was kept once."""
    form = _form(browser, **given)
    form["draft"] = _hidden(browser.get(ADDRESS).text, "draft")
    form["draft"] = _keep(browser, form).json()["draft"]
    return form


def test_what_was_typed_is_offered_again_but_for_who_brings_it(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    _begun(browser, title="电梯", place="云水小区", channel="letter")
    page = browser.get(ADDRESS).text
    assert "没有登记完的" in page and "电梯" in page
    draft = RegisterDraft.objects.get()
    again = browser.get(f"{ADDRESS}?draft={draft.pk}").text
    assert TEXT in again and 'value="云水小区"' in again and "尽快修好电梯" in again
    assert "谷小满" not in again and "19900001234" not in again
    with connection.cursor() as cursor:
        cursor.execute("SELECT blob FROM matters_registerdraft")
        assert TEXT.encode() not in bytes(cursor.fetchone()[0])


def test_it_goes_with_the_registering(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _begun(browser)
    assert browser.post(ADDRESS, {**form, "requests": ""}).status_code == 422
    assert RegisterDraft.objects.exists()
    assert browser.post(ADDRESS, form).status_code == 302
    assert Matter.objects.count() == 1 and not RegisterDraft.objects.exists()
    late = _keep(browser, form)
    assert (late.status_code, RegisterDraft.objects.exists()) == (409, False)


def test_no_one_else_reads_or_clears_it(cast: Cast, desk: Desk) -> None:
    form = _begun(desk("registrar"))
    draft = RegisterDraft.objects.get()
    other = desk("housing_registrar")
    assert "没有登记完的" not in other.get(ADDRESS).text
    assert other.get(f"{ADDRESS}?draft={draft.pk}").status_code == 404
    assert _keep(other, form).status_code == 409
    other.post(f"{ADDRESS}draft/clear/", {"draft": form["draft"]})
    assert RegisterDraft.objects.get().version == draft.version
    assert _keep(desk("handler"), form).status_code == 403


def test_an_older_page_does_not_overwrite_a_newer_one(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _begun(browser)
    other = {**form, "draft": _hidden(browser.get(f"{ADDRESS}?draft={RegisterDraft.objects.get().pk}").text, "draft")}
    assert _keep(browser, other, text=TEXT + "第二个窗口").status_code == 200
    refused = _keep(browser, form, text=TEXT + "第一个窗口")
    assert refused.status_code == 409 and "另一个窗口" in refused.json()["sentence"]
    page = browser.get(f"{ADDRESS}?draft={RegisterDraft.objects.get().pk}").text
    assert "第二个窗口" in page and "第一个窗口" not in page


def test_an_empty_form_keeps_nothing(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _form(browser, text="", requests="", channel="letter")
    assert _keep(browser, form, draft="page.0.").json() == {"draft": "page.0."}
    assert not RegisterDraft.objects.exists()


def test_without_a_script_a_button_keeps_and_clears_it(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    page = browser.get(ADDRESS).text
    assert f'formaction="{KEEP}"' in page
    kept = browser.post(KEEP, {**_form(browser), "draft": _hidden(page, "draft")})
    assert kept.headers["Location"] == f"{ADDRESS}?draft={RegisterDraft.objects.get().pk}"
    shown = browser.get(kept.headers["Location"]).text
    browser.post(f"{ADDRESS}draft/clear/", {"draft": _hidden(shown, "draft")})
    assert not RegisterDraft.objects.exists()


def test_more_than_anybody_looks_at_are_not_kept(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _form(browser)
    answers = [_keep(browser, form, draft=f"page{number}.0.").status_code for number in range(DRAFTS_MOST + 1)]
    assert answers == [200] * DRAFTS_MOST + [409]
    refused = browser.post(KEEP, {**form, "draft": "another.0."})
    assert refused.status_code == 409 and TEXT in refused.text, "what was typed is given back"


@pytest.mark.parametrize("draft", ["rubbish", "00000000-0000-0000-0000-000000000000"])
def test_an_address_that_names_none(cast: Cast, desk: Desk, draft: str) -> None:
    assert desk("registrar").get(f"{ADDRESS}?draft={draft}").status_code == (200 if draft == "rubbish" else 404)
