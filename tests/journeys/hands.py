"""A person's browser: asks for pages, follows their links, fills in their forms and presses their buttons.

Nothing is sent that doesn't stand on the page in front of the person: every form, field, choice and link is looked
for there first, tokens included. What isn't there fails the journey.
"""

import re
from typing import Any, Self
from urllib.parse import urldefrag, urljoin

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.desk.matter.registry import FORMS

_UNSEEN = "//script | //style | //template"


# What stands on the buttons of folded forms: a person knows, or opens one after the other.
_SUBMITS = {code: form.submit for code, form in FORMS.items()}


class Browser:
    """One browser, and the page that is open in it."""

    def __init__(self) -> None:
        """Empty."""
        self.client = Client(enforce_csrf_checks=True)
        self._address = self._ahead = ""
        self._page: Any = None

    @property
    def page(self) -> Any:
        """The page that is open. What a press leads to is asked for when somebody looks at it."""
        if self._ahead:
            self.open(self._ahead)
        return self._page

    @property
    def address(self) -> str:
        """Where it stands."""
        return self._address if self.page is not None else ""

    def open(self, address: str) -> Self:
        """Ask for a page that must be there."""
        answer = self.client.get(address)
        while answer.status_code == 302:
            address = urljoin(address, answer.headers["Location"])
            answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return self._show(address, answer)

    def has_no(self, address: str) -> None:
        """Nothing is there for this person."""
        assert self.client.get(address).status_code == 404, address

    @property
    def text(self) -> str:
        """What can be read on the page, in one line."""
        return words_of(self.page.body)

    def part(self, selector: str) -> str:
        """What can be read in the first element of that class or id (`.lead`, `#number`)."""
        found = self._by_selector(selector)
        assert found, (selector, self.text)
        return words_of(found[0])

    def parts(self, selector: str) -> list[str]:
        """The same for all of them."""
        return [words_of(element) for element in self._by_selector(selector)]

    def links(self, words: str) -> list[str]:
        """The addresses of the links with these words on them."""
        return [urljoin(self.address, link.get("href")) for link in self.page.iter("a") if words in words_of(link)]

    def sees(self, *words: str) -> Self:
        """All of this can be read on the page."""
        missing = [word for word in words if word not in self.text]
        assert not missing, f"{missing} not in: {self.text}"
        return self

    def sees_not(self, *words: str) -> Self:
        """None of this can be read on the page."""
        found = [word for word in words if word in self.text]
        assert not found, f"{found} in: {self.text}"
        return self

    def follow(self, words: str) -> Self:
        """Follow a link of this page."""
        found = self.links(words)
        assert found, (words, self.text)
        return self.open(found[0])

    def fetch(self, words: str) -> bytes:
        """Download what a link of this page leads to."""
        found = self.links(words)
        assert found, (words, self.text)
        answer = self.client.get(found[0])
        assert answer.status_code == 200, (words, answer.status_code)
        return content_of(answer)

    def press(self, button: str, *, under: str = "", **typed: object) -> Self:
        """Fill in the form that has this button and press it; the page that follows is open then.

        A tuple ticks the boxes that have these words beside them, and no other.

        `under` is the words of the heading that opens the form, where several have the same button.
        """
        answer = self.send(button, under=under, **typed)
        if answer.status_code == 302:
            self._ahead = urljoin(self.address, answer.headers["Location"])
            return self
        assert answer.status_code == 200, (button, answer.status_code, _troubles(answer.text))
        return self._show(answer.wsgi_request.get_full_path(), answer)

    def refused(self, button: str, *, under: str = "", **typed: object) -> Self:
        """The same for what can't be done as it stands: the page comes back and says why."""
        answer = self.send(button, under=under, **typed)
        assert answer.status_code in {409, 422}, (button, answer.status_code)
        return self._show(self.address, answer)

    def send(self, button: str, *, under: str = "", **typed: object) -> Any:
        """Fill in the form, press the button, and give the bare answer. The page that is open stays."""
        form, pressed = self._form(button, under)
        files = {name: value for name, value in typed.items() if isinstance(value, SimpleUploadedFile)}
        ticked = {name: self._ticked(form, name, value) for name, value in typed.items() if isinstance(value, tuple)}
        for name in typed.keys() - files.keys() - ticked.keys():
            assert name in form.inputs, (name, sorted(form.inputs.keys()))
            _fill(form, name, str(typed[name]))
        assert not files.keys() - form.inputs.keys() and (not files or "multipart" in form.get("enctype", "")), button
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        data |= {**files, **ticked}
        if pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value", "")
        address = urldefrag(urljoin(self.address, form.get("action") or self.address))[0]
        return self.client.post(address, data) if form.method == "POST" else self.client.get(address, data)

    def offers(self, button: str) -> bool:
        """Whether a form with this button, or under this heading, stands on the page."""
        self._unfold(button, button)
        return any(button in (_words_on(pressed), _heading(form)) for form, pressed in self._buttons())

    def unfold(self, words: str) -> Self:
        """Open the form with this heading."""
        assert any(words_of(folded.find("summary")) == words for folded in self.page.iter("details")), (
            words,
            self.text,
        )
        self._unfold(words, words)
        return self

    def words_of_choices(self, name: str) -> list[str]:
        """What can be chosen from in the list of this name."""
        return [words_of(option) for option in self.page.xpath("//select[@name=$name]/option", name=name)]

    def _form(self, button: str, under: str) -> tuple[Any, Any]:
        self._unfold(button, under)
        found = [
            (form, pressed)
            for form, pressed in self._buttons()
            if (not button or _words_on(pressed) == button) and (not under or _heading(form) == under)
        ]
        assert found, (button, under, [(_heading(form), _words_on(button)) for form, button in self._buttons()])
        return found[0]

    def _unfold(self, button: str, under: str) -> None:
        """Open the folded moves that this could be on, as a hand would: each fetches its form into its place."""
        for fold in self._folded():
            words = words_of(fold.find("summary"))
            if (words == under) if under else button in (words, _SUBMITS.get(fold.get("id").removeprefix("move-"))):
                place = fold.find_class("move-ahead")[0]
                answer = self.client.get(urljoin(self.address, fold.get("hx-get")), headers={"HX-Request": "true"})
                assert answer.status_code == 200, (words, answer.status_code)
                place.getparent().replace(place, lxml.html.fragment_fromstring(answer.text, create_parent=False))

    def _folded(self) -> list[Any]:
        return [
            folded for folded in self.page.iter("details") if folded.get("hx-get") and folded.find_class("move-ahead")
        ]

    def _buttons(self) -> list[tuple[Any, Any]]:
        return [
            (form, button)
            for form in self.page.forms
            for button in form.iter("button")
            if button.get("type") == "submit"
        ]

    def _ticked(self, form: Any, name: str, wanted: tuple[str, ...]) -> list[str]:
        """The values of the boxes with these words beside them; some stand outside the form and name it."""
        found = self.page.xpath(
            "//input[@type='checkbox' and @name=$name and (@form=$form or not(@form))]",
            name=name, form=form.get("id", ""),
        )  # fmt: skip
        boxes = {box.get("aria-label") or words_of(box.getparent()): box.get("value") for box in found}
        assert all(any(words in label for label in boxes) for words in wanted), (wanted, boxes)
        return [value for label, value in boxes.items() if any(words in label for words in wanted)]

    def _by_selector(self, selector: str) -> list[Any]:
        if selector.startswith("#"):
            return list(self.page.xpath("//*[@id=$name]", name=selector[1:]))
        return list(self.page.find_class(selector.removeprefix(".")))

    def _show(self, address: str, answer: Any) -> Self:
        self._address, self._page, self._ahead = address, lxml.html.fromstring(answer.content.decode()), ""
        for element in self._page.xpath(_UNSEEN):
            element.drop_tree()
        return self


