"""What a notice says: a number, a day, how many, an address to look at. Nothing else can get in."""

import re
from datetime import date

import pytest

from huiyin.kernel.ids import format_matter_number, new_token, receipt_code
from huiyin.notices.rendering import render
from huiyin.notices.rules import ALLOWED_PARAMS, MAX_TRIES, mask_address, params_refused, wait_after
from huiyin.notices.templates import TEMPLATES

NUMBER = "2026112129054581"
PARAMS = {"number": NUMBER, "path": "/lookup/", "due_on": "2026-12-30", "count": "12"}

every_template = pytest.mark.parametrize("code", sorted(TEMPLATES))


@every_template
def test_a_template_has_places_for_number_and_day_only(code: str) -> None:
    """Whatever a template says beyond its fixed words is one of the allowed parameters, and no other format."""
    template = TEMPLATES[code]
    text = "\n".join((template.subject, *template.lines))
    places = set(re.findall(r"%\((\w+)\)s", text))
    assert places <= ALLOWED_PARAMS == {"number", "path", "due_on", "count"}
    assert "%" not in re.sub(r"%\(\w+\)s", "", text)


@every_template
def test_a_rendered_notice_is_its_fixed_words_and_the_allowed_values(code: str) -> None:
    """Two notices of one template differ in number, day and address, and in nothing else."""
    other = {"number": "2026112200000001", "path": "/other/", "due_on": "2027-01-02", "count": "34"}
    first, second = render(template=code, params=PARAMS), render(template=code, params=other)

    def bare(text: str, params: dict[str, str]) -> str:
        due_on = date.fromisoformat(params["due_on"])
        day = f"{due_on.year}年{due_on.month}月{due_on.day}日"
        bared = text.replace(format_matter_number(params["number"]), "#").replace(params["path"], "@")
        bared = re.sub(rf"\b{params['count']}\b", "N", bared) if code.startswith("officer_") else bared
        # The English day has a name for its month; all its forms are dates.
        return re.sub(r"[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}", "DAY", bared.replace(day, "DAY"))

    assert bare(first.subject, PARAMS) == bare(second.subject, other)
    assert bare(first.body, PARAMS) == bare(second.body, other)


@every_template
def test_a_notice_names_the_matter_and_where_to_look(code: str) -> None:
    """The number as people read it; what is about no matter has a day or a count, or the address alone."""
    rendered = render(template=code, params=PARAMS)
    about = {
        "appointment": "2026年12月30日",
        "home": "2026年12月30日", "talk": "约谈", "recommendation": "建议书",
        "officer": "12", "grant": "任用", "post": "职位",
        "account": "账号", "unit": "单位", "task": "任务", "return": "报告", "plan_period_led": "攻坚",
    }  # fmt: skip
    words = about.get(code) or about.get(code.partition("_")[0], "20261121-2905-4581")
    assert words in rendered.subject
    assert any(line.endswith("/lookup/") and line.startswith("http") for line in rendered.body.splitlines())
    assert "\n" not in rendered.subject


def test_a_notice_that_several_moves_send_is_true_of_each() -> None:
    """A draft that was returned is no new matter, and who withdraws has written nothing."""
    shared = {code: "".join((TEMPLATES[code].subject, *TEMPLATES[code].lines)) for code in TEMPLATES}
    assert "新" not in shared["matter_assigned"] and "交给" not in shared["matter_assigned"]
    assert "撤回" in shared["petitioner_wrote"] and "留言" not in shared["petitioner_wrote"]


def test_an_untranslated_notice_is_not_sent_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an English catalogue the Chinese stands alone."""
    monkeypatch.setattr("huiyin.notices.rendering.gettext", lambda text: text)
    assert render(template="matter_news", params=PARAMS).subject == "[回音] 您的诉求有新进展：20261121-2905-4581"
    assert render(template="matter_late", params=PARAMS).body.count("2026") == 2  # the number and the day


@pytest.mark.parametrize(
    ("params", "refused"),
    [
        ({"number": NUMBER}, None),
        ({"number": NUMBER, "path": "/lookup/"}, None),
        ({"number": NUMBER, "path": "/desk/matters/0193b2f4-0000-7000-8000-000000000001/"}, None),
        ({"number": NUMBER, "due_on": "2026-12-30"}, None),
        ({}, "number"),
        ({"number": NUMBER, "name": "林知夏"}, "name"),
        ({"number": NUMBER, "text": "……"}, "text"),
        ({"number": "林知夏"}, "number"),
        ({"number": "2026112129054582"}, "number"),
        ({"number": NUMBER, "due_on": "尽快"}, "due_on"),
        ({"number": NUMBER, "due_on": "20261230"}, "due_on"),
        ({"number": NUMBER, "path": "https://elsewhere.example/"}, "path"),
        ({"number": NUMBER, "path": "//elsewhere.example/"}, "path"),
        ({"number": NUMBER, "path": "/lookup/?name=林知夏"}, "path"),
        ({"number": NUMBER, "path": "/lookup/?code=1"}, "path"),
        ({"number": NUMBER, "path": "/柳湾镇/"}, "path"),
        ({"number": NUMBER, "path": "/lookup/\n"}, "path"),
        ({"number": NUMBER, "path": "/" + "a" * 200}, "path"),
        ({"number": NUMBER, "count": "12"}, None),
        ({"number": NUMBER, "count": "很多"}, "count"),
        ({"number": NUMBER, "count": "0"}, "count"),
    ],
)
def test_parameters_have_one_form_each(params: dict[str, str], refused: str | None) -> None:
    """A parameter is no place to hide text in."""
    assert params_refused(TEMPLATES["matter_news"], params) == refused


def test_a_link_never_carries_a_receipt_code() -> None:
    """The code opens the matter; whoever reads the mail isn't the petitioner for sure."""
    code = receipt_code(key=b"k" * 32, token=new_token())
    assert params_refused(TEMPLATES["matter_news"], {"number": NUMBER, "path": f"/lookup/{code}/"}) == "path"


def test_tries_go_on_for_three_days() -> None:
    """Quickly at first, then rarely, then no more."""
    waits = [wait_after(tries) for tries in range(1, MAX_TRIES + 1)]
    assert waits.pop() is None
    minutes = [wait.total_seconds() / 60 for wait in waits if wait is not None]
    assert minutes[:5] == [1, 5, 15, 60, 240]
    assert len(minutes) == 11
    assert 2.9 * 24 * 60 < sum(minutes) < 3.1 * 24 * 60


def test_a_masked_address_tells_its_first_character() -> None:
    """And nothing of the rest."""
    assert mask_address("chen@office.example") == "c…@…"
    assert mask_address("") == "…"
