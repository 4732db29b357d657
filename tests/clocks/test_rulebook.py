"""Reading rulebooks: what is wrong is refused by file, key and reason; a profile tightens and never loosens."""

import re
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from huiyin.clocks.checks import check_rulebooks
from huiyin.clocks.labels import LABELS
from huiyin.clocks.loading import RULEBOOKS, rulebook
from huiyin.clocks.rules.profiles import OfficeHoursMissing, ProfileMisplaced, RulebookLoosens, rulebooks_merge
from huiyin.clocks.rules.reading import rulebook_parse
from huiyin.clocks.rules.rulebook import KINDS, GroundOutcome, Layer, Rulebook, RulebookInvalid

LAW = (RULEBOOKS / "cn-2022.toml").read_text(encoding="utf-8")
COUNTY = (RULEBOOKS / "county.toml").read_text(encoding="utf-8")
OFFICE_PROFILE = """
code = "house"
name = "house"
instrument = "house"
version = "7"
valid_from = 2026-01-01
source = "the tests"
tightens = "cn-2022"
"""
# As the law has them: a profile writes the whole clock again.
ANSWER, WINDOW = (
    "\n[[clock]]\n" + next(part for part in LAW.split("[[clock]]\n") if part.startswith(head))
    for head in ('code = "answer"', 'code = "review_window"')
)


def law() -> Rulebook:
    return rulebook_parse(LAW, file="cn-2022.toml")


def office_rulebook(clock: str) -> Rulebook:
    return rulebook_parse(OFFICE_PROFILE + clock, file="house.toml")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("amount = 15", "amount = -1", "clock[1].amount"),
        ("amount = 15", "amount = true", "clock[1].amount"),
        ("amount = 15", 'amount = "15"', "clock[1].amount"),
        ("amount = 15", "", "clock[1].amount"),
        ("amount = 15", "amount = 15\namout = 1", "clock[1].amout"),
        ('unit = "day"', 'unit = "week"', "clock[1].unit"),
        ('starts = "registered"', 'starts = "born"', "clock[1].starts"),
        ('stops = ["accepted"', 'stops = ["registered"', "clock[1].stops"),
        ("warn = [-7, -3", "warn = [-3, -7", "clock[1].warn"),
        ("最迟 %(due)s 告诉", "最迟 %(day)s 告诉", "clock[1].running"),
        ("extend_days = 30", "", "clock[2].extend_article"),
        ('layer = "statutory"', 'layer = "custom"', "clock[1].layer"),
        ('outcome = "decline"', 'outcome = "no"', "ground[1].outcome"),
        ('code = "rechecked"', 'code = "pending"', "ground[2].code"),
        ('code = "inquiry"', 'code = "claim"', "kind[4].code"),
        ("valid_from = 2022-05-01", 'valid_from = "2022-05-01"', "valid_from"),
        ('version = "1"', "version = [", "-"),
    ],
)
def test_a_wrong_rulebook_is_refused_by_file_and_key(old: str, new: str, key: str) -> None:
    assert old in LAW
    with pytest.raises(RulebookInvalid) as refused:
        rulebook_parse(LAW.replace(old, new, 1), file="law.toml")
    assert (refused.value.params["file"], refused.value.params["key"]) == ("law.toml", key)
    assert refused.value.params["reason"]


def test_the_shipped_rulebooks_make_one() -> None:
    merged = rulebook()
    assert merged.ref == "cn-2022@1+county@1"
    amounts = {
        (code, kind): rule.amount
        for code in ("accept", "answer", "answer_promise", "answer_limit", "own", "accept_promise", "review_window")
        for kind in KINDS
        if (rule := merged.clock_rule(code=code, kind=kind))
    }
    assert {kind: amounts["accept", kind] for kind in KINDS} == dict.fromkeys(KINDS, 15)
    assert {kind: amounts["accept_promise", kind] for kind in KINDS} == dict.fromkeys(KINDS, 0)
    assert {kind: amounts["own", kind] for kind in KINDS} == dict.fromkeys(KINDS, 1)
    assert {kind: amounts["review_window", kind] for kind in KINDS} == dict.fromkeys(KINDS, 30)
    assert {kind: amounts.get(("answer", kind)) for kind in KINDS if ("answer", kind) in amounts} == {"claim": 60}
    assert {kind: amounts.get(("answer_promise", kind)) for kind in KINDS} == {
        "claim": 15,
        "suggestion": 15,
        "inquiry": 7,
        "accusation": None,
    }
    limits = {kind: amounts.get(("answer_limit", kind)) for kind in KINDS}
    assert limits == {"suggestion": 30, "accusation": 30, "inquiry": 30, "claim": 30}


