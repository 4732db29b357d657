"""What is Chinese is marked as Chinese, and nothing else about a page changes."""

import re

import pytest

from huiyin.web.chinese import mark_chinese


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>Hello</p>", "<p>Hello</p>"),
        ("<p>县住建局 answers you.</p>", '<p><span lang="zh-Hans">县住建局</span> answers you.</p>'),
        ("<p>路灯坏了，3 天。Then 停水</p>",
         '<p><span lang="zh-Hans">路灯坏了，3 天。</span>Then <span lang="zh-Hans">停水</span></p>'),
        ('<a lang="zh-Hans">中文</a>中', '<a lang="zh-Hans">中文</a><span lang="zh-Hans">中</span>'),
        ('<div lang="zh"><b>中</b><i lang="en">中</i></div>',
         '<div lang="zh"><b>中</b><i lang="en"><span lang="zh-Hans">中</span></i></div>'),
        ("<option selected>物业</option>", '<option lang="zh-Hans" selected>物业</option>'),
        ('<textarea name="b">\n路灯</textarea>', '<textarea lang="zh-Hans" name="b">\n路灯</textarea>'),
        ('<input value="路灯"><input value="x">', '<input lang="zh-Hans" value="路灯"><input value="x">'),
        ('<input type="checkbox" aria-label="Select: 路灯">',
         '<input lang="zh-Hans" type="checkbox" aria-label="Select: 路灯">'),
        ('<datalist><option value="柳荫镇"></option></datalist>',
         '<datalist><option lang="zh-Hans" value="柳荫镇"></option></datalist>'),
        ('<optgroup label="城建"><option>a</option></optgroup>',
         '<optgroup lang="zh-Hans" label="城建"><option>a</option></optgroup>'),
        ('<script>"中"</script><style>/*中*/</style><!-- 中 --><title>中</title>',
         '<script>"中"</script><style>/*中*/</style><!-- 中 --><title>中</title>'),
        ('<a title="a > b 中">中</a>', '<a title="a > b 中"><span lang="zh-Hans">中</span></a>'),
        ("<p>See 《条例》第六条.</p>", '<p>See <span lang="zh-Hans">《条例》第六条</span>.</p>'),
        ("<p>阿依·古丽 · 县政府 · x</p>", '<p><span lang="zh-Hans">阿依·古丽 · 县政府</span> · x</p>'),
        ("<p>a < b &lt;中&gt;</p>", '<p>a < b &lt;<span lang="zh-Hans">中</span>&gt;</p>'),
    ],
)  # fmt: skip
def test_what_is_chinese_is_marked_and_the_rest_left_alone(page: str, marked: str) -> None:
    assert mark_chinese(page) == marked
    assert mark_chinese(marked) == marked
    assert re.sub(r'<span lang="zh-Hans">|</span>| lang="zh-Hans"', "", marked) == re.sub(
        r' lang="zh-Hans"', "", page
    ), "no word is changed"


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>خەت 20261127-6379-0452</p>", '<p>خەت <span dir="ltr">20261127-6379-0452</span></p>'),
        ("<p>K7QM-3XTD 7</p>", '<p><span dir="ltr">K7QM-3XTD</span> 7</p>'),
        ("<time>2026-11-27 10:03</time>",
         '<time><span dir="ltr">2026-11-27</span> <span dir="ltr">10:03</span></time>'),
        ('<a href="/x/2026-11-27/">路灯</a>', '<a href="/x/2026-11-27/"><span lang="zh-Hans">路灯</span></a>'),
        ("<title>1-2</title><textarea>1-2</textarea>", "<title>1-2</title><textarea>1-2</textarea>"),
        ('<p lang="zh">1-2 号</p>', '<p lang="zh">1-2 号</p>'),
    ],
)  # fmt: skip
def test_numbers_in_parts_keep_their_order_from_right_to_left(page: str, marked: str) -> None:
    assert mark_chinese(page, direction="rtl") == marked
    assert '<span dir="ltr">' not in mark_chinese(page)
