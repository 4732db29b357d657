"""What is made for one answer: its name, whether it is saved or shown, and that no browser keeps it by itself."""

import pytest

from huiyin.web.downloads import made_response


@pytest.mark.parametrize(("inline", "kind"), [(False, "attachment"), (True, "inline")])
def test_what_is_made_has_its_name_and_is_not_kept(inline: bool, kind: str) -> None:
    response = made_response(b"%PDF", name="案卷.pdf", media_type="application/pdf", inline=inline)
    assert response.content == b"%PDF"
    assert dict(response.items()) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": f"{kind}; filename*=utf-8''%E6%A1%88%E5%8D%B7.pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
