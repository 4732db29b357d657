"""Several people file together: one page more each for those who say so, links to hand on, and who signs by them."""

import re

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from huiyin.intake.rules.draft import DraftContent, DraftState, draft_from_bytes, draft_to_bytes
from huiyin.kernel.ids import format_matter_number, parse_receipt_code
from huiyin.matters.joint.selectors.hand_out import hand_out
from huiyin.matters.joint.services.joint import representative_name
from huiyin.matters.joint.services.proposing import list_open
from huiyin.matters.models import CoSigner, Matter, Representative, SignList
from huiyin.vault.services import IdentityDraft
from tests.attack.test_stored import found_in_rows
from tests.cast import Cast
from tests.portal.walker import KIND, NAME, PHONE, TEXT, WHO, Citizen, digits_on, phone_asked

_TOGETHER = {**WHO, "behalf": "together"}
_SPEAKERS = {"name_1": "甲代表", "phone_1": "19900001111", "name_2": "乙代表", "phone_2": "19900002222"}
_SIGNER = {"name": "丙签名", "phone": "19900003333", "agree": "on"}


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


def filled(**kind: str) -> Citizen:
    """All steps of a draft that several people file, not sent."""
    citizen = Citizen()
    citizen.write()
    citizen.press("kind", **{**KIND, **kind})
    assert citizen.press("who", **_TOGETHER).headers["Location"] == "/file/together/"
    assert citizen.press("together", people="23", gather="gather").headers["Location"] == "/file/speakers/"
    assert citizen.press("speakers", **_SPEAKERS).headers["Location"] == "/file/check/"
    return citizen


def sent() -> tuple[Citizen, str]:
    """Filed together; gives the browser and the receipt's page."""
    citizen = filled()
    assert citizen.send().status_code == 302
    return citizen, citizen.receipt_page()


def links(page: str) -> tuple[str, list[str]]:
    """The path of the list and those of the representatives."""
    [list_path] = set(re.findall(r'id="sign-link">[^<]*?(/sign/[^<]+)<', page))
    return list_path, re.findall(r'id="speaker-link-\d">[^<]*?(/joint/pick/[^<]+)<', page)


def pressed(citizen: Citizen, path: str, **typed: str) -> str:
    """Fill in what stands under a link and press; gives the answer's page."""
    token = re.search(r'name="token" value="([^"]+)"', citizen.page(path))
    assert token
    return citizen.client.post(path, {"token": token[1], **typed}).content.decode()


def code_on(page: str) -> str:
    found = re.search(r'id="code">([^<]+)<', page)
    assert found, page
    return parse_receipt_code(found[1]) or ""