def test_every_statutory_rule_ground_and_letter_names_an_article() -> None:
    merged = rulebook()
    lawful = [rule.article for rule in merged.clocks if rule.layer is Layer.STATUTORY]
    lawful += [rule.article for rule in merged.grounds] + [rule.article for rule in merged.letters]
    lawful += [rule.article for rule in merged.kinds]
    assert all(re.match("《[^》]+》", article) for article in lawful), lawful
    for kind in KINDS:
        assert all(merged.grounds_for(outcome=outcome, kind=kind) for outcome in GroundOutcome)
        for letter in ("receipt", "acceptance", "decline", "final", "redirect", "reply"):
            assert merged.letter(code=letter, kind=kind), (letter, kind)


def test_grounds_are_found_by_outcome_and_kind() -> None:
    merged = rulebook()
    rechecked = merged.ground("rechecked")
    assert rechecked is not None and rechecked.outcome is GroundOutcome.FINAL
    assert rechecked.article == "《信访工作条例》第三十六条"
    assert merged.ground("busy") is None
    for kind in KINDS:
        codes = {rule.code for rule in merged.grounds_for(outcome=GroundOutcome.REDIRECT, kind=kind)}
        assert ("discipline" in codes) == (kind == "accusation")


def test_claims_have_six_routes_and_four_of_them_a_ground() -> None:
    merged = law()
    assert [rule.ground for rule in merged.routes] == [
        "litigation", "arbitration", "party_procedure", "administrative_procedure", "", "",
    ]  # fmt: skip
    assert (route := merged.route_of_ground("arbitration")) and route.code == "arbitration"
    assert merged.route_of_ground("other_unit") is None and merged.route_of_ground("") is None
    wrong = LAW.replace('ground = "arbitration"', 'ground = "court"')
    with pytest.raises(RulebookInvalid) as refused:
        rulebook_parse(wrong, file="law.toml")
    assert refused.value.params["key"] == "route[2].ground"


def test_every_text_of_the_rulebooks_can_be_translated() -> None:
    merged = rulebook()
    texts: set[str] = set()
    for group in (merged.kinds, merged.clocks, merged.grounds, merged.letters, merged.routes):
        texts |= {text for rule in group for text in (rule.name, rule.article)}
    texts |= {rule.help for rule in merged.kinds} | {rule.sentence for rule in merged.grounds}
    texts |= {rule.sentence for rule in merged.routes}
    texts |= {text for rule in merged.clocks for text in (rule.running, rule.stopped, rule.extend_article)}
    texts |= {text for rule in merged.letters for text in (rule.remedy, rule.remedy_article)}
    assert merged.archive is not None
    texts |= {merged.archive.article, merged.archive.sentence}
    assert merged.backdating is not None
    texts |= {merged.backdating.article, merged.backdating.sentence}
    assert merged.reception is not None
    texts |= {merged.reception.article, merged.reception.sentence}
    assert merged.hearing is not None
    texts |= {merged.hearing.article, merged.hearing.sentence}
    assert merged.urge is not None
    texts |= {merged.urge.article, merged.urge.sentence}
    assert merged.office_hours is not None
    texts |= {merged.office_hours.article, merged.office_hours.sentence}
    texts |= {text for header in merged.headers for text in (header.name, header.instrument)}
    assert texts - {""} == set(LABELS)


@pytest.mark.parametrize(
    "tighter",
    [
        ("amount = 60", "amount = 45"),
        ("amount = 60", "amount = 60"),
        ("extend_days = 30", "extend_days = 15"),
        ("escalate = [1, 7, 30]", "escalate = [1, 3, 7, 30]\nescalate_daily = true"),
    ],
)
def test_a_profile_may_tighten(tighter: tuple[str, str]) -> None:
    rule = rulebooks_merge(law(), office_rulebook(ANSWER.replace(*tighter))).clock_rule(code="answer", kind="claim")
    assert rule is not None
    assert rule.source == "house@7"
    assert rule.amount <= 60 and rule.extend_days <= 30


