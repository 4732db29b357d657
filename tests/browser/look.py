"""Looking at a page as it stands: axe finds nothing, nothing sticks out at either width; a picture when asked for."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from tests.browser.house import ROOT

AXE = ROOT / "src/huiyin/web/frontend/node_modules/axe-core/axe.min.js"
# A tablet's width is between the two others: the long tests look at it as well.
_WIDTHS = (390, 1280) if os.environ.get("HUIYIN_TESTS_SHARED_OUT") else (390, 768, 1280)
# The frame around the desk's pages is one template: axe reads it once a window, in the long tests on every page.
_READS_FRAMES = not os.environ.get("HUIYIN_TESTS_SHARED_OUT")
# A wide screen has room for everything: only pictures are taken of it.
_WIDTHS_OF_PICTURES = (390, 768, 1280, 1920)
# Both languages have the same elements: axe reads Chinese pages as a phone shows them, English ones as a desk does.
_READ_AT = {"zh-hans": 390, "en": 1280}
_HEIGHT = 844
_RUN_AXE = """
async (within) => {
  const found = await axe.run(within || document, {resultTypes: ["violations"], elementRef: false});
  const places = (one) => one.nodes.map((node) => node.target.join(" ")).join(", ");
  return found.violations.map((one) => `${one.id} (${one.help}): ${places(one)}`);
}
"""
# What the browsers' own settings do that make all text larger, pictures and windows not (WCAG 1.4.4).
_DOUBLE = "size => { document.documentElement.style.fontSize = size; }"
# What reaches over the right edge, the innermost elements only.
_STICKS_OUT = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width + 1) return [];
  const all = [...document.querySelectorAll("body *")];
  const over = all.filter((one) => one.getBoundingClientRect().right > width + 1);
  const inner = over.filter((one) => ![...one.children].some((child) => over.includes(child)));
  if (inner.length) return inner.slice(0, 5).map((one) => `${one.tagName}.${one.className}`);
  // A word that is longer than its element; that one ends at the edge.
  const range = document.createRange();
  const reaches = (one) => { range.selectNodeContents(one); return range.getBoundingClientRect().right > width + 1; };
  const texts = [...document.querySelectorAll("body *")].flatMap((one) => [...one.childNodes])
    .filter((one) => one.nodeType === Node.TEXT_NODE && reaches(one));
  return texts.length ? texts.slice(0, 5).map((one) => one.textContent.trim().slice(0, 40)) : ["BODY"];
}
"""


@dataclass
class PageInspector:
    """Collects what is wrong over many pages. `paths` are those that were looked at."""

    language: str
    troubles: list[str] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    framed: set[BrowserContext] = field(default_factory=set)

    def prepare(self, context: BrowserContext, address: str) -> None:
        """Bring axe and the language into a window's pages."""
        context.add_init_script(path=AXE)
        context.add_cookies([{"name": "django_language", "value": self.language, "url": address}])

    def at(self, page: Page, name: str, within: str = "") -> None:
        """Look at the page that is open; axe at one part only where the rest has been read before."""
        self.paths.add(urlsplit(page.url).path)
        lang = page.locator("html").get_attribute("lang")
        if lang != self.language:
            self.troubles.append(f"{name}: speaks {lang}")
        for width in _WIDTHS_OF_PICTURES if self._takes_pictures() else _WIDTHS:
            page.set_viewport_size({"width": width, "height": _HEIGHT})
            where = f"{name} · {self.language} · {width} px · {page.url}"
            if width == _READ_AT[self.language]:
                found = page.evaluate(_RUN_AXE, within or self._unread(page))
                self.troubles += [f"{where}: {problem}" for problem in found]
            self.troubles += [f"{where}: sticks out: {element}" for element in page.evaluate(_STICKS_OUT)]
            self._picture(page, f"{name}-{self.language}-{width}.png")
            if not urlsplit(page.url).path.startswith("/desk/"):
                self._at_double_size(page, where)

    def _unread(self, page: Page) -> str:
        """The part that axe hasn't read yet in this window; "" for all of the page."""
        if _READS_FRAMES or not urlsplit(page.url).path.startswith("/desk/"):
            return ""
        is_known = page.context in self.framed
        self.framed.add(page.context)
        return "main" if is_known else ""

    def _at_double_size(self, page: Page, where: str) -> None:
        """Citizens' pages hold twice the text size."""
        page.evaluate(_DOUBLE, "200%")
        self.troubles += [f"{where}: sticks out at 200 %: {element}" for element in page.evaluate(_STICKS_OUT)]
        page.evaluate(_DOUBLE, "")

    def go(self, page: Page, address: str, name: str, **options: Any) -> None:
        """Open a page and look at it."""
        page.goto(address, **options)
        self.at(page, name)

    def _takes_pictures(self) -> bool:
        return bool(os.environ.get("HUIYIN_SCREENSHOTS"))

    def _picture(self, page: Page, name: str) -> None:
        folder = os.environ.get("HUIYIN_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / name, full_page=True)
