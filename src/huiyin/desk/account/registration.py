"""On the start page: codes that the reader hands over to colleagues, and links of theirs to be confirmed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desk.today.parts import Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.flows.sign_on import sign_on_providers
from huiyin.kernel.text import N_
from huiyin.orgs.selectors.resets import ResetView, resets_to_hand
from huiyin.orgs.selectors.sign_on import SignOnLinkView, links_to_decide
from huiyin.web.templatetags.huiyin import day_table


def register() -> None:
    """Once the desk is there."""
    today_part_register(
        TodayPart(
            code="account_codes",
            title=N_("转交开通码"),
            order=105,
            # Whoever is asked to hand over a code finds it, whatever their posts.
            opens=lambda _actor: True,
            load=_load,
            address=lambda _actor: reverse("desk:account_codes"),
            is_silent=True,
        )
    )
    today_part_register(
        TodayPart(
            code="sign_on_links",
            title=N_("确认统一认证的连接"),
            order=106,
            opens=lambda _actor: True,
            load=_load_links,
            address=lambda _actor: reverse("desk:sign_on_links"),
            is_silent=True,
        )
    )


def _load(look: Look) -> TodayRows:
    return TodayRows.first(
        [_row(reset) for reset in resets_to_hand(officer_id=look.actor.officer_id or 0, at=look.at)]
    )


def _load_links(look: Look) -> TodayRows:
    found = links_to_decide(officer_id=look.actor.officer_id or 0, at=look.at) if sign_on_providers() else []
    return TodayRows.first([_link_row(link) for link in found])


def _link_row(link: SignOnLinkView) -> TodayRow:
    asked = {"name": link.asker_name, "day": day_table(link.expires_at)}
    return TodayRow(
        href=reverse("desk:sign_on_links"),
        title=f"{link.officer_name} · {link.username}",
        about=_("%(name)s 提出，%(day)s 前有效。") % asked,
    )


def _row(reset: ResetView) -> TodayRow:
    asked = {"name": reset.asker_name, "day": day_table(reset.expires_at)}
    return TodayRow(
        href=reverse("desk:account_codes"),
        title=f"{reset.officer_name} · {reset.username}",
        about=_("%(name)s 申请，%(day)s 前有效。") % asked,
    )
