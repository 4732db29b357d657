"""What officers are told of what leaders carry through: plan periods, teams, looking back."""

from collections.abc import Mapping

from huiyin.kernel.text import N_

LEADING_TEXTS: Mapping[str, tuple[str, str]] = {
    "look_back_written": (
        N_("上级回头看了您办过的一步：%(number)s"),
        N_("编号 %(number)s 的事项，上级单位写了回头看，您可以作说明。"),
    ),
    "team_joined": (
        N_("您进了一件包案事项的专班：%(number)s"),
        N_("编号 %(number)s 的事项，包案领导请您进工作专班。"),
    ),
    "team_asked": (
        N_("包案领导想请您单位的人进专班：%(number)s"),
        N_("编号 %(number)s 的事项，包案领导想请您单位的人进工作专班，请答复。"),
    ),
    "matter_planned": (
        N_("事项列入了集中攻坚：%(number)s"),
        N_("编号 %(number)s 的事项列入了集中攻坚，请每周填一次进展。"),
    ),
    "plan_period_led": (
        N_("有一个集中攻坚期由您负责"),
        N_("有一个集中攻坚期由您负责，请看计划、事项和每周进展。"),
    ),
    "plan_week_due": (
        N_("请填这一周的进展：%(number)s"),
        N_("编号 %(number)s 的事项在集中攻坚期里，%(due_on)s前请填这一周的进展。"),
    ),
    "plan_week_missing": (
        N_("没有填每周进展：%(number)s"),
        N_("编号 %(number)s 的事项，%(due_on)s应填的每周进展还没有填，请补上。"),
    ),
}