def content_of(answer: Any) -> bytes:
    """What was downloaded."""
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def words_of(element: Any) -> str:
    """What can be read in an element, in one line; the key that presses it isn't among the words."""
    keys = "".join(key.text_content() for key in element.iter("kbd"))
    return re.sub(r"\s+", " ", element.text_content()).strip().removesuffix(keys).strip()


def _words_on(button: Any) -> str:
    return words_of(button)


def _heading(form: Any) -> str:
    """The line that opens the form, on pages where forms are folded away."""
    around = form.getparent()
    summary = around.find("summary") if around is not None and around.tag == "details" else None
    return words_of(summary) if summary is not None else ""


def _fill(form: Any, name: str, value: str) -> None:
    """Type into a field; what is chosen from may be named by its value or by its words."""
    group = [box for box in form.inputs if box.get("name") == name and box.get("type") != "hidden"]
    assert group, (name, "is hidden")
    field = group[0]
    if field.get("type") == "radio":
        wanted = _chosen(value, {box.get("value"): words_of(box.getparent()) for box in group})
        for box in group:
            box.checked = box.get("value") == wanted
    elif isinstance(field, lxml.html.SelectElement):
        field.value = _chosen(value, {option.get("value"): words_of(option) for option in field.iter("option")})
    elif field.get("type") == "checkbox":
        field.checked = bool(value)
    else:
        field.value = value


def _chosen(wanted: str, options: dict[str, str]) -> str:
    if wanted in options:
        return wanted
    found = [value for value, words in options.items() if wanted == words]
    found = found or [value for value, words in options.items() if wanted in words]
    assert len(found) == 1, (wanted, options)
    return found[0]


def _troubles(page: str) -> str:
    found = lxml.html.fromstring(page)
    messages = [
        words_of(element) for name in ("error-summary", "notice", "messages") for element in found.find_class(name)
    ]
    return " / ".join(messages) or words_of(found)[:2000]
