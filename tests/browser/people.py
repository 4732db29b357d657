"""The two who sit before a page: what they press, in their own words."""

import re
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.house import KnownMatter
from tests.cast import PASSWORD

TEXT = "水龙头放出来的水发黄，有铁锈味，已经两个星期了。"
REQUESTS = ("查明水发黄的原因", "把主管道冲洗干净")
NAME, PHONE_NUMBER = "纪北辰", "19900007788"


def photo(name: str = "水.jpg") -> FilePayload:
    """A photo as a phone takes it, only smaller."""
    content = BytesIO()
    Image.new("RGB", (640, 480), (190, 160, 90)).save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


@dataclass
class BrowserPetitioner:
    """Files, keeps the receipt, looks the matter up."""

    page: Page

    def open_filing(self) -> None:
        """From the front page to the first step."""
        self.page.goto("/")
        self.page.get_by_role("link", name=re.compile("反映一件事")).click()
        self.at("发生了什么")

    def at(self, title: str) -> None:
        """The page with this heading is there."""
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()

    def press(self, words: str) -> None:
        """Press the button with these words; there is one, apart from those that nobody sees."""
        self.page.locator("button:not(.visually-hidden)", has_text=re.compile(f"^\\s*{words}")).click()

    def write_what(self, text: str = TEXT) -> None:
        """The story."""
        self.page.get_by_label("发生了什么", exact=True).fill(text)

    def write_where(self) -> None:
        """From the files, which are left, to the page after the place."""
        self.at("有照片、文件或者录音吗")
        self.press("下一步")
        self.at("在什么地方")
        self.page.get_by_label(re.compile("^地点")).fill("云水小区 3 幢")
        self.press("下一步")

    def write_rest(self) -> None:
        """From the second step to the last page."""
        self.write_where()
        self.at("涉及谁")
        self.press("下一步")
        self.at("您希望怎样解决")
        self.page.get_by_label("您希望怎样解决").fill(REQUESTS[0])
        self.press("下一步")
        self.at("您想怎么办")
        self.page.get_by_role("radio", name=re.compile("^我有困难要解决")).check()
        self.press("下一步")
        self.write_who()

    def open_subjects(self) -> None:
        """Unfold what the matter is about, which nobody has to say."""
        self.page.locator("details:not([open]) > summary", has_text="哪方面的事").click()

    def write_who(self) -> None:
        """Name and telephone, on to the last page."""
        self.at("怎么联系您")
        expect(self.page.get_by_role("radio", name=re.compile("^留下联系方式"))).to_be_checked()
        self.page.get_by_label(re.compile("^电话")).fill(PHONE_NUMBER)
        self.page.get_by_label(re.compile("^姓名或单位名称")).fill(NAME)
        self.press("下一步")
        self.at("核对并提交")

    def send(self) -> KnownMatter:
        """Press "send", keep the receipt."""
        self.press("提交")
        return self.receipt()

    def receipt(self) -> KnownMatter:
        """Number and code as the receipt shows them."""
        self.at("我们收到了，这是您的回执")
        number = self.page.locator("#number").inner_text()
        return KnownMatter(re.sub(r"\D", "", number), self.page.locator("#code").inner_text().strip())

    def look_up(self, known: KnownMatter) -> None:
        """Type the code in."""
        self.page.goto("/lookup/")
        self.page.get_by_label("查询码", exact=True).fill(known.code)
        self.press("查看")
        expect(self.page).to_have_url(re.compile("/status/$"))


@dataclass
class BrowserOfficer:
    """Signs in, opens a matter, makes moves."""

    page: Page

    def sign_in(self, username: str) -> None:
        """Through the form."""
        self.page.goto("/desk/")
        self.enter(username)

    def enter(self, username: str) -> None:
        """Fill in the form that is open."""
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page).to_have_url(re.compile("/desk/"))

    def find(self, known: KnownMatter) -> None:
        """In one of the lists that the menu has, and from there to the matter's page."""
        self.page.goto("/desk/")
        lists = self.page.locator(".desk-places a[href^='/desk/work/']")
        addresses = [str(link.get_attribute("href")) for link in lists.all()]
        row = self.page.locator("[data-row]", has=self.page.locator(".work-number", has_text=tidy(known.number)))
        for address in addresses:
            self.page.goto(address)
            if row.count():
                break
        expect(row).to_be_visible()
        row.locator("[data-open]").click()
        expect(self.page).to_have_url(re.compile(f"/desk/matters/{known.number}/"))

    def open(self, known: KnownMatter) -> None:
        """The matter's page by its address."""
        self.page.goto(f"/desk/matters/{known.number}/")

    def move(self, code: str) -> Locator:
        """Open a move in place; gives its form."""
        unfold_move(self.page, code)
        return self.page.locator(f"#move-{code} form")

    def submit(self, form: Locator, notice: str) -> None:
        """Press the form's button; the next page says what has happened."""
        form.locator("button.btn-primary").click()
        expect(self.page.locator("#messages")).to_contain_text(notice)

    def make(self, code: str, notice: str) -> None:
        """A move that asks for nothing."""
        self.submit(self.move(code), notice)


def unfold_move(page: Page, code: str) -> None:
    """Press a move of the panel; what is seldom needed lies under a line of its own."""
    seldom = page.locator("details.moves-seldom:not([open])", has=page.locator(f"#move-{code}"))
    if seldom.count():
        seldom.locator("summary").first.click()
    page.locator(f"#move-{code} > summary").click()


def tidy(number: str) -> str:
    """The number as pages write it: 8-4-4."""
    return f"{number[:8]}-{number[8:12]}-{number[12:]}"
