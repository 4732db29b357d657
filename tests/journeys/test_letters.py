"""Letters: numbered without a gap, downloaded, checked by anybody who holds one; and the whole file of a matter."""

import io
import zipfile
from urllib.parse import urlencode

from tests.journeys.county import DRAFT, JourneyCounty
from tests.journeys.hands import Browser, content_of


def test_downloaded_checked_and_put_on_file(county: JourneyCounty) -> None:
    person, registrar = county.filed(), county.desk("registrar")
    number = person.number
    registrar.do(number, "受理")
    registrar.do(number, "交给其他单位", unit_text="住建局")
    county.desk("housing_registrar").do(number, "指定承办人", handler="沈秋白")
    handler = county.desk("handler")
    handler.do(number, "起草答复", **DRAFT)
    county.desk("approver").do(number, "批准答复")
    handler.do(number, "送达答复")
    other = county.filed()
    registrar.do(other.number, "受理")

    # Numbers of one series follow one another, whatever the matter.
    assert person.letters == {"信访局信告〔2026〕1号": "受理告知书", "住建局信复〔2026〕1号": "信访处理意见书"}
    assert other.letters == {"信访局信告〔2026〕2号": "受理告知书"}

    # The petitioner fetches it; whoever holds it checks number and mark, and reads nothing of what it says.
    person.look()
    assert person.fetch("下载 PDF").startswith(b"%PDF")
    address = person.links("核对文书")[0]
    checker = Browser().open(address).sees("这份文书是我们发出的", "信访局信告〔2026〕1号", "云渡县信访局")
    checker.sees_not(number, "物业费", "谷小满")
    checker.press("核对", number="信访局信告〔2026〕1号", mark="0000 0000 0000 0000").sees("没有查到这样一份文书")
    stranger = Browser()
    stranger.open("/letters/check/?" + urlencode({"number": "住建局信复〔2026〕2号", "mark": "0000000000000000"}))
    stranger.sees("没有查到这样一份文书")
    letter = next(link for link in person.links("下载 PDF") if "/letters/" in link)
    assert stranger.client.get(letter).status_code != 200
    assert other.client.get(letter).status_code == 404  # somebody else's

    # At the desk: each letter, the service record, and the whole file, of which each export is on record.
    handler.matter(number).follow("文书和案卷").sees("转送单", "受理告知书", "信访处理意见书")
    assert handler.fetch("送达回证").startswith(b"%PDF")
    word = handler.fetch("Word")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word)).namelist()
    assert content_of(handler.send("下载一个 PDF")).startswith(b"%PDF")
    held = zipfile.ZipFile(io.BytesIO(content_of(handler.send("下载归档包（BagIt）")))).namelist()
    assert any(name.endswith("manifest-sha256.txt") for name in held) and any(".pdf" in name for name in held)
    county.is_proved(number)
