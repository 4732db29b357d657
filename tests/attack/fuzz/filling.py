"""A form of a page, filled in: sensibly, with rubbish, or with both."""

from datetime import date, timedelta
from random import Random

from tests.attack.fuzz.bodies import BodyPart
from tests.attack.fuzz.files import file
from tests.attack.fuzz.forms import FormField, PageForm
from tests.attack.fuzz.rubbish import as_bytes, rubbish, sentence

# How much of a form is rubbish: nothing (it goes through), one field in ten, half, all.
_RATES = (0.0, 0.1, 0.1, 0.5, 1.0)
# What keeps a request from being turned away at once.
_TOKENS = frozenset({"csrfmiddlewaretoken", "page", "token", "seen"})
_BUTTONS = frozenset({"button", "submit"})
_CHOICES = frozenset({"reader_choice"})
_CHOOSING = _BUTTONS | {"radio", "checkbox", "select"}
_MOST = 300_000


def filled_form(form: PageForm, chance: Random, strange: list[str]) -> list[BodyPart]:
    """Its parts. `strange`: values that stood in other fields, elsewhere."""
    rate = chance.choice(_RATES)
    buttons = [field for field in form.fields if field.kind in _BUTTONS]
    pressed = _pressed(buttons, chance)
    left_out = {id(button) for button in buttons if button is not pressed}
    fields = [field for field in form.fields if id(field) not in left_out and chance.random() > rate / 8]
    parts = [part for field in fields for part in _parts(field, chance, rate, strange)]
    if chance.random() < rate / 4 and parts:
        parts += [chance.choice(parts)] * chance.choice((1, 3, 450))
    if chance.random() < rate / 4:
        parts.append(BodyPart(rubbish(chance)[:90], rubbish(chance)))
    if rate == 1.0:
        chance.shuffle(parts)
    return _not_too_much(parts)


def _pressed(buttons: list[FormField], chance: Random) -> FormField | None:
    """One of them, mostly of those that send the form and don't only change how it is shown."""
    sending = [button for button in buttons if button.name not in _CHOICES]
    chosen = sending if chance.random() < 0.95 else buttons
    return chance.choice(chosen) if chosen else None


def _parts(field: FormField, chance: Random, rate: float, strange: list[str]) -> list[BodyPart]:
    name = as_bytes(field.name)
    is_token = field.name in _TOKENS
    if chance.random() < (rate / 20 if is_token else rate):
        if chance.random() < 0.1:
            return [_file(name, chance)]
        if chance.random() < 0.2 and strange:
            return [BodyPart(name, as_bytes(chance.choice(strange)))]
        return [BodyPart(name, rubbish(chance))]
    if field.kind == "file":
        return [_file(name, chance) for _ in range(chance.choice((0, 1, 1, 1, 3)))]
    if field.kind in _CHOOSING and field.options:
        return _chosen(field, chance)
    return [
        BodyPart(name, as_bytes(field.value.strip() or ("" if field.kind == "hidden" else _sensible(field, chance))))
    ]


def _chosen(field: FormField, chance: Random) -> list[BodyPart]:
    if field.kind == "checkbox" and chance.random() < 0.4:
        return []
    count = min(len(field.options), chance.choice((1, 1, 3))) if field.kind == "checkbox" else 1
    return [BodyPart(as_bytes(field.name), as_bytes(value)) for value in chance.sample(field.options, count)]


def _sensible(field: FormField, chance: Random) -> str:
    if field.kind in {"date", "datetime-local"}:
        day = date(2026, 11, 1) + timedelta(days=chance.randrange(60))
        return day.isoformat() + ("T09:30" if field.kind == "datetime-local" else "")
    if field.kind in {"number", "range"}:
        return str(chance.randrange(1, 12))
    kinds = {
        "time": "09:30",
        "tel": "19900001234",
        "email": "xiaoman@example.invalid",
        "password": "liu-an-xiao-feng-9",
    }
    return kinds.get(field.kind) or sentence(chance)


def _file(name: bytes, chance: Random) -> BodyPart:
    filename, kind, content = file(chance)
    return BodyPart(name, content, filename, kind)


def _not_too_much(parts: list[BodyPart]) -> list[BodyPart]:
    """Text beyond two megabytes is refused unread, which a few are enough to see."""
    while len(parts) > 1 and sum(len(part.value) for part in parts if part.filename is None) > _MOST:
        parts.remove(max((part for part in parts if part.filename is None), key=lambda part: len(part.value)))
    return parts
