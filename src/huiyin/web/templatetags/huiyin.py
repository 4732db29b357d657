"""Tags and filters for all templates: `{% load huiyin %}`."""

from datetime import date, datetime

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from huiyin.flows.sign_on import sign_on_providers
from huiyin.kernel.catalogues import Language
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import digits_of_code, format_matter_number, format_receipt_code
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.orgs.selectors import OfficeTelephone
from huiyin.web import bundles, languages, refusals, second_factor
from huiyin.web.reader_choices import is_only_shown
from huiyin.web.telephones import known_telephones

register = template.Library()

_UNITS = ("B", "KB", "MB", "GB")


@register.simple_tag
def bundle(name: str) -> SafeString:
    """The link and script elements of a bundle; nothing while there is no build."""
    found = bundles.bundle(name)
    styles = format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(path),) for path in found.styles))
    scripts = format_html_join(
        "\n", '<script type="module" src="{}"></script>', ((static(path),) for path in found.scripts)
    )
    return SafeString(f"{styles}\n{scripts}")


@register.simple_tag
def direction_attribute() -> SafeString:
    """Where lines begin, for the page's own element; nothing where that is the left."""
    return SafeString(' dir="rtl"') if languages.direction() == "rtl" else SafeString("")


@register.simple_tag
def other_languages() -> tuple[Language, ...]:
    """The languages that this page isn't in."""
    return languages.other_languages()


@register.simple_tag
def table_head(*names: str) -> SafeString:
    """The head of a table: one row with the names of its columns."""
    cells = format_html_join("", '<th scope="col">{}</th>', ((name,) for name in names))
    return format_html("<thead><tr>{}</tr></thead>", cells)


@register.simple_tag(takes_context=True)
def first_form_choices(context: template.Context) -> SafeString:
    """The id that the link on top leads to, for the first form of a page alone."""
    request = context.get("request")
    if request is None or getattr(request, "has_form_choices", False):
        return SafeString("")
    # On the request, as forms are drawn by templates that know nothing of each other; an id stands once.
    request.has_form_choices = True
    return SafeString(' id="form-choices"')


@register.simple_tag
def second_factor_demanded(officer_id: int) -> bool:
    """Whether this officer must sign in with a second step."""
    return second_factor.is_demanded(officer_id)


@register.simple_tag
def telephones() -> tuple[OfficeTelephone, ...]:
    """The numbers at the foot of every public page."""
    return known_telephones()


@register.simple_tag
def sign_on_ways() -> tuple[SignOnProvider, ...]:
    """The other systems that officers sign on with."""
    return sign_on_providers()


@register.simple_tag
def passwords_are_for_few() -> bool:
    """Whether most officers come in by other systems alone."""
    return bool(settings.HUIYIN_PASSWORDS_ONLY_FOR)


@register.filter
def files_left_behind(field: BoundField) -> str:
    """The names of files that were chosen before the form was shown again: a browser doesn't give them back."""
    data = field.form.data
    if not (isinstance(data, QueryDict) and is_only_shown(data) and field.field.widget.needs_multipart_form):
        return ""
    return gettext("、").join(filter(None, data.getlist(field.html_name)))


@register.filter
def matter_number(number: str) -> str:
    """`2026112148310927` as `20261121-4831-0927`."""
    return format_matter_number(number)


@register.filter
def receipt_code(code: str) -> str:
    """A receipt code in groups."""
    return format_receipt_code(code)


@register.filter
def code_digits(code: str) -> str:
    """The same code as digits in groups."""
    return digits_of_code(code)


@register.filter
def day_text(value: date | datetime | None) -> str:
    """A day in running text, as the reader's language writes it: 2026年12月30日, 30 December 2026."""
    day = _office_day(value)
    if day is None:
        return ""
    if _is_chinese():
        return f"{day.year}年{day.month}月{day.day}日"
    # How a language writes a day is an entry of its catalogue as any other.
    return date_format(day, gettext("Y年n月j日"))


@register.filter
def day_short(value: date | datetime | None) -> str:
    """A day where there is little room, with its year all the same: 2026年12月30日, 30 Dec 2026."""
    day = _office_day(value)
    return date_format(day, pgettext("短", "Y年n月j日")) if day else ""


@register.filter
def day_table(value: date | datetime | None) -> str:
    """A day in a table: 2026-12-30, in every language."""
    day = _office_day(value)
    return day.isoformat() if day else ""


@register.filter
def office_time(value: datetime | None) -> str:
    """An instant in running text, on the office's clock: 2026年12月30日 14:05."""
    return f"{day_text(value)} {value.astimezone(OFFICE_ZONE):%H:%M}" if value else ""


@register.filter
def office_stamp(value: datetime | None) -> str:
    """An instant in a table, on the office's clock: 2026-12-30 14:05."""
    return f"{value.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def iso_stamp(value: date | datetime | None) -> str:
    """For the `datetime` attribute of a `time` element."""
    return value.isoformat() if value else ""


@register.filter
def file_size(count: int | None) -> str:
    """Bytes as people read them: 3.4 MB."""
    size, unit = float(count or 0), 0
    # 1000 and not 1024, so that no figure has four digits.
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit < 2 else f"{size:.1f} {_UNITS[unit]}"


@register.filter
def file_limit(count: int) -> str:
    """A limit in bytes as whole megabytes: 20 MB."""
    return f"{count // (1024 * 1024)} MB"


@register.filter
def sentence_of(error: HuiyinError) -> str:
    """A refusal's sentence in the reader's language."""
    return refusals.sentence_of(error)


@register.filter
def translated(text: str) -> str:
    """A data label (marked with N_) in the reader's language."""
    return gettext(text) if text else ""


@register.filter
def tone_word(tone: str) -> str:
    """The word that stands beside a clock's colour."""
    words = {"soon": gettext("快到期"), "late": gettext("已超期")}
    return words.get(tone, gettext("期限内"))


@register.filter
def bar_width(fraction: float | None) -> str:
    """A fraction as the width of the thin bar, 0 to 100."""
    return f"{max(0.0, min(1.0, fraction or 0.0)) * 100:.1f}"


def _office_day(value: date | datetime | None) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(OFFICE_ZONE).date()
    return value


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
