"""What the petitioner reads of the way between units: who has it and who helps, and none of what they write."""

from datetime import timedelta

from huiyin.kernel.time import now, office_day
from huiyin.matters.acceptance.rules import Route
from huiyin.matters.acceptance.services import matter_accept, matter_redirect
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.handover.services.assist import AssistAsk, matter_ask_assist, matter_contribute
from huiyin.matters.handover.services.handover import matter_object, matter_refuse_objection
from huiyin.matters.models import Matter
from huiyin.web.templatetags.huiyin import day_text
from tests.cast import Cast
from tests.portal.walker import Citizen

WHY = "物业收费由镇里管理，不属于住建局的职权范围。"


def _filed(cast: Cast) -> tuple[Citizen, Matter]:
    citizen = Citizen()
    number, code = citizen.file()
    cast.at = now()
    citizen.look_up(number, code)
    return citizen, Matter.objects.get(number=number)


def test_units_that_help_and_objections_in_plain_sentences(cast: Cast) -> None:
    citizen, matter = _filed(cast)
    registrar, housing = cast.actor("registrar"), cast.actor("housing_registrar")
    matter_accept(actor=registrar, matter_id=matter.pk, route=Route.DUTY, at=cast.at)
    due = office_day(cast.at) + timedelta(days=5)
    ask = AssistAsk(cast.units["education"], "请核实收费的学校", due)
    matter_ask_assist(actor=registrar, matter_id=matter.pk, asks=[ask], at=cast.at)
    matter_assign_unit(
        actor=registrar, matter_id=matter.pk, unit_id=cast.units["housing"], words="请现场查看", at=cast.at
    )
    matter_object(actor=housing, matter_id=matter.pk, reasons=WHY, at=cast.at)
    matter_refuse_objection(actor=registrar, matter_id=matter.pk, reasons="按职责由住建局办。", at=cast.at)
    page = citizen.page("/status/")
    assert f"云渡县教育局协助办理，要在 {day_text(due)} 前办完它的部分" in page
    assert "云渡县住房和城乡建设局认为这件事不由它负责" in page and "没有同意收回" in page
    assert "履行查处违法行为、保护权利的职责" in page
    assert not [
        words for words in (WHY, "请核实收费的学校", "按职责由住建局办", "提出异议", "异议期") if words in page
    ]
    matter_contribute(
        actor=cast.actor("education_handler"), matter_id=matter.pk, contribution="学校账上没有。", at=cast.at
    )
    page = citizen.page("/status/")
    assert "云渡县教育局协助办理，已经办完它的部分" in page and "学校账上没有" not in page


def test_a_route_to_another_body_is_shown_with_body_deadline_and_remedy(cast: Cast) -> None:
    citizen, matter = _filed(cast)
    matter_redirect(
        actor=cast.actor("registrar"), matter_id=matter.pk, ground="arbitration", route="带劳动合同去。",
        body="县劳动人事争议仲裁委员会", deadline="受理后四十五日内裁决", remedy="十五日内起诉", at=cast.at,
    )  # fmt: skip
    page = citizen.page("/status/")
    assert (
        "处理的机关：县劳动人事争议仲裁委员会。它的期限：受理后四十五日内裁决。不服它的决定：十五日内起诉。" in page
    )
