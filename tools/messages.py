"""The catalogues of messages: Chinese in the source, other languages in PO files, without any GNU tools.

python tools/messages.py update         brings all PO files up to date with the source
python tools/messages.py update ug      the same, and begins a catalogue for that language if there is none
python tools/messages.py check          fails on what is wrong: in English anything missing, fuzzy or unused, in every
                                        language a translation with other placeholders
python tools/messages.py compile        writes the MO files that Django reads

Source texts are what stands in `_("…")` and its relatives, in a class's `sentence = "…"`, in templates'
`{% translate %}` and `{% blocktranslate %}`, and under the shown keys of a rulebook.
"""

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from huiyin.kernel.catalogues import (
    catalogues_in,
    code_of_folder,
    entries_in,
    header_of,
    plural_forms_of,
    write_compiled,
)

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "huiyin"
LOCALE = PACKAGE / "web" / "locale"
# The catalogue that is always complete.
PO = LOCALE / "en" / "LC_MESSAGES" / "django.po"
# What people read of a rulebook; everything else in it is for the machine.
SHOWN_KEYS = ("name", "sentence", "title", "label")
HEADER = """\
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
# A function's name and what its leading arguments are: c(ontext), s(ingular), p(lural).
_CALLS = {
    "_": "s",
    "N_": "s",
    "NP_": "cs",
    "gettext": "s",
    "gettext_lazy": "s",
    "gettext_noop": "s",
    "ngettext": "sp",
    "ngettext_lazy": "sp",
    "pgettext": "cs",
    "pgettext_lazy": "cs",
    "npgettext": "csp",
    "npgettext_lazy": "csp",
}
_STRING = r"""[uU]?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_TEMPLATE_CALL = re.compile(rf"(?<![\w.])(\w+)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)")
_PLACE = re.compile(r"%\((\w+)\)[#0\- +]?\d*(?:\.\d+)?[a-z]|\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Text:
    """One text to be translated and where it was found first (path from the repository's root, and line)."""

    singular: str
    plural: str
    context: str
    where: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells texts apart in a catalogue."""
        return self.context, self.singular

    @property
    def id(self) -> str | tuple[str, str]:
        """The text as Babel names it."""
        return (self.singular, self.plural) if self.plural else self.singular


def texts_of_python(source: str, name: str) -> Iterator[Text]:
    """The texts in a Python file."""
    for node in ast.walk(ast.parse(source, name)):
        if isinstance(node, ast.Call):
            yield from _text_of_call(node, name)
        elif isinstance(node, ast.ClassDef):
            yield from _sentences_of_class(node, name)


def texts_of_template(source: str, name: str) -> Iterator[Text]:
    """The texts in a Django template."""
    if not settings.configured:
        settings.configure()
    # Django turns the tags into calls and all the rest into X; lines stay where they are.
    calls = templatize(source, origin=name)
    for found in _TEMPLATE_CALL.finditer(calls):
        arguments = [ast.literal_eval(text) for text in re.findall(_STRING, found[2])]
        line = calls.count("\n", 0, found.start()) + 1
        yield from _text(found[1], arguments, f"{name}:{line}")


def texts_of_rulebook(source: str, name: str) -> Iterator[Text]:
    """The texts in a rulebook (TOML)."""
    for text in _shown_values(tomllib.loads(source)):
        line = source.count("\n", 0, max(source.find(text), 0)) + 1
        yield Text(text, "", "", f"{name}:{line}")


def texts_of_project() -> dict[tuple[str, str], Text]:
    """All texts, each once, by context and source text."""
    found: dict[tuple[str, str], Text] = {}
    for text in _all_texts():
        known = found.get(text.key)
        # A plural wins: one entry serves both the call with a number and the one without.
        if known is None or (text.plural and not known.plural):
            found[text.key] = text
    return found


def update(path: Path = PO) -> str:
    """The PO file's new content: known translations kept, new texts empty, texts that nobody uses left out."""
    header = header_of(path) if path.exists() else {}
    plurals = plural_forms_of(header)
    old = {_key(message): message for message in _catalogue(path)}
    new = Catalog(locale=None)
    # Babel would count as its own tables say; what the catalogue says holds.
    new._num_plurals = int(plurals.split("=")[1].split(";")[0])  # type: ignore[assignment]
    for key, text in texts_of_project().items():
        message = old.get(key)
        if message is not None and bool(text.plural) == isinstance(message.string, tuple):
            new.add(text.id, message.string, context=text.context or None, flags=message.flags)
        else:
            new.add(text.id, context=text.context or None)
    output = io.BytesIO()
    write_po(output, new, width=110, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return _header(path.parts[-3], plurals, header) + output.getvalue().decode()


def _header(code: str, plurals: str, old: Mapping[str, str]) -> str:
    """The header of a catalogue: English's, with what this one says of its own language."""
    own = [f'"{name}: {old[name.lower()]}\\n"\n' for name in ("X-Name", "X-Direction") if name.lower() in old]
    lines = HEADER.replace("Language: en", f"Language: {code}").splitlines(keepends=True)
    lines[-2] = f'"Plural-Forms: {plurals}\\n"\n'
    return "".join((*lines[:-1], *own, lines[-1]))


def problems() -> list[str]:
    """What is wrong with the catalogue, one line each with its place; empty when it is complete."""
    texts = texts_of_project()
    catalogue = {_key(message): message for message in _catalogue()}
    place = PO.relative_to(ROOT)
    found = []
    for key, text in texts.items():
        message = catalogue.get(key)
        if message is None:
            found.append(f"{text.where}: not in the catalogue: {text.singular!r} (run `make messages`)")
        else:
            found += [f"{text.where}: {what}: {text.singular!r}" for what in faults(text, message)]
    found += [f"{place}: unused: {key[1]!r} (run `make messages`)" for key in catalogue if key not in texts]
    for path in sorted(catalogues_in(LOCALE).values()):
        # Another language than English may lag behind: what it lacks is read in Chinese. What it has must be sound.
        unsound = [entry for entry in entries_in(path) if entry.singular and entry.is_done and not entry.is_sound]
        found += [f"{path.relative_to(ROOT)}: places differ: {entry.singular!r}" for entry in unsound if path != PO]
    return found


def faults(text: Text, message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    if bool(text.plural) != isinstance(message.string, tuple):
        yield "plural differs from the catalogue"
        return
    translations = [str(form) for form in message.string or ()] if text.plural else [str(message.string or "")]
    if not all(translations):
        yield "missing translation"
        return
    if message.fuzzy:
        yield "fuzzy translation"
    wanted = _places(text.singular) | _places(text.plural)
    for number, translation in enumerate(translations):
        # "One message" may leave the number out; anything else has exactly the same places.
        allowed_to_lack = wanted if text.plural and number == 0 else set()
        if not wanted - allowed_to_lack <= _places(translation) <= wanted:
            yield f"places differ (wanted {', '.join(sorted(wanted)) or 'none'})"


def compile_catalogues() -> None:
    """Write the MO files beside the PO files."""
    for path in catalogues_in(LOCALE).values():
        write_compiled(path, path.with_suffix(".mo"))


def _all_texts() -> Iterator[Text]:
    for path in _files("**/*.py"):
        yield from texts_of_python(path.read_text(encoding="utf-8"), _name(path))
    for pattern in ("*/templates/**/*.html", "*/templates/**/*.txt"):
        for path in _files(pattern):
            yield from texts_of_template(path.read_text(encoding="utf-8"), _name(path))
    for path in _files("clocks/rulebooks/*.toml"):
        yield from texts_of_rulebook(path.read_text(encoding="utf-8"), _name(path))


def _files(pattern: str) -> Iterable[Path]:
    return sorted(path for path in PACKAGE.glob(pattern) if "node_modules" not in path.parts)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _text_of_call(node: ast.Call, name: str) -> Iterator[Text]:
    function = node.func
    called = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    arguments = [
        argument.value
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    # `_(variable)` translates a text that is marked where it was written.
    if node.args and isinstance(node.args[0], ast.Constant):
        yield from _text(called, arguments, f"{name}:{node.lineno}")


def _sentences_of_class(node: ast.ClassDef, name: str) -> Iterator[Text]:
    for line in node.body:
        match line:
            case ast.Assign(targets=[ast.Name(id="sentence")], value=ast.Constant(value=str(text))):
                yield Text(text, "", "", f"{name}:{line.lineno}")
            case ast.AnnAssign(target=ast.Name(id="sentence"), value=ast.Constant(value=str(text))):
                yield Text(text, "", "", f"{name}:{line.lineno}")


def _text(called: str, arguments: list[str], where: str) -> Iterator[Text]:
    shape = _CALLS.get(called, "")
    if not shape or len(arguments) < len(shape) or not arguments[shape.index("s")]:
        return
    parts = dict(zip(shape, arguments, strict=False))
    yield Text(parts["s"], parts.get("p", ""), parts.get("c", ""), where)


def _shown_values(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _shown_values(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _shown_values(inner)
    elif isinstance(value, str) and value and key in SHOWN_KEYS:
        yield value


def _catalogue(path: Path = PO) -> Iterator[Message]:
    if not path.exists():
        return iter(())
    with path.open("rb") as file:
        return (message for message in read_po(file) if message.id)


def _key(message: Message) -> tuple[str, str]:
    singular = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", singular


def _places(text: str) -> set[str]:
    return {first or second for first, second in _PLACE.findall(text)}


def main(arguments: list[str]) -> int:
    """0 when all is well, 1 when `check` found something."""
    match arguments:
        case ["update", *begun]:
            paths = {LOCALE / code / "LC_MESSAGES" / "django.po" for code in begun if code_of_folder(code)}
            for path in sorted({*catalogues_in(LOCALE).values(), *paths}):
                content = update(path)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")
        case ["compile"]:
            compile_catalogues()
        case ["check"]:
            found = problems()
            print("\n".join(found) if found else f"{len(texts_of_project())} messages, all translated.")
            return 1 if found else 0
        case _:
            sys.exit(__doc__)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
