"""The same step in two tabs, or two people at one counter: nothing is overwritten without a word."""

from huiyin.matters.models import Matter
from tests.cast import Cast
from tests.portal.walker import TEXT, WHAT, Citizen


def _text(citizen: Citizen) -> str:
    return citizen.page("/file/what/")


def test_the_later_tab_is_shown_and_both_texts_stand_there(cast: Cast) -> None:
    citizen = Citizen()
    citizen.press("what", **WHAT)
    first, second = citizen.shown("what"), citizen.shown("what")
    assert citizen.press("what", **{**WHAT, "text": "第一个窗口里改的"}, page=first).status_code == 302
    answer = citizen.press("what", **{**WHAT, "text": "第二个窗口里改的"}, page=second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "第一个窗口里改的" in page and "第二个窗口里改的" in page
    assert "第二个窗口里改的" not in _text(citizen)
    # Having seen both, the person decides: the page that came back may keep its own words.
    chosen = page.partition('name="page" value="')[2].partition('"')[0]
    assert citizen.press("what", **{**WHAT, "text": "第二个窗口里改的"}, page=chosen).status_code == 302
    assert "第二个窗口里改的" in _text(citizen)


def test_two_tabs_that_were_opened_before_anything_was_typed(cast: Cast) -> None:
    citizen = Citizen()
    first, second = citizen.shown("what"), citizen.shown("what")
    assert citizen.press("what", **WHAT, page=first).status_code == 302
    answer = citizen.press("what", **{**WHAT, "text": "另一段"}, page=second)
    assert answer.status_code == 409
    assert TEXT in answer.content.decode() and "另一段" in answer.content.decode()


def test_autosave_overwrites_no_more_than_a_press(cast: Cast) -> None:
    citizen = Citizen()
    first, second = citizen.shown("what"), citizen.shown("what")
    keep = "/file/what/keep/"
    for text in ("一", "一二", "一二三"):
        assert citizen.client.post(keep, {"text": text, "page": first}).status_code == 204
    assert citizen.client.post(keep, {"text": "别的", "page": second}).status_code == 409
    assert "一二三" in _text(citizen) and "别的" not in _text(citizen)
    assert citizen.press("what", **{**WHAT, "text": "一二三四"}, page=first).status_code == 302


def test_going_back_with_the_browsers_own_button_is_no_quarrel(cast: Cast) -> None:
    citizen = Citizen()
    page = citizen.shown("what")
    for text in (TEXT, TEXT + "还有一点。"):
        assert citizen.press("what", **{**WHAT, "text": text}, page=page).status_code == 302
    assert "还有一点。" in _text(citizen)


def test_different_steps_in_two_tabs_do_not_disturb_each_other(cast: Cast) -> None:
    citizen = Citizen()
    citizen.press("what", **WHAT)
    requests, about = citizen.shown("requests"), citizen.shown("about")
    assert citizen.press("requests", request_1="修好电梯", page=requests).status_code == 302
    assert citizen.press("about", respondent="", page=about).status_code == 302
    assert "修好电梯" in citizen.page("/file/check/")


def test_the_next_persons_draft_takes_nothing_from_the_page_of_the_one_before(cast: Cast) -> None:
    """Two people at one counter: the first one's page still stands in another window."""
    citizen = Citizen()
    citizen.press("what", **{**WHAT, "text": "前一个人的事"})
    left_open = citizen.shown("requests")
    citizen.client.post("/file/over/")
    citizen.press("what", **{**WHAT, "text": "后一个人的事"})
    answer = citizen.press("requests", request_1="前一个人的要求", page=left_open)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "前一个人的要求" in page and "后一个人的事" not in page
    # Pressing "next" again changes nothing; only the button that says so does.
    still = page.partition('name="page" value="')[2].partition('"')[0]
    assert citizen.press("requests", request_1="前一个人的要求", page=still).status_code == 409
    assert "前一个人的要求" not in citizen.page("/file/requests/")
    assert citizen.press("requests", do="replace", request_1="前一个人的要求", page=still).status_code == 302
    assert "前一个人的要求" in citizen.page("/file/requests/")
    assert "后一个人的事" not in _text(citizen)


def test_what_is_sent_is_what_the_page_showed(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    page = citizen.shown("check")
    citizen.press("what", **{**WHAT, "text": "后来改成这样"})
    answer = citizen.client.post("/file/check/", {"page": page})
    assert answer.status_code == 409
    assert "后来改成这样" in answer.content.decode()
    assert not Matter.objects.exists()
    assert citizen.client.post("/file/check/", {"page": citizen.shown("check")}).status_code == 302
    assert Matter.objects.get().text == "后来改成这样"


def test_typing_on_after_the_draft_was_sent_is_shown_and_kept_on_the_page(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    page = citizen.shown("what")
    citizen.send()
    assert citizen.client.post("/file/what/keep/", {"text": "再补一句", "page": page}).status_code == 409
    same_site = {"Sec-Fetch-Site": "same-origin"}
    answer = citizen.client.post("/file/what/", {**WHAT, "text": "再补一句话", "page": page}, headers=same_site)
    assert answer.status_code == 409
    assert "再补一句话" in answer.content.decode()
