"""What Chinese input methods give, and what can't be seen: read as it is meant, or refused with a fitting word."""

import re
from typing import Any

import pytest

from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.messages.errors import MessageMissing
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Matter
from huiyin.matters.register.errors import RequestMissing, TextMissing
from tests.cast import Cast
from tests.kernel.test_text import wide
from tests.portal.walker import NAME, WHAT, WHO, Citizen

BLANKS = ("\u200b\u200d\ufeff", "\u2800\u3164", "\u115f \u1160\n\uffa0", "\ufe0f\u00ad\u034f")


@pytest.mark.parametrize(
    "email",
    ["beichen" + wide("@") + "example.invalid", wide("beichen") + "@example.invalid", "beichen@example。invalid"],
)
def test_a_full_width_address_and_number_are_kept_as_they_are_meant(cast: Cast, email: str) -> None:
    citizen = Citizen()
    citizen.write(who="named", name=NAME, phone=wide("19900007788"), email=email)
    # Already where it is looked over once more before it is sent.
    check = citizen.page("/file/check/")
    assert "19900007788" in check and "beichen@example.invalid" in check and wide("1990") not in check
    assert re.search(r"<dt>种类</dt>", check) and not re.search(r"<dt>类别</dt>", check)
    assert citizen.send().status_code == 302
    matter = Matter.objects.get()
    registrar = cast.actor("registrar")
    found = matter_open_identity(actor=registrar, matter_id=matter.pk, purpose="核实情况", at=matter.received_at)
    assert (found.email, found.phone) == ("beichen@example.invalid", "19900007788")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"phone": "①②③④⑤⑥", "email": ""}, "电话号码少了几位"),
        ({"email": "beichen" + wide("@")}, "邮箱写得不完整"),
        ({"name": "长" * 81}, "最多 80 字，现在有 81 字，请写短一些。"),
        # What can't be seen is no way to reach anybody.
        ({"phone": "", "email": "", "address": "\u3164\u2800"}, "请至少留一样"),
    ],
)
def test_what_isnt_one_is_refused_with_a_fitting_word(cast: Cast, given: dict[str, str], message: str) -> None:
    answer = Citizen().press("who", **{**WHO, **given})
    assert answer.status_code == 422
    assert message in answer.content.decode() and "作为附件" not in answer.content.decode()


@pytest.mark.parametrize("blank", BLANKS)
def test_a_matter_without_anything_to_see_is_refused(cast: Cast, blank: str) -> None:
    citizen = Citizen()
    answer = citizen.press("what", **{**WHAT, "text": blank})
    assert answer.status_code == 422 and "请写下发生了什么" in answer.content.decode()
    assert citizen.press("requests", request_1=blank).status_code == 422
    given: list[tuple[type[Exception], dict[str, Any]]] = [
        (TextMissing, {"text": blank}), (RequestMissing, {"requests": (blank, "")}),
    ]  # fmt: skip
    for refusal, wrong in given:
        with pytest.raises(refusal):
            cast.file(**wrong)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("blank", BLANKS)
def test_titles_and_messages_are_never_invisible(cast: Cast, blank: str) -> None:
    filed = cast.file(title=blank)
    assert cast.matter(filed).title.strip(blank)
    for write, actor in ((petitioner_write, cast.petitioner(filed)), (matter_note, cast.actor("registrar"))):
        with pytest.raises(MessageMissing):
            write(actor=actor, matter_id=filed.matter_id, body=blank, at=cast.at)
