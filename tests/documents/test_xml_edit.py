"""XML is changed where it has to be, whatever pieces it comes in, and otherwise stays byte for byte."""

import pytest

from huiyin.documents.errors import FileTypeRefused
from huiyin.documents.rules.office_people import people_rule
from huiyin.documents.rules.xml_budget import XmlBudget
from huiyin.documents.rules.xml_edit import edited

SENT = (
    '<?xml version="1.0"?><!-- a > b --><w:x xmlns:w="w" xmlns:author="q"><w:rsids><w:rsid w:val="Z"/></w:rsids>你好'
    '<w:docId w:val="Z"/><author>张三</author><t>张三：词&amp;</t><author/><q a=">" author=\'Z\' b="1"/>'
    '<![CDATA[<q author="keep">]]>author="keep"<w:docVars/></w:x><!-- e -->'
)
KEPT = (
    '<?xml version="1.0"?><!-- a > b --><w:x xmlns:w="w" xmlns:author="q">你好'
    "<author>&#20316;&#32773;</author><t>&#20316;&#32773;&#65306;&#35789;&amp;</t><author/>"
    '<q a=">" author="&#20316;&#32773;" b="1"/><![CDATA[<q author="keep">]]>author="keep"</w:x><!-- e -->'
)


@pytest.mark.parametrize("length", [1, 2, 3, 7, 16, 5_000])
def test_what_is_kept_does_not_hang_on_the_pieces(length: int) -> None:
    sent = SENT.encode()
    pieces = [sent[place : place + length] for place in range(0, len(sent), length)]
    assert b"".join(edited(pieces, people_rule(), XmlBudget())).decode() == KEPT


def test_other_letters_become_usual_ones() -> None:
    for letters in ("utf-16", "utf-16-le", "utf-16-be"):
        sent = SENT.replace('"1.0"', '"1.0" encoding="UTF-16"').encode(letters)
        kept = b"".join(edited([sent[:101], sent[101:]], people_rule(), XmlBudget())).decode()
        assert kept == KEPT.replace('"1.0"', '"1.0" encoding="UTF-8"')


@pytest.mark.parametrize("sent", ["<a>", "<!DOCTYPE a><a/>", f"<author>{'a' * 9_000_000}</author>"])
def test_what_can_not_be_followed_is_refused(sent: str) -> None:
    pieces = [sent.encode()[place : place + (1 << 18)] for place in range(0, len(sent), 1 << 18)]
    with pytest.raises(FileTypeRefused):
        b"".join(edited(pieces, people_rule(), XmlBudget()))
