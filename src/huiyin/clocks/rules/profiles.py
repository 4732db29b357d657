"""The law and a house profile as one rulebook. A profile may promise more, never less.

For a time that the authority has, tighter means shorter; for a time that the petitioner has, it means longer.
"""

from dataclasses import dataclass, replace
from datetime import time, timedelta

from huiyin.clocks.rules.rulebook import Bound, ClockRule, CountsFrom, Layer, PeriodUnit, Rulebook
from huiyin.kernel.errors import NotReady
from huiyin.kernel.text import N_


class RulebookLoosens(NotReady):
    """A house profile would give the petitioner less than the law does."""

    sentence = (
        "内部规则 %(profile)s 放宽了“%(rule)s”：原为 %(base)s，改成了 %(changed)s。内部规则只能更严，不能更宽。"
    )


class OfficeHoursMissing(NotReady):
    """A promise counts from the office hours, and no rulebook says when these are."""

    sentence = "“%(rule)s”从上班时间算起，规则里却没有写上班时间。请在 [office_hours] 里写明几点上班、几点下班。"


class ProfileMisplaced(NotReady):
    """The list of rulebooks isn't one base followed by profiles made for it."""

    sentence = "规则清单有误：%(code)s 应当%(reason)s。"


# The rest of the sentence above, so that the catalogue finds it.
_REASONS = (N_("排在最前，作为基础规则"), N_("写明它收紧的是哪一份规则"))


@dataclass(frozen=True, slots=True)
class Loosening:
    """One place where a profile gives less. `key` is where it stands in the profile's file: `clock[2].amount`."""

    key: str
    rule: str
    base: str
    changed: str


def rulebooks_merge(base: Rulebook, *profiles: Rulebook) -> Rulebook:
    """The base with every profile on top, in order. Raises RulebookLoosens, ProfileMisplaced, OfficeHoursMissing."""
    if base.headers[0].tightens:
        raise ProfileMisplaced(code=base.headers[0].code, reason=_REASONS[0])
    merged = base
    for profile in profiles:
        if profile.headers[0].tightens != base.headers[0].code:
            raise ProfileMisplaced(code=profile.headers[0].code, reason=_REASONS[1])
        for found in loosenings(merged, profile):
            raise RulebookLoosens(
                profile=profile.headers[0].ref, rule=found.rule, base=found.base, changed=found.changed
            )
        merged = _merge(merged, profile)
    # After the last profile: any of them may have brought the hours.
    lacking = [rule.name for rule in merged.clocks if rule.counts_from is CountsFrom.OFFICE_HOURS]
    if lacking and merged.office_hours is None:
        raise OfficeHoursMissing(rule=lacking[0])
    return merged


def loosenings(base: Rulebook, profile: Rulebook) -> list[Loosening]:
    """Every place where the profile would give less than what it stands upon."""
    found = _additions(base, profile)
    clocks = {(rule.code, kind): rule for rule in base.clocks for kind in rule.kinds}
    for place, rule in enumerate(profile.clocks, 1):
        under = {old: None for kind in rule.kinds if (old := clocks.get((rule.code, kind)))}
        if not under and rule.layer is not Layer.PROMISE:
            found.append(Loosening(f"clock[{place}].layer", rule.name, "法定期限只由法律规定", rule.layer))
        for old in under:
            found += _looser(f"clock[{place}]", old, rule)
    for compare in (_archive, _hearing, _urge, _office_hours, _backdating, _reception):
        found += compare(base, profile)
    return found


def _backdating(base: Rulebook, profile: Rulebook) -> list[Loosening]:
    """A profile may let steps be dated back less far without a reason, never further."""
    new = profile.backdating
    if new is None or new.days <= base.backdated_most:
        return []
    return [Loosening("backdating.days", "补记", f"{base.backdated_most} 天", f"{new.days} 天")]


def _reception(base: Rulebook, profile: Rulebook) -> list[Loosening]:
    """Leaders who have promised so many days don't receive people on fewer."""
    old, new = base.reception, profile.reception
    if old is None or new is None or (new.days >= old.days and new.visits >= old.visits):
        return []
    before, after = (f"每年 {rule.days} 天、{rule.visits} 次" for rule in (old, new))
    return [Loosening("reception.days", "领导接访", before, after)]


def _archive(base: Rulebook, profile: Rulebook) -> list[Loosening]:
    """What one rulebook has promised to hand over by a day isn't kept back longer by the next."""
    old, new = base.archive, profile.archive
    if old is None or new is None or new.days <= old.days:
        return []
    return [Loosening("archive.days", "案卷归档", f"{old.days} 天", f"{new.days} 天")]


def _hearing(base: Rulebook, profile: Rulebook) -> list[Loosening]:
    """Whoever is to be heard has no less time to prepare."""
    old, new = base.hearing, profile.hearing
    if old is None or new is None or new.notice_days >= old.notice_days:
        return []
    return [Loosening("hearing.notice_days", "听证告知", f"提前 {old.notice_days} 天", f"提前 {new.notice_days} 天")]


def _urge(base: Rulebook, profile: Rulebook) -> list[Loosening]:
    """Whoever waits for what is late doesn't wait longer until they may urge again."""
    old, new = base.urge, profile.urge
    if old is None or new is None or new.days <= old.days:
        return []
    return [Loosening("urge.days", "催办", f"每 {old.days} 天一次", f"每 {new.days} 天一次")]


