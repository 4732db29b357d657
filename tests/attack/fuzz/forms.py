"""What a page offers: its forms with their fields, and its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_LINKS = ("href", "hx-get", "hx-post", "formaction", "data-keep", "src")


@dataclass(slots=True)
class FormField:
    """One name of a form; `options` are the values it offers."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PageForm:
    """Where it goes, how, and what it holds."""

    action: str
    method: str
    fields: list[FormField] = field(default_factory=list)


class Page(HTMLParser):
    """Forms and links of one page."""

    def __init__(self, address: str, text: str) -> None:
        """`address`: where a form goes that doesn't say it."""
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self._address, self._form, self._select = address, None, None  # type: tuple[str, PageForm | None, FormField | None]
        self._area: FormField | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Links of any sort, and parts of forms."""
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name].partition("#")[0] for name in _LINKS if given.get(name, "").startswith("/")]
        if tag == "form":
            self._form = PageForm(given.get("action") or self._address, given.get("method", "get").upper())
            self.forms.append(self._form)
        elif tag == "option" and self._select is not None:
            self._select.options.append(given.get("value", ""))
        elif self._form is not None and "name" in given and tag in {"input", "select", "textarea", "button"}:
            self._add(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        """The end of what holds something."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        """What stands in a text area."""
        if self._area is not None:
            self._area.value += data

    def _add(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        known = next((field for field in form.fields if field.name == given["name"] and field.kind == kind), None)
        if known is not None and kind in {"radio", "checkbox", "button", "submit"}:
            known.options.append(given.get("value", "on"))
            return
        made = FormField(given["name"], kind, given.get("value", ""))
        if kind in {"radio", "checkbox", "button", "submit"}:
            made.options.append(given.get("value", "on"))
        form.fields.append(made)
        self._select = made if tag == "select" else None
        self._area = made if tag == "textarea" else None
