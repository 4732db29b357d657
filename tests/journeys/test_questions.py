"""Nobody speaks unheard: asked, seen in the list, answered without a wait; and under review heard above."""

from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.flows.clock_round import clock_round
from huiyin.notices.models import Notice
from tests.documents.samples import pdf
from tests.journeys.county import JourneyCounty
from tests.matters.above import GROUNDS, answer_at_station, staff_above

ASKED = "修电梯要停多久？家里有老人。"
ANSWERED = "配件周四到，停半天。周四上午九点开始。"
NEW = "有新来话"
WAITING = "（等回答）"


def _heard(county: JourneyCounty, username: str) -> int:
    found = Notice.objects.filter(template="petitioner_wrote", officer_id=county.cast.officers[username])
    return found.count()


def test_a_question_is_promised_seen_and_answered(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number = person.number

    person.look().sees("写给云渡县住房和城乡建设局", "想得到回答（我们承诺 3 个工作日内回答）")
    person.says("发送", body=ASKED, wants_answer="on").sees("提问已经送到", f"您的提问{WAITING}")
    assert "我们承诺 2026年3月5日 前回答您的提问" in person.clocks
    assert _heard(county, "handler") == 1

    handler = county.desk("handler")
    assert NEW in handler.open("/desk/").part(".work-list")
    handler.matter(number).sees(NEW, ASKED, "信访人有 1 个提问还没有回答")
    assert NEW not in handler.open("/desk/").part(".work-list")
    person.look().sees(WAITING)

    handler.do(number, "回复信访人", body=ANSWERED).sees("已回复信访人。", "（已回答）").sees_not(
        "等信访人补充，已等"
    )
    person.look().sees(ANSWERED, "给您的回复", "您的提问（已回答）").sees_not(WAITING, "在等您的回话")
    assert "已回答您的提问" in person.clocks
    # What is only added wants no answer.
    person.says("发送", body="周四在家。", wants_answer="").sees("已经送到办理的单位").sees_not(WAITING)
    county.is_proved(number)


def test_a_question_that_no_one_answers_is_reminded_of_also_after_the_end(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.answer(person.filed)
    person.says("发送", body=ASKED, wants_answer="on")
    Notice.objects.all().delete()
    for _ in range(30):  # until Friday noon
        county.cast.later(hours=4)
        clock_round(at=county.cast.at)
    reminded = Notice.objects.filter(template__in=["matter_due_soon", "matter_late"])
    found = {name for name, pk in county.cast.officers.items() if reminded.filter(officer_id=pk)}
    assert found == {"handler", "housing_leader"}
    county.pass_days(60)
    clock_round(at=county.cast.at)
    handler = county.desk("handler").matter(person.number).sees("已经办结", "还没有回答")
    handler.do(person.number, "回复信访人", body=ANSWERED).sees_not("还没有回答")
    assert not county.desk("handler").can(person.number, "回复信访人")
    person.look().sees(ANSWERED).sees_not(WAITING)


def test_a_file_alone_ends_the_wait_and_is_heard(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    county.desk("handler").do(person.number, "请信访人补充", body="请补充收据。")
    receipt = SimpleUploadedFile("收据.pdf", pdf(), "application/pdf")
    person.says("上传", files=receipt).sees("收据.pdf").sees_not("承办单位在等您的回话")
    assert _heard(county, "handler") == 1
    assert NEW in county.desk("handler").open("/desk/").part(".work-list")
    county.desk("handler").matter(person.number).sees("收据.pdf", "（已补充）")


def test_while_a_unit_above_decides_it_is_named_and_written_to(county: JourneyCounty) -> None:
    staff_above(county.cast)
    person = county.filed()
    answer_at_station(county.cast, person.filed)
    person.look().follow("不服，申请复查").press("提交申请", grounds=GROUNDS)
    assert person.lead.startswith("您申请了复查，云渡县住房和城乡建设局正在看。")
    person.sees("之前的答复是云渡县物业管理站作的", "写给云渡县住房和城乡建设局", "0000-1000002")
    heard = _heard(county, "station_handler")
    person.says("发送", body="还有一份检测报告。")
    assert _heard(county, "bureau_reviewer") == 1 and _heard(county, "station_handler") == heard
    reviewer = county.desk("bureau_reviewer").matter(person.number).sees(NEW, "现在由云渡县住房和城乡建设局办理")
    reviewer.matter(person.number).sees_not(NEW)