def _office_hours(base: Rulebook, profile: Rulebook) -> list[Loosening]:
    """An office that is open shorter would let a promise of the same day begin a day later."""
    old, new = base.office_hours, profile.office_hours
    if old is None or new is None or (new.opens <= old.opens and new.closes >= old.closes):
        return []
    before, after = (f"{hours.opens:%H:%M} 至 {hours.closes:%H:%M}" for hours in (old, new))
    return [Loosening("office_hours.closes", "上班时间", before, after)]


def _additions(base: Rulebook, profile: Rulebook) -> list[Loosening]:
    """A ground more is a door less; what the kinds are, and what a letter rests on, is the law's to say."""
    grounds, kinds = f"{len(base.grounds)} 项理由", f"{len(base.kinds)} 类"
    found = [
        Loosening(f"ground[{n}]", ground.name, grounds, "增加理由") for n, ground in enumerate(profile.grounds, 1)
    ]
    found += [Loosening(f"kind[{n}]", kind.name, kinds, "改动类别") for n, kind in enumerate(profile.kinds, 1)]
    routes = f"{len(base.routes)} 条途径"
    found += [Loosening(f"route[{n}]", route.name, routes, "改动途径") for n, route in enumerate(profile.routes, 1)]
    for place, letter in enumerate(profile.letters, 1):
        old = next((there for kind in letter.kinds if (there := base.letter(code=letter.code, kind=kind))), None)
        if old:
            found.append(Loosening(f"letter[{place}]", letter.name, old.article, letter.article))
    return found


def _looser(path: str, old: ClockRule, new: ClockRule) -> list[Loosening]:
    """The ways in which a clock of a profile falls short of the one that it replaces."""
    found = []
    for key, before, after in (
        ("layer", old.layer, new.layer),
        ("bound", old.bound, new.bound),
        # None of these can be said to be tighter or looser: another event makes another promise of it.
        ("starts", old.starts, new.starts),
        ("stops", "、".join(sorted(old.stops)), "、".join(sorted(new.stops))),
        ("each", str(old.each).lower(), str(new.each).lower()),
    ):
        if before != after:
            found.append(Loosening(f"{path}.{key}", new.name, before, after))
    if not _is_tighter_amount(old, new):
        found.append(Loosening(f"{path}.amount", new.name, old.length, new.length))
    if new.counts_from is CountsFrom.OFFICE_HOURS and old.counts_from is CountsFrom.EVENT:
        found.append(Loosening(f"{path}.from", new.name, old.counts_from, new.counts_from))
    if new.extend_days > old.extend_days:
        before, after = f"延长 {old.extend_days} 天", f"延长 {new.extend_days} 天"
        found.append(Loosening(f"{path}.extend_days", new.name, before, after))
    if not set(old.escalate) <= set(new.escalate) or new.escalate_daily < old.escalate_daily:
        found.append(Loosening(f"{path}.escalate", new.name, _escalations(old), _escalations(new)))
    return found


def _merge(base: Rulebook, profile: Rulebook) -> Rulebook:
    clocks = {(rule.code, kind): rule for rule in base.clocks for kind in rule.kinds}
    clocks |= {(rule.code, kind): rule for rule in profile.clocks for kind in rule.kinds}
    return Rulebook(
        headers=(*base.headers, *profile.headers),
        kinds=base.kinds,
        clocks=_regroup(clocks),
        grounds=base.grounds,
        routes=base.routes,
        letters=(*base.letters, *profile.letters),
        archive=profile.archive or base.archive,
        hearing=profile.hearing or base.hearing,
        urge=profile.urge or base.urge,
        office_hours=profile.office_hours or base.office_hours,
        backdating=profile.backdating or base.backdating,
        reception=profile.reception or base.reception,
    )


def _is_tighter_amount(old: ClockRule, new: ClockRule) -> bool:
    if old.bound is Bound.UNIT:  # what the law leaves one unit isn't the house's to cut, and more of it delays
        return (new.amount, new.unit, new.by) == (old.amount, old.unit, old.by)
    if old.bound is Bound.PETITIONER:
        return _never_ends_before(new, old)
    return _never_ends_before(old, new)


def _never_ends_before(longer: ClockRule, shorter: ClockRule) -> bool:
    """Whether the one ends at the same time as the other or later, whenever both begin.

    So many working days are never fewer than so many days, and a day is never over before 24 hours: only those
    directions can be compared.
    """
    if longer.unit.is_exact and shorter.unit.is_exact:
        return longer.span >= shorter.span
    if longer.unit.is_exact:
        return False
    if shorter.unit.is_exact:  # the day of the event isn't counted, but the last day may end before its end
        return timedelta(days=longer.amount - bool(longer.by)) >= shorter.span
    comparable = longer.unit == shorter.unit or longer.unit is PeriodUnit.WORKING_DAY or shorter.amount == 0
    if not comparable or longer.amount < shorter.amount:
        return False
    if longer.amount == 0:  # what comes after the time of the day has until the next day
        return longer.by == shorter.by
    return longer.amount > shorter.amount or (longer.by or time.max) >= (shorter.by or time.max)


def _regroup(clocks: dict[tuple[str, str], ClockRule]) -> tuple[ClockRule, ...]:
    """The rules with the kinds they are still in force for: a profile may tighten one kind only."""
    kinds: dict[ClockRule, list[str]] = {}
    for (_code, kind), rule in clocks.items():
        kinds.setdefault(rule, []).append(kind)
    return tuple(replace(rule, kinds=tuple(found)) for rule, found in kinds.items())


def _escalations(rule: ClockRule) -> str:
    return f"升级 {list(rule.escalate)}{' 及以后每个工作日' if rule.escalate_daily else ''}"
