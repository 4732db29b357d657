"""The people of a journey, each with a browser of their own, and the county's clock in the hands of the test."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self
from uuid import UUID

from django.contrib.auth import get_user_model

from huiyin.flows.clock_round import clock_round
from huiyin.flows.supervision_round import supervision_round
from huiyin.kernel.actor import Role
from huiyin.kernel.ids import parse_matter_number, parse_receipt_code
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from huiyin.orgs.services import OfficerPlan, PostPlan, officer_create, post_create
from tests.cast import AT, PASSWORD, SEED, Cast
from tests.journeys.hands import Browser

TEXT = "小区物业费连续两年上涨，没有公示收支，电梯也常常停运，老人下不了楼。"
NAME, PHONE = "纪北辰", "19900007788"
# Whom the matters are about. The accused works there, and besides in every unit through which a matter goes: only
# that it is about them keeps them from seeing it.
ACCUSED, ACCUSED_NAME, ACCUSED_UNIT = "accused", "闻人远", "柳荫镇人民政府"
_ACCUSED_AT = ("town", "office", "housing", "education")
# A complete draft of an answer to the two requests.
DRAFT = {
    "facts": "经实地查看，情况属实。",
    "basis": "《物业管理条例》第六条",
    "outcome_1": "支持",
    "reasons_1": "收支应当公示，已责成物业公示。",
    "outcome_2": "支持",
    "reasons_2": "电梯已安排维修。",
}
_LETTER = re.compile(r"(?P<title>\S+) (?P<number>\S+〔\d{4}〕\d+号) \d{4}年")
# Who is signed in or has shown a code has to do it again after this long without a click.
_IDLE = timedelta(minutes=29)


class JourneyCounty:
    """The cast, the clock, and who sits where."""

    def __init__(self, cast: Cast) -> None:
        """The clock stands where the cast's does."""
        self.cast = cast
        self._at_desk: dict[str, DeskOfficer] = {}
        officer = officer_create(plan=OfficerPlan(ACCUSED, ACCUSED_NAME), actor=SEED, at=AT)
        cast.officers[ACCUSED] = officer.pk
        for unit in _ACCUSED_AT:
            plan = PostPlan(cast.units[unit], Role.REGISTRAR, "接访登记员", officer.pk)
            post_create(plan=plan, actor=SEED, at=AT)

    @property
    def today(self) -> date:
        """The day at the office."""
        return self.cast.at.astimezone(OFFICE_ZONE).date()

    def day(self, days: int) -> str:
        """The day so many days from now, as a browser sends it."""
        return (self.today + timedelta(days=days)).isoformat()

    def pass_days(self, days: int) -> None:
        """Time passes; it is nine in the morning, and the worker has made its rounds."""
        morning = datetime.combine(self.today + timedelta(days=days), time(9), OFFICE_ZONE)
        self.cast.at = morning.astimezone(UTC)
        self.rounds()

    def rounds(self) -> None:
        """What the worker does about clocks."""
        clock_round(at=self.cast.at)
        supervision_round(at=self.cast.at)

    def desk(self, username: str) -> "DeskOfficer":
        """An officer of the cast, signed in."""
        officer = self._at_desk.get(username)
        if officer is None or self.cast.at - officer.since > _IDLE:
            officer = self._at_desk[username] = DeskOfficer(self.cast, username)
        return officer

    def petitioner(self, **filed: Any) -> "Petitioner":
        """Somebody who has just filed over the web, and has written number and code down."""
        person = Petitioner(self.cast)
        person.file(**filed)
        return person

    def filed(self, **given: Any) -> "Petitioner":
        """Somebody who has filed before the journey begins; with `cast` the matter is brought to where it begins."""
        given = {"respondent_unit_id": self.cast.units["town"], **given}
        person = Petitioner(self.cast)
        person.filed = self.cast.file(**given)
        person.number, person.code = person.filed.number, person.filed.code
        return person

    def is_hidden(self, number: str, username: str = ACCUSED) -> None:
        """That this officer sees nothing of the matter, neither by its address nor in any list."""
        officer = self.desk(username)
        officer.has_no(f"/desk/matters/{number}/")
        officer.open("/desk/")
        for place in (*officer.places, f"/desk/search/?q={number}"):
            officer.open(place)
            assert not officer.links_to(f"/desk/matters/{number}/"), place

    def is_proved(self, number: str) -> None:
        """That the accused has seen nothing, and that the ledger holds what the rows say."""
        self.is_hidden(number)
        entries_sequence(at=self.cast.at)
        assert ledger_verify().problems == []


