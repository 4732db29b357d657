"""What a matter's page says of being carried through: its period, its team, how it ended, what was looked back at."""

from dataclasses import dataclass

from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.look_back.selectors.views import LookBackView
from huiyin.matters.plan_period.selectors.page import PlannedView
from huiyin.matters.sponsor.selectors.ending import SponsorEndView
from huiyin.matters.team.selectors import MemberView


@dataclass(frozen=True, slots=True)
class CarriedThrough:
    """All of it, for staff; the page has none of it for most matters."""

    planned: tuple[PlannedView, ...]
    team: tuple[MemberView, ...]
    ends: tuple[SponsorEndView, ...]
    look_backs: tuple[LookBackView, ...]


def carried_through(page: MatterView) -> CarriedThrough | None:
    """None where there is nothing of it."""
    found = CarriedThrough(
        page.rows_of(PlannedView), page.rows_of(MemberView), page.rows_of(SponsorEndView), page.rows_of(LookBackView)
    )
    return found if found.planned or found.team or found.ends or found.look_backs else None
