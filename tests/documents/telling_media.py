"""Where a name or a place may stand in a picture, sound, film or PDF: (kind and where, file name, content)."""

import struct

from PIL import PngImagePlugin
from tests.documents.conftest import heic_photo, picture
from tests.documents.samples import box, ebml, film, ogg, pdf, webm
from tests.documents.telling_office import GIF_MARKED, JPEG_MARKED, MARK, PNG_MARKED, TIFF_MARKED, WEBP_MARKED, Case

MARKED = MARK.encode()
FRAMES = b"\xff\xfb\x90\x64" + bytes(60)
_SOUND = b"fmt \x04\0\0\0ffff", b"data\x04\0\0\0ssss"


def _moov(*boxes: bytes) -> bytes:
    return film(*boxes)


def _track(*media: bytes, kind: bytes = b"vide", name: bytes = b"") -> bytes:
    return box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(12), name), *media))


MEASURED: dict[str, dict[str, bool]] = {
    "32 bits": {}, "64 bits": {"is_long": True}, "sizes each": {"is_each": True},
}  # fmt: skip


def _measured(*, is_long: bool = False, is_each: bool = False) -> bytes:
    """A film whose track of data lies in three samples and two chunks among its bytes."""
    half = len(MARKED) // 2
    sizes = (4, half, len(MARKED) - half) if is_each else (half, half, half)
    marked = bytes(sizes[0]) + MARKED[: sizes[1]], MARKED[sizes[1] :].ljust(sizes[2])
    if not is_each:
        marked = MARKED[: 2 * half], b"again".ljust(half)
    start = 8 + len(b"isom\0\0\0\0mp41") + 8 + len(b"PICTURES")
    form, kind = (">LLQQ", b"co64") if is_long else (">LLLL", b"stco")
    table = box(b"stsz", struct.pack(">LLLLLL", 0, 0, 3, *sizes) if is_each else struct.pack(">LLL", 0, half, 3))
    table += box(b"stsc", struct.pack(">LLLLLLLL", 0, 2, 1, 2, 1, 2, 1, 1))
    table += box(kind, struct.pack(form, 0, 2, start, start + len(marked[0])))
    track = _track(box(b"minf", box(b"stbl", table)), kind=b"meta")
    pictures = box(b"mdat", b"PICTURES" + b"".join(marked) + b"PICTURES")
    return box(b"ftyp", b"isom\0\0\0\0mp41") + pictures + box(b"moov", track)


def _keys() -> bytes:
    """Apple's keys: place, make and model."""
    names = b"".join(box(b"mdta", b"com.apple.quicktime." + key) for key in (b"location.ISO6709", b"make", b"model"))
    values = box(b"ilst", *(box(struct.pack(">L", n), box(b"data", bytes(8), MARKED)) for n in (1, 2, 3)))
    return box(b"meta", bytes(4), box(b"keys", bytes(4), struct.pack(">L", 3), names), values)


def _wav(*chunks: bytes) -> bytes:
    body = b"WAVE" + _SOUND[0] + b"".join(chunks) + _SOUND[1]
    return b"RIFF" + struct.pack("<L", len(body)) + body


def _chunk(kind: bytes, body: bytes = MARKED) -> bytes:
    return kind + struct.pack("<L", len(body)) + body + bytes(len(body) % 2)


def _png(*, compressed: bool) -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", MARK)
    text.add_text("Author", MARK, zip=compressed)
    return picture("PNG", pnginfo=text)


_APE = b"APETAGEX" + struct.pack("<LLLL", 2000, 32 + len(MARKED), 1, 0) + bytes(8)
_CHUNKS = (b"bext", b"id3 ", b"iXML", b"_PMX", b"JUNK")
_LYRICS = b"LYRICSBEGIN" + MARKED
_HEIC = heic_photo()
_XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{MARK}</r:RDF></x:xmpmeta>'

