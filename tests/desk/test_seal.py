"""A sealed matter on the desk: the passphrase's page, opening, files, two readers for who filed."""

import io

import pytest

from huiyin.documents.services import file_store
from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.ids import new_token
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.models import Attachment
from huiyin.matters.register.services.register import Registered
from tests.cast import PASSPHRASE, WHO, Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes

pytestmark = pytest.mark.django_db

TEXT, FILE = "有人借发放补助收好处费。", "收据影印：每户二百元".encode()


@pytest.fixture
def sealed(cast: Cast) -> Registered:
    cast.seal_keys("registrar", "office_approver")
    kept = file_store(content=io.BytesIO(FILE), name="收据.txt", at=cast.at)
    return web_filing_register(
        kind=Kind.SUGGESTION, text=TEXT, requests=["查清", "退钱"], identity=WHO, token=new_token(), at=cast.at,
        file_ids=[kept.pk], secrecy=Secrecy.SEALED,
    )  # fmt: skip


def test_a_reader_opens_it_for_one_page(sealed: Registered, desk: Desk) -> None:
    hand = Hand(desk("registrar"))
    page = hand.look(sealed)
    assert TEXT not in page
    assert {"open_seal", "add_reader", "ask_unsealing"} <= codes(page)
    assert not {"agree_unsealing", "unseal", "open_identity"} & codes(page)
    wrong = hand.send(sealed, "open_seal", purpose="判断由谁办", passphrase="不是这个口令")
    assert wrong.status_code == 422
    assert "口令不对" in wrong.text
    assert "不是这个口令" not in wrong.text
    opened = hand.send(sealed, "open_seal", purpose="判断由谁办", passphrase=PASSPHRASE)
    assert opened.status_code == 200
    assert TEXT in opened.text
    assert "退钱" in opened.text
    assert opened.headers["Cache-Control"] == "private, no-store"
    assert TEXT not in hand.look(sealed)
    assert "判断由谁办" in hand.look(sealed)


def test_a_sealed_file_is_fetched_with_the_passphrase(sealed: Registered, desk: Desk) -> None:
    browser = desk("registrar")
    (attachment,) = Attachment.objects.filter(matter_id=sealed.matter_id)
    where = f"/desk/matters/{sealed.number}/sealed/{attachment.pk}/"
    got = browser.post(where, {"purpose": "核对收据", "passphrase": PASSPHRASE})
    assert got.content == FILE
    assert "attachment" in got.headers["Content-Disposition"]
    assert "frame-ancestors 'none'" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    refused = browser.post(where, {"purpose": "核对收据", "passphrase": "x"})
    assert refused.status_code == 422
    assert "口令不对" in refused.text
    plain = browser.get(f"/desk/matters/{sealed.number}/files/{attachment.pk}/")
    assert FILE not in b"".join(plain.streaming_content)  # type: ignore[attr-defined]


def test_a_colleague_without_a_share_is_shown_whom_to_ask(sealed: Registered, desk: Desk) -> None:
    page = Hand(desk("office_leader")).look(sealed)
    assert "您不在能看的人之内" in page
    assert page.count("您不在能看的人之内") == 1
    assert not {"open_seal", "add_reader", "ask_unsealing"} & codes(page)


def test_who_filed_is_seen_with_the_word_of_another(sealed: Registered, desk: Desk) -> None:
    first, second = Hand(desk("registrar")), Hand(desk("office_approver"))
    first.do(sealed, "ask_unsealing", purpose="当面核实材料")
    assert "agree_unsealing" not in codes(first.look(sealed))
    second.do(sealed, "agree_unsealing")
    shown = first.send(sealed, "unseal", passphrase=PASSPHRASE)
    assert shown.status_code == 200
    assert WHO.name in shown.text
    assert WHO.name not in first.look(sealed)
    assert "unseal" not in codes(first.look(sealed))


def test_a_colleague_is_let_read(cast: Cast, sealed: Registered, desk: Desk) -> None:
    cast.seal_keys("office_leader")
    hand = Hand(desk("registrar"))
    assert "严知行" in hand.unfold(sealed, "add_reader")
    hand.do(sealed, "add_reader", officer=str(cast.officers["office_leader"]), passphrase=PASSPHRASE)
    opened = Hand(desk("office_leader")).send(sealed, "open_seal", purpose="审批需要", passphrase=PASSPHRASE)
    assert TEXT in opened.text


def test_the_page_of_the_passphrase(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")

    def refusal(form: str, **given: str) -> str:
        answer = browser.post("/desk/seal-key/", {"form": form, **given})
        assert answer.status_code == 422
        return answer.text

    assert "两次输入的不一样" in refusal("create", new=PASSPHRASE, again="x")
    assert "至少 12 个字符" in refusal("create", new="short", again="short")
    assert browser.post("/desk/seal-key/", {"form": "change"}).status_code == 404
    assert (
        browser.post("/desk/seal-key/", {"form": "create", "new": PASSPHRASE, "again": PASSPHRASE}).status_code == 302
    )
    assert "口令不对" in refusal("change", passphrase="x" * 12, new="y" * 12, again="y" * 12)
    answer = browser.post(
        "/desk/seal-key/",
        {"form": "change", "passphrase": PASSPHRASE, "new": "y" * 12, "again": "y" * 12},
        follow=True,
    )
    assert "口令已换。" in answer.text
    assert "请填写这一项" in refusal("replace", new="z" * 12, again="z" * 12)
    answer = browser.post(
        "/desk/seal-key/", {"form": "replace", "new": "z" * 12, "again": "z" * 12, "sure": "on"}, follow=True
    )
    assert "密封口令已重设" in answer.text


def test_the_sealed_matter_goes_all_the_way(cast: Cast, sealed: Registered, desk: Desk) -> None:
    """Every page and letter of it shows the placeholder, each request gets its opinion."""
    cast.seal_keys("housing_registrar")
    hand = Hand(desk("registrar"))
    hand.do(sealed, "accept")
    hand.do(sealed, "add_reader", officer=str(cast.officers["housing_registrar"]), passphrase=PASSPHRASE)
    hand.do(sealed, "assign_unit", unit=str(cast.units["housing"]), words="")
    bureau = Hand(desk("housing_registrar"))
    assert TEXT in bureau.send(sealed, "open_seal", purpose="安排承办", passphrase=PASSPHRASE).text
    bureau.do(sealed, "assign_handler", handler=str(cast.officers["handler"]))
    page = Hand(desk("handler")).look(sealed)
    assert page.count("（密封）") >= 3