@pytest.mark.parametrize(
    ("loosened", "base", "mine"),
    [
        (("amount = 60", "amount = 61"), "60 天", "61 天"),
        (('unit = "day"', 'unit = "working_day"'), "60 天", "60 个工作日"),
        (('amount = 60\nunit = "day"', 'amount = 40\nunit = "working_day"'), "60 天", "40 个工作日"),
        (("extend_days = 30", "extend_days = 31"), "延长 30 天", "延长 31 天"),
        (('starts = "accepted"', 'starts = "handler_assigned"'), "accepted", "handler_assigned"),
        (('"served", "withdrawn"', '"reply_drafted", "withdrawn"'), "served", "reply_drafted"),
        (("extend_article = ", "each = true\nextend_article = "), "false", "true"),
        (('layer = "statutory"', 'layer = "promise"'), "statutory", "promise"),
        (("escalate = [1, 7, 30]", "escalate = [7, 30]"), "[1, 7, 30]", "[7, 30]"),
    ],
)
def test_a_profile_may_not_loosen(loosened: tuple[str, str], base: str, mine: str) -> None:
    assert loosened[0] in ANSWER
    with pytest.raises(RulebookLoosens) as refused:
        rulebooks_merge(law(), office_rulebook(ANSWER.replace(*loosened)))
    assert refused.value.params["rule"] == "答复期限"
    assert base in str(refused.value.params["base"])
    assert mine in str(refused.value.params["changed"])


def test_a_second_profile_may_not_loosen_the_first() -> None:
    county = rulebook_parse(COUNTY, file="county.toml")
    looser = COUNTY.replace('code = "county"', 'code = "town"').replace("amount = 15", "amount = 16")
    with pytest.raises(RulebookLoosens):
        rulebooks_merge(law(), county, rulebook_parse(looser, file="town.toml"))


def test_a_profile_leaves_the_petitioner_at_least_the_lawful_window() -> None:
    with pytest.raises(RulebookLoosens):
        rulebooks_merge(law(), office_rulebook(WINDOW.replace("amount = 30", "amount = 29")))
    longer = rulebooks_merge(law(), office_rulebook(WINDOW.replace("amount = 30", "amount = 45")))
    rule = longer.clock_rule(code="review_window", kind="claim")
    assert rule is not None and rule.amount == 45
    unchanged = longer.clock_rule(code="review_window", kind="inquiry")
    assert unchanged is not None and unchanged.amount == 30


def test_a_profile_may_not_add_grounds_kinds_letters_or_statutory_limits() -> None:
    ground = '[[ground]]\ncode = "busy"\nname = "busy"\noutcome = "decline"\narticle = "x"\nsentence = "x"\n'
    kind = '[[kind]]\ncode = "claim"\nname = "x"\nhelp = "x"\narticle = "x"\n'
    letter = '[[letter]]\ncode = "reply"\nname = "x"\narticle = "x"\n'
    for text in (ground, kind, letter, ANSWER.replace('code = "answer"', 'code = "answer_later"')):
        with pytest.raises(RulebookLoosens):
            rulebooks_merge(law(), office_rulebook(text))


def test_files_are_handed_over_as_early_as_promised() -> None:
    rule = '[archive]\ndays = %d\narticle = "x"\nsentence = "满 %%(days)s 天归档"\n'
    county = rulebook_parse(COUNTY, file="county.toml")
    merged = rulebooks_merge(law(), county, office_rulebook(rule % 60))
    assert merged.archive is not None and merged.archive.days == 60
    assert law().archive is None
    with pytest.raises(RulebookLoosens):
        rulebooks_merge(law(), county, office_rulebook(rule % 91))
    for wrong, key in (("days = 60", "days"), ("%(days)s", "sentence")):
        with pytest.raises(RulebookInvalid) as refused:
            office_rulebook((rule % 60).replace(wrong, "%(day)s" if key == "sentence" else ""))
        assert refused.value.params["key"] == f"archive.{key}"


def test_leaders_receive_people_no_less_often_than_promised() -> None:
    rule = '[reception]\ndays = %d\nvisits = %d\narticle = "x"\nsentence = "%%(days)s 天，%%(visits)s 次"\n'
    county = rulebook_parse(COUNTY, file="county.toml")
    more = rulebooks_merge(law(), county, office_rulebook(rule % (24, 3))).reception
    assert more is not None and more.days == 24
    for fewer in ((11, 3), (12, 2)):
        with pytest.raises(RulebookLoosens):
            rulebooks_merge(law(), county, office_rulebook(rule % fewer))


def test_steps_are_dated_back_no_further_than_before() -> None:
    rule = '[backdating]\ndays = %d\narticle = "x"\nsentence = "补记 %%(days)s 天"\n'
    county = rulebook_parse(COUNTY, file="county.toml")
    assert law().backdated_most == 7
    assert rulebooks_merge(law(), county, office_rulebook(rule % 3)).backdated_most == 3
    for base in ((law(),), (law(), county)):
        with pytest.raises(RulebookLoosens):
            rulebooks_merge(*base, office_rulebook(rule % 8))