class DeskOfficer(Browser):
    """An officer at the desk."""

    def __init__(self, cast: Cast, username: str) -> None:
        """Signed in."""
        super().__init__()
        self.since = cast.at
        officer: Any = get_user_model()._default_manager.get(pk=cast.officers[username])
        self.client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    @classmethod
    def before_sign_in(cls, cast: Cast, username: str) -> "DeskOfficer":
        """An officer who signs in on the page for it, as everybody does in the morning."""
        officer = cls(cast, username)
        officer.client.logout()
        officer.open("/desk/").press("登录", login=username, password=PASSWORD)
        return officer

    def matter(self, number: str) -> Self:
        """Open a matter's page."""
        return self.open(f"/desk/matters/{number}/")

    def finds(self, number: str, place: str) -> bool:
        """Whether the matter stands in the list of this name on the left."""
        self.open("/desk/")
        self.follow(place)
        return bool(self.links_to(f"/desk/matters/{number}/"))

    @property
    def places(self) -> list[str]:
        """Where the links on the left lead that list matters."""
        hrefs = [link.get("href") for nav in self.page.find_class("desk-places") for link in nav.iter("a")]
        return [href for href in hrefs if href.startswith(("/desk/work/", "/desk/supervision/"))]

    def links_to(self, address: str) -> list[str]:
        """The links of this page that lead there."""
        return [link.get("href") for link in self.page.iter("a") if (link.get("href") or "").startswith(address)]

    def do(self, number: str, move: str, **typed: object) -> Self:
        """Open the matter, fill in the form under this heading, send it."""
        return self.matter(number).press("", under=move, **typed)

    def can(self, number: str, move: str) -> bool:
        """Whether the page offers this move."""
        return self.matter(number).offers(move)


class Petitioner(Browser):
    """Somebody with a concern."""

    def __init__(self, cast: Cast) -> None:
        """Nothing filed yet."""
        super().__init__()
        self.cast = cast
        self.number = self.code = ""
        self.filed = Registered(UUID(int=0), "", "", is_new=False)
        self._let_in: datetime | None = None

    def file(
        self,
        *,
        kind: str = "claim",
        text: str = TEXT,
        requests: tuple[str, ...] = ("公示近三年收支", "修好电梯"),
        respondent: str = ACCUSED_UNIT,
    ) -> None:
        """From the first page to the receipt."""
        self.open("/")
        self.follow("反映一件事")
        self.press("下一步", text=text)
        self.press("下一步")
        self.press("下一步", place="云水小区 3 幢")
        if respondent:
            self.press("找单位", concerned=respondent[:2])
            hidden = {"hide": "concerned"} if "要不要对谁保密" in self.text else {}
            self.press("下一步", unit=respondent, **hidden)
        else:
            self.press("下一步")
        for index, request in enumerate(requests, start=1):
            last = index == len(requests)
            self.press("下一步" if last else "再加一条", **{f"request_{index}": request})
        self.press("下一步", kind=kind)
        self.press("下一步", who="named", name=NAME, phone=PHONE, email="beichen@example.invalid")
        self.sees(text, *requests)
        self.press("提交")
        self.number = parse_matter_number(self.part("#number")) or ""
        self.code = parse_receipt_code(self.part("#code")) or ""
        assert self.number and self.code
        self.press("我已经记下，清除回执")
        self.filed = Registered(Matter.objects.get(number=self.number).pk, self.number, self.code, is_new=True)

    def look(self) -> Self:
        """Open the own page; after a while number and code have to be typed in again."""
        if self._let_in is None or self.cast.at - self._let_in > _IDLE:
            self.client.cookies.clear()
            self.open("/lookup/")
            self.press("查看", code=self.code)
            self._let_in = self.cast.at
        return self.open("/status/")

    @property
    def lead(self) -> str:
        """Where it stands and what comes next: the first sentence of the page."""
        self.look()
        return self.part(".lead")

    @property
    def clocks(self) -> str:
        """The time limits that the page shows, running and ended."""
        self.look()
        return " ".join(self.parts(".clock-sentence"))

    def says(self, button: str, **typed: object) -> Self:
        """Fill in a form of the own page and send it."""
        return self.look().press(button, under="", **typed)

    @property
    def letters(self) -> dict[str, str]:
        """Title and number of each letter that the page lists."""
        self.look()
        found = self.page.xpath("//*[@id='letters-part']//li")
        lines = [re.sub(r"\s+", " ", element.text_content()).strip() for element in found]
        matches = [
            re.search(r"(?P<title>\S+) (?P<number>\S+〔\d{4}〕\d+号)", line.split("PDF", 1)[1]) for line in lines
        ]
        assert all(matches), lines
        return {match["number"]: match["title"] for match in matches if match}