def test_the_choice_costs_a_single_filer_nothing(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    assert "第 7 步，共 8 步" in citizen.page("/file/who/")
    assert citizen.press("who", **{**_TOGETHER, "behalf": "alone"}).headers["Location"] == "/file/check/"
    assert "一共多少人" not in citizen.page("/file/check/")
    citizen.send()
    assert not re.search("/sign/|/joint/pick/", citizen.receipt_page())
    assert not Representative.objects.exists() and not SignList.objects.exists()


def test_a_number_of_a_representative_that_looks_like_a_slip_is_asked_about_once(cast: Cast) -> None:
    citizen = filled()
    slips = _SPEAKERS | {"phone_2": "1990000222"}
    page = citizen.press("speakers", **slips)
    assert page.status_code == 422 and "这个号码是 10 位，手机号是 11 位。" in page.text
    assert citizen.press("speakers", **slips).headers["Location"] == "/file/check/"


def test_a_number_in_a_page_of_its_own_is_asked_about_once(cast: Cast) -> None:
    """What keeps no draft: whoever signs, and a representative who is named later."""
    citizen, page = sent()
    signer, [list_path, _speakers] = Citizen(), links(page)
    slip = _SIGNER | {"phone": "1990000333"}
    asked = pressed(signer, list_path, **slip)
    assert "这个号码是 10 位，手机号是 11 位。" in asked and not CoSigner.objects.exists()
    again = slip | {"phone_asked": phone_asked(asked)}
    assert "这个号码是 12 位" in pressed(signer, list_path, **again | {"phone": "199000033334"})
    assert code_on(pressed(signer, list_path, **again)) and CoSigner.objects.count() == 1

    citizen.look_up(*citizen.receipt())
    named = {"name": "戊代表", "phone": "1990000555", "email": ""}
    answer = citizen.client.post("/status/joint/", named)
    assert answer.status_code == 422 and Representative.objects.count() == 2
    named["phone_asked"] = phone_asked(answer.content.decode())
    assert citizen.client.post("/status/joint/", named).status_code == 302 and Representative.objects.count() == 3


def test_a_joint_matter_is_filed_at_once_with_links(cast: Cast) -> None:
    citizen = filled()
    assert "第 8 步，共 10 步" in citizen.page("/file/together/") and "第 9 步，共 10 步" in citizen.page(
        "/file/speakers/"
    )
    last = citizen.page("/file/check/")
    assert all(
        word in last for word in ("大约多少人", "23", "甲代表、19900001111", "给我链接和二维码", "第 10 步，共 10 步")
    )
    assert citizen.send().status_code == 302
    page = citizen.receipt_page()
    list_path, speakers = links(page)
    assert len(speakers) == 2 and Matter.objects.get().next_due_at
    assert "大约 23 人，推选代表 2 位" in _status(citizen)
    # Pressed twice, or looked at again: the same links.
    assert citizen.send().status_code == 302
    assert links(citizen.receipt_page()) == (list_path, speakers)
    assert Representative.objects.count() == 2
    stored = found_in_rows(
        "甲代表", "19900001111", *(end.strip("/").rpartition("/")[2] for end in (list_path, *speakers))
    )
    assert stored == []


def _status(citizen: Citizen) -> str:
    number, code = citizen.receipt()
    citizen.look_up(number, code)
    return citizen.page("/status/")


@pytest.mark.parametrize(
    ("step", "typed", "sentence"),
    [
        ("together", {"people": ""}, "请写大约多少人"),
        ("together", {"people": "很多"}, "请写数字"),
        ("together", {"people": "1"}, "联名至少两个人"),
        ("speakers", {"name_1": "甲代表", "phone_1": ""}, "请写下这位代表的电话"),
        ("speakers", {"name_1": "", "phone_1": "19900001111"}, "请写下这位代表的姓名"),
        ("speakers", {**_SPEAKERS, "name_2": "甲代表", "phone_2": "19900001111"}, "这一位上面写过了"),
        ("speakers", {"name_1": "甲代表", "phone_1": "19900001111", "email_1": "x"}, "邮箱写得不完整"),
        ("who", {**_TOGETHER, "seal": "on"}, "不能联名"),
    ],
)
def test_what_is_wrong_is_named_and_never_sent(cast: Cast, step: str, typed: dict[str, str], sentence: str) -> None:
    cast.seal_keys("registrar", "office_approver")
    citizen = filled()
    answer = citizen.press(step, **typed)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert citizen.send().headers["Location"] == f"/file/{step}/?wrong=1&back=check"
    assert not Matter.objects.exists()


def test_rows_of_representatives_grow_to_five_and_may_stay_empty(cast: Cast) -> None:
    citizen = filled()
    for count in range(3, 6):
        citizen.press("speakers", do="add_speaker", **{f"name_{place}": "" for place in range(1, count)})
        assert f"第 {count} 位代表" in citizen.page("/file/speakers/")
    assert "再加一位" not in citizen.page("/file/speakers/")
    assert citizen.press("speakers", **{f"name_{place}": " " for place in range(1, 6)}).status_code == 302
    assert "现在不推选" in citizen.page("/file/check/")
    assert citizen.send().status_code == 302
    assert not Representative.objects.exists() and SignList.objects.exists()


def test_a_choice_at_the_end_leads_through_its_own_steps(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    assert citizen.press("who", query="?back=check", **_TOGETHER).headers["Location"] == "/file/together/"
    # Whoever sends without looking at it is led there.
    assert citizen.send().headers["Location"] == "/file/together/?wrong=1&back=check"
    citizen.press("together", people="23.0", gather="not")
    assert citizen.press("who", query="?back=check", **_TOGETHER).headers["Location"] == "/file/check/"
    citizen.send()
    assert not SignList.objects.exists()
    assert "请大家一起签名" not in _status(citizen) and "联名：签名链接、代表" in citizen.page("/status/")


def test_an_accusation_is_offered_no_list(cast: Cast) -> None:
    citizen = filled(kind="accusation")
    page = citizen.page("/file/together/")
    assert "不开网上签名" in page and 'name="gather"' not in page
    citizen.press("about", concerned="云渡县住房和城乡建设局", accused="1")
    assert citizen.send().status_code == 302, citizen.page("/file/check/")
    assert not SignList.objects.exists() and Representative.objects.count() == 2
    citizen.look_up(*citizen.receipt())
    assert "不开网上签名" in citizen.page("/status/joint/")
    assert citizen.client.post("/status/joint/list/", {"do": "open"}).status_code == 403


def test_a_draft_and_a_page_of_before_keep_what_they_hold(cast: Cast) -> None:
    content = DraftContent(together="together", speaker_names=("甲",), speaker_phones=("1",), speaker_emails=("",))
    assert draft_from_bytes(draft_to_bytes(DraftState(content))).content == content
    citizen = filled()
    # The page of before, with its box: whoever had said that several file it still says so.
    citizen.press("who", **{**WHO, "asks_for_other": "1"})
    assert "一共多少人" in citizen.page("/file/check/")


def test_under_the_link_stand_the_words_and_no_name(cast: Cast) -> None:
    _, receipt = sent()
    list_path, _ = links(receipt)
    stranger = Citizen()
    answer = stranger.client.get(list_path)
    page = answer.content.decode()
    assert TEXT in page and "修好电梯" in page
    number = Matter.objects.get().number
    assert not any(word in page for word in (NAME, PHONE, "甲代表", number, format_matter_number(number), "23 人"))
    assert "no-store" in answer.headers["Cache-Control"] and "noindex" in answer.headers["X-Robots-Tag"]
    assert stranger.client.get("/sign/K7QM-3XTD-92RB-WV8H-5CC/").status_code == 404


def test_a_signer_gets_a_code_follows_and_withdraws(cast: Cast) -> None:
    citizen, receipt = sent()
    list_path, _ = links(receipt)
    signer = Citizen()
    for missing, sentence in (
        ("name", "请写下您的姓名"), ("phone", "请写电话或者住址"), ("agree", "同意的，请勾上"),
    ):  # fmt: skip
        wrong = pressed(signer, list_path, **{name: text for name, text in _SIGNER.items() if name != missing})
        assert sentence in wrong
    assert not CoSigner.objects.exists()
    shown = pressed(signer, list_path, **_SIGNER)
    code = code_on(shown)
    assert parse_receipt_code(digits_on(shown)) == code
    assert found_in_rows("丙签名", "19900003333", code) == []
    assert signer.look_up("", code).headers["Location"] == "/signed/"
    page = signer.page("/signed/")
    assert "您在联名单上" in page and TEXT in page
    assert not any(word in page for word in (NAME, "甲代表", "丙签名"))
    # Neither page of anybody else opens by it.
    for path in ("/status/", "/joint/"):
        assert signer.client.get(path).headers.get("Location") == "/lookup/"
    for wants in ("yes", "no"):
        signer.client.post("/signed/news/", {"wants": wants})
        assert CoSigner.objects.get().wants_news is (wants == "yes")
    assert "撤回您的签名" in signer.page("/signed/withdraw/") and CoSigner.objects.get().withdrawn_at is None
    assert signer.client.post("/signed/withdraw/").headers["Location"] == "/"
    assert signer.client.get("/signed/").headers["Location"] == "/lookup/"
    assert signer.look_up("", code).status_code == 422
    citizen.look_up(*citizen.receipt())
    assert "连您在内，联名 1 人" in citizen.page("/status/joint/")


def test_pressed_twice_it_is_one_signature_and_the_paper_has_its_code(cast: Cast) -> None:
    _, receipt = sent()
    list_path, _ = links(receipt)
    signer = Citizen()
    token = re.findall(r'name="token" value="([^"]+)"', signer.page(list_path))[0]
    answers = [signer.client.post(list_path, {"token": token, **_SIGNER}).content.decode() for _ in range(2)]
    assert code_on(answers[0]) == code_on(answers[1]) and CoSigner.objects.count() == 1
    paper = signer.client.post("/joint/receipt/pdf/", {"token": token})
    assert paper.headers["Content-Type"] == "application/pdf" and "no-store" in paper.headers["Cache-Control"]
    assert signer.client.post("/joint/receipt/pdf/", {"token": "x"}).status_code == 404
    assert signer.client.get("/joint/receipt/pdf/").status_code == 405


def test_a_flood_reads_when_and_keeps_its_words(cast: Cast, settings: Settings) -> None:
    settings.HUIYIN_SIGNATURES_OF_NETWORK = 2
    _, receipt = sent()
    list_path, _ = links(receipt)
    signer = Citizen()
    assert code_on(pressed(signer, list_path, **_SIGNER))
    refused = pressed(signer, list_path, **{**_SIGNER, "name": "丁签名"})
    assert "请过 30 分钟再按一次" in refused and 'value="丁签名"' in refused
    elsewhere = Citizen(REMOTE_ADDR="198.51.100.9")
    assert code_on(pressed(elsewhere, list_path, **{**_SIGNER, "name": "丁签名"}))


def test_a_representative_picks_up_by_a_press_and_once(cast: Cast) -> None:
    citizen, receipt = sent()
    _, [first, second] = links(receipt)
    speaker = Citizen()
    # Programs that look at links in messages open it, and nothing is used up.
    for _ in range(2):
        assert TEXT in speaker.page(first)
    code = code_on(pressed(speaker, first, do="agree"))
    assert speaker.client.get(first).status_code == 404
    assert speaker.look_up("", code).headers["Location"] == "/joint/"
    page = speaker.page("/joint/")
    assert TEXT in page and NAME not in page and "不再做代表" in page
    assert "不做代表" in speaker.client.post(second, {"do": "decline"}, follow=True).content.decode()
    citizen.look_up(*citizen.receipt())
    own = citizen.page("/status/joint/")
    assert "领了查询码" in own and "连您在内，联名 2 人，代表 1 人" in own
    assert speaker.client.post("/joint/step-down/").headers["Location"] == "/"
    assert speaker.client.get("/joint/").headers["Location"] == "/lookup/"


def test_whom_the_counter_named_reads_what_they_read_before(cast: Cast) -> None:
    filed = cast.file(text=TEXT)
    person = IdentityDraft(name="甲邻居", phone="19900001111")
    named = representative_name(actor=cast.actor("registrar"), matter_id=filed.matter_id, person=person, at=cast.at)
    speaker = Citizen()
    speaker.look_up(filed.number, named.code)
    assert TEXT not in speaker.page("/joint/") and speaker.client.get("/joint/step-down/").status_code == 404


def test_the_petitioner_closes_opens_renews_and_drops(cast: Cast) -> None:
    citizen, receipt = sent()
    list_path, [first, _] = links(receipt)
    citizen.look_up(*citizen.receipt())
    citizen.client.post("/status/joint/list/", {"do": "close"})
    closed = Citizen().page(list_path)
    assert "现在不收签名" in closed and TEXT not in closed
    assert Citizen().client.post(list_path, {**_SIGNER, "token": "t" * 43}).status_code == 409
    citizen.client.post("/status/joint/list/", {"do": "open"})
    assert TEXT in Citizen().page(list_path)
    citizen.client.post("/status/joint/speakers/1/", {"do": "renew"})
    assert Citizen().client.get(first).status_code == 404
    _, [renewed, other] = links(citizen.page("/status/joint/"))
    assert renewed != first and TEXT in Citizen().page(renewed)
    citizen.client.post("/status/joint/speakers/2/", {"do": "drop"})
    assert Citizen().client.get(other).status_code == 404
    added = citizen.client.post("/status/joint/", {"name": "丁代表", "phone": "19900004444", "email": ""})
    assert added.status_code == 302 and Representative.objects.filter(removed_at=None).count() == 2
    again = citizen.client.post("/status/joint/", {"name": "丁代表", "phone": "19900004444", "email": ""})
    assert again.status_code == 422 and "这位已经是代表" in again.content.decode()
    sheet = citizen.page("/status/joint/sheet/")
    assert TEXT in sheet and list_path in sheet and NAME not in sheet and "丁代表" not in sheet


def test_a_single_matter_becomes_one_of_many_later(cast: Cast) -> None:
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    assert "请大家一起签名，或者推选代表" in citizen.page("/status/")
    assert citizen.client.get("/status/joint/sheet/").status_code == 404
    citizen.client.post("/status/joint/list/", {"do": "open"})
    path, _ = links(citizen.page("/status/joint/"))
    assert code_on(pressed(Citizen(), path, **_SIGNER))
    citizen.client.post("/status/withdraw/")
    assert "现在不收签名" in Citizen().page(path)


def test_a_shared_device_forgets_the_signer(cast: Cast) -> None:
    filed = cast.file(text=TEXT)
    list_open(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    signer = Citizen()
    path = f"/sign/{hand_out(matter_id=filed.matter_id).list_code}/"
    signer.look_up("", code_on(pressed(signer, path, **_SIGNER)))
    assert signer.client.get("/signed/").status_code == 200
    signer.client.post("/shared/")
    assert signer.client.get("/signed/").headers["Location"] == "/lookup/"
