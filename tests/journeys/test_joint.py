"""Many people, one matter: a list that stays encrypted, representatives with receipts of their own."""

from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.kernel.ids import parse_receipt_code
from tests.journeys.county import DRAFT, TEXT, JourneyCounty
from tests.journeys.hands import Browser

LIST = """姓名,电话,住址
安知鱼,19900000101,云水小区 1 幢
叶知秋,,云水小区 2 幢
温如言,19900000103,
,19900000104,
安知鱼,19900000101,
"""
SPEAKER = {"name": "安知鱼", "phone": "19900000101"}


def test_signed_by_many_spoken_for_by_some(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number, registrar = person.number, county.desk("registrar")
    given = SimpleUploadedFile("名单.csv", LIST.encode(), "text/csv")
    registrar.do(number, "登记联名人", names=given).sees("登记了 3 位联名人，1 行是已经登记过的人", "第 5 行")
    registrar.matter(number).sees("联名 4 人（连牵头的信访人）").sees_not("安知鱼", "叶知秋")
    person.look().sees("登记了 3 位联名人").sees_not("安知鱼")

    registrar.do(number, "登记代表", **SPEAKER)
    code = parse_receipt_code(registrar.part(".receipt-code")) or ""
    assert code and code != person.code
    assert registrar.send("下载 PDF").content.startswith(b"%PDF")
    assert registrar.matter(number).parts(".receipt-code") == []  # shown once
    for place in range(4):
        registrar.do(number, "登记代表", name=f"代表{place}", phone=f"1990000020{place}")
    assert not registrar.can(number, "登记代表")  # five at a time

    speaker = Browser()
    speaker.open("/lookup/").press("查看", code=code)
    assert speaker.address == "/joint/"
    speaker.sees("联名事项的进展", "云渡县住房和城乡建设局").sees_not(TEXT, "安知鱼", "谷小满", "3 位")
    assert speaker.client.get("/status/").headers["Location"] == "/lookup/"

    county.desk("handler").do(number, "查看联名人名单", purpose="约代表到现场查看").sees("安知鱼", "叶知秋")
    county.desk("handler").matter(number).sees_not("叶知秋")
    person.look().sees("约代表到现场查看")
    county.desk("handler").do(number, "起草答复", **DRAFT)
    county.desk("approver").do(number, "批准答复")
    county.desk("handler").do(number, "送达答复")
    speaker.open("/joint/").sees(DRAFT["reasons_1"], DRAFT["reasons_2"])
    assert not speaker.offers("提交评价") and not speaker.links("申请复查")

    registrar.do(number, "取消代表", position="第 1 位")
    assert speaker.client.get("/joint/").status_code != 200
    other = Browser()
    other.open("/lookup/").refused("查看", code=code)
    county.is_proved(number)
