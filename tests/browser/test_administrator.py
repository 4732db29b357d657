"""A stranger with an administrator's account, at a desk, pressing what stands on the pages."""

import re
import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.house import ROOT, RunningInstallation
from tests.browser.people import BrowserOfficer

SEALED = "有人借发放补助"
MINE = "stranger@example.invalid"
_SEND = (
    "import django; django.setup(); from huiyin.kernel.time import now;"
    "from huiyin.notices.services import outbox_dispatch; outbox_dispatch(at=now(), limit=5000)"
)
OWN = "ein-wort-das-nur-ich-kenne"


def _press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def _unfold(page: Page, title: str) -> None:
    page.locator("details.arrange > summary", has_text=title).click()


def _letters(installation: RunningInstallation) -> list[str]:
    """The stranger's mailbox."""
    # All that waits at once: the installation was filled with more than one round of a worker sends.
    subprocess.run([sys.executable, "-c", _SEND], env=dict(installation.environment), cwd=ROOT, check=True)
    outbox = Path(installation.environment["HUIYIN_VAR"]) / "outbox"
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in outbox.glob("*.eml")]
    return [mail.get_content() for mail in mails if MINE in str(mail["To"])]


def test_a_stranger_reads_nothing(
    installation: RunningInstallation, officer: Callable[..., BrowserOfficer], window: Callable[..., Page]
) -> None:
    """An account of their own in the commission's lead, a password reset: each waits for somebody else's word."""
    page = officer("administrator").page
    page.goto("/desk/organisation/officers/")
    _unfold(page, "新增工作人员")
    page.locator("[name=display_name]").fill("木偶")
    page.locator("[name=username]").fill("puppet")
    page.locator("[name=email]").fill(MINE)
    _press(page, "新增")
    expect(page.locator("main")).to_contain_text("您看不到")

    page.goto(f"/desk/organisation/units/{installation.units['commission']}/")
    _unfold(page, "新增职位")
    form = page.locator("form:has([name=role])").last
    form.locator("[name=role]").select_option("leader")
    form.locator("[name=name]").fill("书记")
    form.get_by_role("button", name="新增职位").click()
    page.get_by_role("link", name=re.compile("书记")).last.click()
    page.locator("[name=officer]").select_option(label="木偶 · puppet")
    _press(page, "安排")
    expect(page.locator("body")).to_contain_text("等另一个人同意后生效")

    page.goto("/desk/grants/")
    page.get_by_role("link", name="木偶").first.click()
    address = page.url
    expect(page.get_by_role("button", name="撤回")).to_be_visible()
    expect(page.get_by_role("button", name="同意", exact=True)).to_have_count(0)

    page.goto(f"/desk/organisation/officers/{installation.officers['commission_registrar']}/")
    _unfold(page, "重设密码")
    page.locator("[name=way]").select_option("code")
    _press(page, "重设密码")
    expect(page.locator("main")).to_contain_text("您看不到")
    expect(page.locator(".big-secret")).to_have_count(0)

    link = re.search(r"/accounts/reset/\d+/[0-9a-f]{64}/", "".join(_letters(installation)))
    assert link
    puppet = window({"viewport": {"width": 1280, "height": 900}})
    puppet.goto(link[0])
    puppet.locator("[name=password]").fill(OWN)
    puppet.locator("[name=again]").fill(OWN)
    puppet.get_by_role("button", name="设定密码").click()
    puppet.get_by_label("用户名").fill("puppet")
    puppet.get_by_label("密码", exact=True).fill(OWN)
    puppet.get_by_role("button", name="登录").click()
    expect(puppet.locator("body")).to_contain_text("您还没有职位")
    for reader in (page, puppet):
        reader.goto(f"/desk/matters/{installation.matters['sealed'].number}/")
        expect(reader.locator("body")).not_to_contain_text(SEALED)
        reader.goto(address)
        expect(reader.get_by_role("button", name="同意", exact=True)).to_have_count(0)

    colleague = officer("commission_registrar").page
    colleague.goto("/desk/work/approvals/")
    colleague.get_by_role("link", name="木偶").first.click()
    expect(colleague.locator("main")).to_contain_text(MINE)
    colleague.locator("[name=reason]").fill("没有这个人")
    _press(colleague, "不同意")
    expect(colleague.locator("body")).to_contain_text("没有同意，已告诉提出的人")
