"""The law and a house profile as one rulebook. A profile may promise more, never less.

For a time that the authority has, tighter means shorter; for a time that the petitioner has, it means longer.
"""

from dataclasses import replace

from huiyin.clocks.rules.rulebook import Bound, ClockRule, DayUnit, Layer, Rulebook
from huiyin.kernel.errors import NotReady
from huiyin.kernel.text import N_


class RulebookLoosens(NotReady):
    """A house profile would give the petitioner less than the law does."""

    sentence = "内部规则 %(profile)s 放宽了“%(rule)s”：原为 %(base)s，改成了 %(house)s。内部规则只能更严，不能更宽。"


class ProfileMisplaced(NotReady):
    """The list of rulebooks isn't one base followed by profiles made for it."""

    sentence = "规则清单有误：%(code)s 应当%(reason)s。"


# The rest of the sentence above, so that the catalogue finds it.
_REASONS = (N_("排在最前，作为基础规则"), N_("写明它收紧的是哪一份规则"))


def rulebooks_merge(base: Rulebook, *profiles: Rulebook) -> Rulebook:
    """The base with every profile on top, in order. Raises RulebookLoosens, ProfileMisplaced."""
    if base.headers[0].tightens:
        raise ProfileMisplaced(code=base.headers[0].code, reason=_REASONS[0])
    merged = base
    for profile in profiles:
        if profile.headers[0].tightens != base.headers[0].code:
            raise ProfileMisplaced(code=profile.headers[0].code, reason=_REASONS[1])
        merged = _merge(merged, profile)
    return merged


def _merge(base: Rulebook, profile: Rulebook) -> Rulebook:
    ref = profile.headers[0].ref
    _refuse_new_grounds(base, profile, ref)
    clocks = {(rule.code, kind): rule for rule in base.clocks for kind in rule.kinds}
    for rule in profile.clocks:
        for kind in rule.kinds:
            _check_tighter(clocks.get((rule.code, kind)), rule, ref)
            clocks[rule.code, kind] = rule
    letters = {(rule.code, kind): rule for rule in base.letters for kind in rule.kinds}
    for letter in profile.letters:
        for kind in letter.kinds:
            if (letter.code, kind) in letters:
                raise _loosens(ref, letter.name, letters[letter.code, kind].article, letter.article)
    return Rulebook(
        headers=(*base.headers, *profile.headers),
        kinds=base.kinds,
        clocks=_regroup(clocks),
        grounds=base.grounds,
        letters=(*base.letters, *profile.letters),
    )


def _refuse_new_grounds(base: Rulebook, profile: Rulebook, ref: str) -> None:
    """A ground more is a door less, and what the kinds are is the law's to say."""
    if profile.grounds:
        raise _loosens(ref, profile.grounds[0].name, f"{len(base.grounds)} 项理由", "增加理由")
    if profile.kinds:
        raise _loosens(ref, profile.kinds[0].name, f"{len(base.kinds)} 类", "改动类别")


def _check_tighter(old: ClockRule | None, new: ClockRule, ref: str) -> None:
    if old is None:
        if new.layer is not Layer.PROMISE:
            raise _loosens(ref, new.name, "法定期限只由法律规定", new.layer)
        return
    fixed_old = (old.layer, old.starts, old.stops, old.bound)
    fixed_new = (new.layer, new.starts, new.stops, new.bound)
    if fixed_old != fixed_new:
        raise _loosens(ref, new.name, _events(old), _events(new))
    if not _is_tighter_amount(old, new):
        raise _loosens(ref, new.name, _amount(old), _amount(new))
    if new.extend_days > old.extend_days:
        raise _loosens(ref, new.name, f"延长 {old.extend_days} 天", f"延长 {new.extend_days} 天")
    if not set(old.escalate) <= set(new.escalate) or new.escalate_daily < old.escalate_daily:
        raise _loosens(ref, new.name, f"升级 {list(old.escalate)}", f"升级 {list(new.escalate)}")


def _is_tighter_amount(old: ClockRule, new: ClockRule) -> bool:
    """So many working days are never fewer than so many days, so only that direction can be compared."""
    if old.bound is Bound.PETITIONER:
        comparable = new.unit == old.unit or new.unit is DayUnit.WORKING_DAY
        return comparable and new.amount >= old.amount
    comparable = new.unit == old.unit or new.unit is DayUnit.DAY or new.amount == 0
    return comparable and new.amount <= old.amount


def _regroup(clocks: dict[tuple[str, str], ClockRule]) -> tuple[ClockRule, ...]:
    """The rules with the kinds they are still in force for: a profile may tighten one kind only."""
    kinds: dict[ClockRule, list[str]] = {}
    for (_code, kind), rule in clocks.items():
        kinds.setdefault(rule, []).append(kind)
    return tuple(replace(rule, kinds=tuple(found)) for rule, found in kinds.items())


def _loosens(profile: str, rule: str, base: str, house: str) -> RulebookLoosens:
    return RulebookLoosens(profile=profile, rule=rule, base=base, house=house)


def _amount(rule: ClockRule) -> str:
    return f"{rule.amount} {'个工作日' if rule.unit is DayUnit.WORKING_DAY else '天'}"


def _events(rule: ClockRule) -> str:
    return f"{rule.layer}/{rule.bound} {rule.starts} → {'、'.join(sorted(rule.stops))}"
