"""A letter that says nothing, to see a layout by. It bears no unit's stamp, so that it can't pass for a true one."""

from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from huiyin.documents.letters.content import Item, LetterContent, Line, Section
from huiyin.documents.rules.layouts import LayoutChoice, LetterLayout
from huiyin.documents.rules.letters import TITLES, TO_PETITIONER, LetterCode, letter_number, series_mark

_SIZE = 400
_RED = (206, 32, 32, 255)
_FACTS = "接到您提出的事项以后，我们查看了现场，查阅了有关的账册和合同，听取了各方的说明。"


def sample_letter(
    *, unit: str, agency_prefix: str, code: LetterCode, layout: LetterLayout, choice: LayoutChoice, on: date
) -> LetterContent:
    """One kind of letter of a unit, as it would look if it were issued on that day."""
    to_petitioner = code in TO_PETITIONER
    return LetterContent(
        code=code.value,
        title=f"{TITLES[code]}（样张）",
        unit=unit,
        issued_on=on,
        number=letter_number(word=f"{agency_prefix}{series_mark(code)}", year=on.year, serial=1),
        addressee="您好" if to_petitioner else "某某单位",
        opening="这是一份样张，用来看版式，不是发给任何人的文书。",
        fields=(Line("事项", "楼道照明"), Line("联系电话", "0000-0000000")),
        sections=(
            Section("有关情况", text=_FACTS),
            Section("意见", items=(Item("修好楼道灯。", "支持", "已经修好。"), Item("公布维修记录。"))),
        ),
        signatures=("主持人", "记录人") if code is LetterCode.HEARING_MINUTES else (),
        layout=layout.value,
        stamp_mm=choice.stamp_mm,
        two_sided=choice.two_sided,
    )


def sample_stamp() -> bytes:
    """A red ring, as PNG."""
    picture = Image.new("RGBA", (_SIZE, _SIZE))
    ImageDraw.Draw(picture).ellipse((4, 4, _SIZE - 4, _SIZE - 4), outline=_RED, width=12)
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
