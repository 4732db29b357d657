"""Looking at a page as it stands: axe finds nothing, nothing sticks out at either width; a picture when asked for."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from tests.browser.house import ROOT

AXE = ROOT / "src/huiyin/web/frontend/node_modules/axe-core/axe.min.js"
_WIDTHS = (390, 1280)
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
# What reaches over the right edge, the innermost elements only.
_STICKS_OUT = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const all = [...document.querySelectorAll("body *")];
  const over = all.filter((one) => one.getBoundingClientRect().right > width + 1);
  const inner = over.filter((one) => ![...one.children].some((child) => over.includes(child)));
  return (inner.length ? inner : [document.body]).slice(0, 5).map((one) => `${one.tagName}.${one.className}`);
}
"""


@dataclass
class PageInspector:
    """Collects what is wrong over many pages. `paths` are those that were looked at."""

    language: str
    troubles: list[str] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)

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
        for width in _WIDTHS:
            page.set_viewport_size({"width": width, "height": _HEIGHT})
            where = f"{name} · {self.language} · {width} px · {page.url}"
            if width == _READ_AT[self.language]:
                self.troubles += [f"{where}: {problem}" for problem in page.evaluate(_RUN_AXE, within)]
            self.troubles += [f"{where}: sticks out: {element}" for element in page.evaluate(_STICKS_OUT)]
            self._picture(page, f"{name}-{self.language}-{width}.png")

    def go(self, page: Page, address: str, name: str, **options: Any) -> None:
        """Open a page and look at it."""
        page.goto(address, **options)
        self.at(page, name)

    def _picture(self, page: Page, name: str) -> None:
        folder = os.environ.get("HUIYIN_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / name, full_page=True)