def test_an_office_gives_no_less_notice_of_a_hearing() -> None:
    rule = '[hearing]\nnotice_days = %d\narticle = "x"\nsentence = "提前 %%(days)s 天"\n'
    merged = rulebooks_merge(law(), office_rulebook(rule % 10))
    assert merged.hearing is not None and merged.hearing.notice_days == 10
    with pytest.raises(RulebookLoosens):
        rulebooks_merge(law(), office_rulebook(rule % 6))
    with pytest.raises(RulebookInvalid) as refused:
        office_rulebook((rule % 10).replace("%(days)s", "%(day)s"))
    assert refused.value.params["key"] == "hearing.sentence"


def test_an_office_lets_petitioners_urge_no_less_often() -> None:
    rule = '[urge]\ndays = %d\narticle = "x"\nsentence = "每 %%(days)s 天一次"\n'
    county = rulebook_parse(COUNTY, file="county.toml")
    merged = rulebooks_merge(law(), county, office_rulebook(rule % 3))
    assert merged.urge is not None and merged.urge.days == 3
    assert law().urge is None
    with pytest.raises(RulebookLoosens):
        rulebooks_merge(law(), county, office_rulebook(rule % 8))
    with pytest.raises(RulebookInvalid) as refused:
        office_rulebook((rule % 3).replace("%(days)s", "%(day)s"))
    assert refused.value.params["key"] == "urge.sentence"


HOURS = '[office_hours]\nopens = "%s"\ncloses = "%s"\narticle = "x"\nsentence = "%%(opens)s 至 %%(closes)s"\n'


def test_offices_are_open_as_long_as_promised() -> None:
    county = rulebook_parse(COUNTY, file="county.toml")
    merged = rulebooks_merge(law(), county, office_rulebook(HOURS % ("08:30", "18:00")))
    assert merged.office_hours is not None
    assert (merged.office_hours.opens, merged.office_hours.closes) == (time(8, 30), time(18))
    assert law().office_hours is None
    for shorter in (("09:30", "18:00"), ("08:30", "17:00")):
        with pytest.raises(RulebookLoosens):
            rulebooks_merge(law(), county, office_rulebook(HOURS % shorter))


@pytest.mark.parametrize(
    ("opens", "closes", "key"),
    [
        ("9:00", "17:30", "opens"),
        ("09:00", "24:00", "closes"),
        ("17:30", "09:00", "closes"),
        ("09:00", "09:00", "closes"),
    ],
)
def test_office_hours_are_times_of_a_day(opens: str, closes: str, key: str) -> None:
    with pytest.raises(RulebookInvalid) as refused:
        office_rulebook(HOURS % (opens, closes))
    assert refused.value.params["key"] == f"office_hours.{key}"


def test_only_a_promise_may_wait_for_the_office_to_open() -> None:
    waiting = 'code = "accept_promise"' + COUNTY.split('code = "accept_promise"')[1].split("[[clock]]")[0]
    assert 'from = "office_hours"' in waiting
    with pytest.raises(OfficeHoursMissing):
        rulebooks_merge(law(), office_rulebook("\n[[clock]]\n" + waiting))
    for clock in (ANSWER, WINDOW):
        with pytest.raises(RulebookInvalid) as refused:
            office_rulebook(clock.replace('unit = "day"', 'unit = "day"\nfrom = "office_hours"'))
        assert refused.value.params["key"] == "clock[1].from"
    own = "\n[[clock]]\n" + 'code = "own"' + COUNTY.split('code = "own"')[1].split("[[clock]]")[0]
    later = own.replace("amount = 1", 'amount = 1\nfrom = "office_hours"')
    with pytest.raises(RulebookLoosens):
        rulebooks_merge(law(), rulebook_parse(COUNTY, file="county.toml"), office_rulebook(later))


def test_the_law_comes_first() -> None:
    county = rulebook_parse(COUNTY, file="county.toml")
    with pytest.raises(ProfileMisplaced):
        rulebooks_merge(county)
    with pytest.raises(ProfileMisplaced):
        rulebooks_merge(law(), law())


def test_the_check_at_start_up_names_what_is_wrong(settings: Settings, tmp_path: Path) -> None:
    nothing: dict[str, Any] = {"app_configs": None}
    assert check_rulebooks(**nothing) == []
    loose = tmp_path / "loose.toml"
    loose.write_text(OFFICE_PROFILE + ANSWER.replace("amount = 60", "amount = 90"), encoding="utf-8")
    settings.HUIYIN_RULEBOOKS = ["cn-2022", str(loose)]
    (found,) = check_rulebooks(**nothing)
    assert found.id == "clocks.E001"
    assert "60 天" in found.msg and "90 天" in found.msg
    settings.HUIYIN_RULEBOOKS = ["cn-2022", "nowhere"]
    (found,) = check_rulebooks(**nothing)
    assert "nowhere.toml" in found.msg
