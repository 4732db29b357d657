"""Our own Word templates, one for each layout, written part by part.

WPS warns of fonts that a theme names and the machine lacks, and falls back where a run names none for Chinese: so
there is no theme here, every run names its fonts, and those are the ones that come with Windows and with WPS. Nothing
in a template lies elsewhere, and its only field code is the page's number.
"""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from huiyin.documents.rules.layouts import LetterLayout

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_EARLY = (1980, 1, 1, 0, 0, 0)
# One character of 3号 and one line of the grid, in twentieths of a point; 225 mm have 22 lines.
_CHARACTER, _LINE = 320, 579
_MM = 56.693
_WIDTH = round(156 * _MM)
_RED = "E60012"
# Where a page's number goes.
_PAGE = "\x00"
_FANG, _SONG, _HEI = "仿宋", "宋体", "黑体"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A template's own parts: what stands in it, and its heads and feet by their kind."""

    body: str
    heads: dict[str, str]
    feet: dict[str, str]
    margins: tuple[int, int, int, int] = (37, 26, 35, 28)
    font: str = _FANG
    size: float = 16


def default_template(layout: LetterLayout = LetterLayout.PLAIN) -> bytes:
    """Our own template for letters of this layout, for whoever has none or wants to begin from one."""
    parts = {LetterLayout.PLAIN: _plain, LetterLayout.OFFICIAL: _official, LetterLayout.LETTER: _letter}[layout]()
    furniture = [("header", kind, text) for kind, text in parts.heads.items()]
    furniture += [("footer", kind, text) for kind, text in parts.feet.items()]
    named = [
        (f"{what}{number}.xml", what, kind, text) for number, (what, kind, text) in enumerate(furniture, start=1)
    ]
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, text: str) -> None:
            # The same template is the same file.
            archive.writestr(zipfile.ZipInfo(name, _EARLY), _XML + text, zipfile.ZIP_DEFLATED)

        put("[Content_Types].xml", _content_types([(name, what) for name, what, _kind, _text in named]))
        put("_rels/.rels", _relations([("officeDocument", "word/document.xml")]))
        put("word/document.xml", _document(parts, [(what, kind) for _name, what, kind, _text in named]))
        put("word/styles.xml", _styles(parts.font, parts.size))
        put("word/settings.xml", _settings("even" in parts.feet))
        put(
            "word/_rels/document.xml.rels",
            _relations(
                [(what, name) for name, what, _kind, _text in named]
                + [("styles", "styles.xml"), ("settings", "settings.xml")]
            ),
        )
        for name, what, _kind, text in named:
            root = "hdr" if what == "header" else "ftr"
            put(f"word/{name}", f"<w:{root} {_SPACES}>{text}</w:{root}>")
    return buffer.getvalue()


def _plain() -> _Parts:
    body = (
        _p("{{ 单位 }}", size=14, font=_HEI, align="center"),
        _p("{{ 标题 }}", size=22, bold=True, align="center", before=240),
        _p("{{ 文号 }}", size=10.5, align="center", before=240, after=360),
        _p("{{ 称呼 }}", size=12),
        _p("{{ 正文 }}", size=12, indent=2),
        _p("{{ 依据 }}", size=12, indent=2),
        _p("{{ 单位 }}", size=12, align="right", before=480),
        _p("{{ 日期 }}", size=12, align="right"),
        _p("事项编号 {{ 事项编号 }}　核验码 {{ 核验码 }}", size=9, before=480),
    )
    feet = {"default": _p(_PAGE, size=9, align="center")}
    return _Parts("".join(body), {}, feet, margins=(30, 26, 27, 28), font=_SONG, size=12)


def _official() -> _Parts:
    head = (
        _p("{{ 单位 }}文件", size=46, bold=True, colour=_RED, align="center", before=round(35 * _MM)),
        _p("{{ 文号 }}", font=_FANG, align="center", before=2 * _LINE, below=("single", 16, 11)),
        _p("{{ 标题 }}", size=22, bold=True, align="center", before=2 * _LINE, after=_LINE),
    )
    return _Parts("".join(head) + _words() + _printed(), {}, _numbered())


def _letter() -> _Parts:
    # 170 mm: eight and six more than the area has on its sides.
    wide = (-round(8 * _MM), -round(6 * _MM))
    mark = _p(
        "{{ 单位 }}", size=46, bold=True, colour=_RED, align="center", below=("thickThinSmallGap", 24, 11), sides=wide
    )
    foot = _p("", size=9, above=("thinThickSmallGap", 24, 1), sides=wide)
    head = (
        _p("{{ 文号 }}", font=_FANG, align="right", before=280),
        _p("{{ 标题 }}", size=22, bold=True, align="center", before=2 * _LINE, after=_LINE),
    )
    end = _p("核验码 {{ 核验码 }}　事项编号 {{ 事项编号 }}", size=14, font=_FANG, before=_LINE)
    return _Parts("".join(head) + _words() + end, {"first": mark}, {**_numbered(), "first": foot})


def _words() -> str:
    """From the addressee to the date, which is four characters in; the name above its middle is a matter of hand."""
    return "".join((
        _p("{{ 称呼 }}", font=_FANG, lined=True),
        _p("{{ 正文 }}", font=_FANG, indent=2, lined=True),
        _p("{{ 依据 }}", font=_FANG, indent=2, lined=True),
        _p("{{ 单位 }}", font=_FANG, align="right", before=2 * _LINE, sides=(0, 4 * _CHARACTER), lined=True),
        _p("{{ 日期 }}", font=_FANG, align="right", sides=(0, 4 * _CHARACTER), lined=True),
    ))  # fmt: skip