MEDIA: list[Case] = [
    ("mp4, place", "a.mp4", _moov(box(b"udta", box(b"\xa9xyz", MARKED)))),
    ("mp4, place of 3GP", "a.mp4", _moov(box(b"udta", box(b"loci", MARKED)))),
    ("mp4, what a box no standard has says", "a.mp4", _moov(box(b"zzzz", MARKED))),
    ("mp4, tags of iTunes", "a.mp4", _moov(box(b"udta", box(b"meta", bytes(4), box(b"ilst", MARKED))))),
    ("mov, keys", "a.mov", _moov(_keys())),
    ("mov, keys of a track", "a.mov", _moov(box(b"trak", _keys()))),
    ("mp4, XMP", "a.mp4", film() + box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), MARKED)),
    *((f"mp4, place second by second, {what}", "a.mp4", _measured(**how)) for what, how in MEASURED.items()),
    ("mp4, free", "a.mp4", film() + box(b"free", MARKED)),
    ("mp4, skip in moov", "a.mp4", _moov(box(b"skip", MARKED))),
    ("mp4, name of the handler", "a.mp4", _moov(_track(name=MARKED))),
    ("mp4, what packed it", "a.mp4", _moov(_track(box(b"minf", box(b"stbl", box(
        b"stsd", bytes(4), struct.pack(">L", 1), box(b"avc1", bytes(43), MARKED.ljust(31), bytes(4)))))))),
    ("mp4, where it lay", "a.mp4", _moov(_track(box(b"minf", box(b"dinf", box(
        b"dref", bytes(4), struct.pack(">L", 1), box(b"alis", bytes(4), MARKED))))))),
    ("m4a, tags", "a.m4a", box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", box(b"udta", MARKED)) + box(b"mdat", b"S")),
    ("mp3, ID3v2", "a.mp3", b"ID3\x03\0\0\0\0\0\x20" + MARKED.ljust(32, b"\0") + FRAMES),
    ("mp3, ID3v1", "a.mp3", FRAMES + (b"TAG" + MARKED).ljust(128, b"\0")),
    ("mp3, APE", "a.mp3", FRAMES + MARKED + _APE),
    ("mp3, APE before ID3v1", "a.mp3", FRAMES + MARKED + _APE + b"TAG".ljust(128, b"\0")),
    ("mp3, lyrics", "a.mp3", FRAMES + _LYRICS + b"%06d" % len(_LYRICS) + b"LYRICS200"),
    ("mp3, older lyrics", "a.mp3", FRAMES + _LYRICS + b"LYRICSEND" + b"TAG".ljust(128, b"\0")),
    ("wav, LIST", "a.wav", _wav(_chunk(b"LIST", b"INFOIART" + struct.pack("<L", len(MARKED)) + MARKED))),
    *((f"wav, {kind.decode()}", "a.wav", _wav(_chunk(kind))) for kind in _CHUNKS),
    ("wav, behind its end", "a.wav", _wav() + _chunk(b"LIST")),
    ("ogg, comments", "a.ogg", ogg(struct.pack("<L", 8) + MARKED)),
    ("webm, tags", "a.webm", webm(behind=ebml(0x1254C367, MARKED))),
    ("webm, title", "a.webm", webm(ebml(0x7BA9, MARKED))),
    ("webm, program", "a.webm", webm(ebml(0x4D80, MARKED), ebml(0x5741, MARKED))),
    ("webm, void", "a.webm", webm(behind=ebml(0xEC, MARKED))),
    ("webm, attachment", "a.webm", webm(behind=ebml(0x1941A469, MARKED))),
    ("webm, name of a track", "a.webm", webm(of_track=ebml(0x536E, MARKED) + ebml(0x258688, MARKED))),
    ("jpeg, comment", "a.jpg", JPEG_MARKED),
    ("jpeg, Exif", "a.jpg", picture("JPEG", exif=b"Exif\0\0" + MARKED)),
    ("jpeg, XMP", "a.jpg", picture("JPEG", xmp=MARKED)),
    ("jpeg, behind its end", "a.jpg", picture("JPEG") + MARKED),
    ("png, tEXt", "a.png", PNG_MARKED),
    ("png, iTXt", "a.png", _png(compressed=False)),
    ("png, eXIf", "a.png", picture("PNG", exif=b"Exif\0\0" + MARKED)),
    ("gif, comment", "a.gif", GIF_MARKED),
    ("tiff, artist, maker, XMP", "a.tif", TIFF_MARKED),
    ("webp, Exif and XMP", "a.webp", WEBP_MARKED),
    ("bmp, behind its end", "a.bmp", picture("BMP") + MARKED),
    ("heic, free", "a.heic", _HEIC + box(b"free", MARKED)),
    ("heic, uuid", "a.heic", _HEIC + box(b"uuid", bytes(16), MARKED)),
    ("pdf, author", "a.pdf", pdf(Author=MARK)),
    ("pdf, XMP", "a.pdf", pdf(f"pdf.Root.Metadata = pdf.make_stream(b'{_XMP}')")),
    ("pdf, XMP of a page", "a.pdf", pdf(f"page.obj.Metadata = pdf.make_stream(b'{MARK}')")),
    ("pdf, data of programs", "a.pdf", pdf(f"page.obj.PieceInfo = Dictionary(Who=String('{MARK}'))")),
    ("pdf, who wrote a note", "a.pdf", pdf("page.obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text,"
        f" Rect=Array([0, 0, 9, 9]), T=String('{MARK}'))])")),
    ("pdf, what is said of an attached table", "a.pdf", pdf("pdf.attachments['a.xml'] = pikepdf.AttachedFileSpec("
        f"pdf, b'<a/>', filename='a.xml', description='{MARK}')")),
    ("pdf, who drew a layer", "a.pdf", pdf("pdf.Root.OCProperties = Dictionary(OCGs=Array(["
        f"pdf.make_indirect(Dictionary(Type=Name.OCG, "
        f"Usage=Dictionary(CreatorInfo=Dictionary(Creator=String('{MARK}')))))]))")),
    ("pdf, Exif of a photo", "a.pdf", pdf("s = pdf.make_stream(" + repr(JPEG_MARKED) + ");"
        "s.Filter = Name.DCTDecode; page.obj.Pic = s")),
    ("pdf, Exif of a photo with its filters in a list", "a.pdf", pdf("s = pdf.make_stream(" + repr(JPEG_MARKED) + ");"
        "s.Filter = Array([Name.DCTDecode]); page.obj.Pic = s")),
]  # fmt: skip
