"""Going there: written down with a photo, corrected, and what each side reads of it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.documents.models import StoredFile
from huiyin.documents.services import file_open
from tests.documents.conftest import gps_exif, picture
from tests.journeys.county import JourneyCounty

FOUND, WISHES = "电梯停在三楼，没有写恢复的日期。", "先把电梯修好"
VISIT = {"place": "云水小区 3 幢", "met": "见到了", "wishes": WISHES, "findings": FOUND, "proposal": "三天内来检查"}


def test_a_visit_with_a_photo_its_correction_and_what_the_petitioner_reads(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number, handler = person.number, county.desk("handler")
    handler.matter(number).unfold("记现场走访").sees("写事、写地方、写单位，不写谁说了什么、谁去了哪里")
    # The writer is ready-chosen, the day is now: what is left is what was seen.
    photo = SimpleUploadedFile("现场.jpg", picture("JPEG", exif=gps_exif()), "image/jpeg")
    handler.refused("记下走访", met="没有见", wishes=WISHES, findings=FOUND, files=photo).sees(
        "没有见到信访人，就没有信访人当面说的话", "现场.jpg", FOUND
    )
    handler.press("记下走访", **VISIT).sees("已记下走访", FOUND, WISHES, "沈秋白", "信访人看不到这段", "现场.jpg")
    with file_open(file_id=StoredFile.objects.get().pk) as kept:
        assert b"SpyPhone" not in kept.read()
    assert handler.fetch("打印这一份").startswith(b"%PDF")
    person.look().sees("现场走访", "云渡县住房和城乡建设局").sees_not(
        FOUND, WISHES, "沈秋白", "现场.jpg", "三天内来检查"
    )
    handler.do(number, "更正走访记录", reason="楼号写错", place="云水小区 5 幢", was_read_out="on").sees(
        "已记下更正", "看第 2 份", "楼号写错", "云水小区 3 幢", "云水小区 5 幢"
    )
    person.look().sees(WISHES, "读给您听过").sees_not("楼号写错", FOUND)
    accused = county.desk("accused")
    accused.has_no(f"/desk/matters/{number}/field-visits/1.pdf")
    assert county.desk("approver").matter(number).sees(FOUND, "云水小区 5 幢").offers("更正走访记录")
    county.is_proved(number)