def _numbered() -> dict[str, str]:
    """— 1 — at the outer side, one character of 4号 in."""
    return {
        "default": _p(_PAGE, size=14, font=_SONG, align="right", sides=(0, 280)),
        "even": _p(_PAGE, size=14, font=_SONG, align="left", sides=(280, 0)),
    }


def _printed() -> str:
    """The print matter: as a table, whose grid, cells and whole say the same widths."""
    halves = (_WIDTH // 2, _WIDTH - _WIDTH // 2)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", 8), ("bottom", 8), ("insideH", 6))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in halves)
    rows = (
        ("核验码 {{ 核验码 }}", "事项编号 {{ 事项编号 }}"),
        ("{{ 单位 }}", "{{ 日期 }}印发"),
    )
    return (
        _p("", font=_FANG, lined=True)
        + f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        + "".join(
            f"<w:tr>{_cell(left, halves[0], 'left')}{_cell(right, halves[1], 'right')}</w:tr>" for left, right in rows
        )
        + "</w:tbl>"
        # A document doesn't end with a table.
        + _p("", size=1)
    )


def _cell(text: str, width: int, align: str) -> str:
    shown = _p(text, size=14, font=_FANG, align=align)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{shown}</w:tc>'


def _p(
    text: str,
    *,
    size: float = 16,
    font: str = _SONG,
    bold: bool = False,
    colour: str = "",
    align: str = "",
    indent: int = 0,
    before: int = 0,
    after: int = 0,
    sides: tuple[int, int] = (0, 0),
    above: tuple[str, int, int] | None = None,
    below: tuple[str, int, int] | None = None,
    lined: bool = False,
) -> str:
    """A paragraph; the order of its elements is the schema's. `lined`: on the grid's lines."""
    edges = "".join(
        f'<w:{side} w:val="{edge[0]}" w:sz="{edge[1]}" w:space="{edge[2]}" w:color="{_RED}"/>'
        for side, edge in (("top", above), ("bottom", below))
        if edge
    )
    line = f' w:line="{_LINE}" w:lineRule="exact"' if lined else ""
    first = f' w:firstLineChars="{indent * 100}" w:firstLine="{round(indent * size * 20)}"' if indent else ""
    properties = (
        (f"<w:pBdr>{edges}</w:pBdr>" if edges else "")
        + f'<w:spacing w:before="{before}" w:after="{after}"{line}/>'
        + f'<w:ind w:left="{sides[0]}" w:right="{sides[1]}"{first}/>'
        + (f'<w:jc w:val="{align}"/>' if align else "")
    )
    look = (
        _fonts(font)
        + ("<w:b/>" if bold else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    )
    return f"<w:p><w:pPr>{properties}<w:rPr>{look}</w:rPr></w:pPr>{_runs(text, look)}</w:p>"


def _runs(text: str, look: str) -> str:
    if text != _PAGE:
        return _run(f'<w:t xml:space="preserve">{escape(text)}</w:t>', look) if text else ""
    return "".join((
        _run('<w:t xml:space="preserve">— </w:t>', look),
        _run('<w:fldChar w:fldCharType="begin"/>', look),
        _run('<w:instrText xml:space="preserve"> PAGE </w:instrText>', look),
        _run('<w:fldChar w:fldCharType="separate"/>', look),
        _run("<w:t>1</w:t>", look),
        _run('<w:fldChar w:fldCharType="end"/>', look),
        _run('<w:t xml:space="preserve"> —</w:t>', look),
    ))  # fmt: skip


def _run(content: str, look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr>{content}</w:r>"


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _document(parts: _Parts, furniture: Iterable[tuple[str, str]]) -> str:
    references = "".join(
        f'<w:{what}Reference w:type="{kind}" r:id="rId{number}"/>'
        for number, (what, kind) in enumerate(furniture, start=1)
    )
    top, right, bottom, left = (round(side * _MM) for side in parts.margins)
    first = "<w:titlePg/>" if "first" in {**parts.heads, **parts.feet} else ""
    # The head of a letter begins 30 mm below the edge, its foot ends 20 mm above it; a page's number is 7 mm below.
    head, foot = (30, 18) if parts.heads else (15, 23)
    section = (
        f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{round(head * _MM)}" w:footer="{round(foot * _MM)}" w:gutter="0"/>'
        f'<w:cols w:space="425"/>{first}<w:docGrid w:type="lines" w:linePitch="{_LINE}"/></w:sectPr>'
    )
    return f"<w:document {_SPACES}><w:body>{parts.body}{section}</w:body></w:document>"


def _styles(font: str, size: float) -> str:
    look = f'{_fonts(font)}<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f"<w:styles {_SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{look}{language}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr><w:rPr>{look}</w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style></w:styles>'
    )


def _settings(even_differs: bool) -> str:
    even = "<w:evenAndOddHeaders/>" if even_differs else ""
    mode = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings {_SPACES}><w:zoom w:percent="100"/>{even}'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{mode}" w:val="15"/></w:compat></w:settings>'
    )


def _content_types(furniture: Iterable[tuple[str, str]]) -> str:
    parts = [("document.xml", "document.main"), ("styles.xml", "styles"), ("settings.xml", "settings"), *furniture]
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
