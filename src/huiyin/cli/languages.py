"""The languages of pages: which there are, how far each is translated, and how another one is begun."""

from pathlib import Path

import click
from django.conf import settings
from django.conf.locale import LANG_INFO

from huiyin.kernel.catalogues import CatalogueUnreadable, begun, catalogues_in, code_of_folder, entries_in
from huiyin.kernel.errors import BadInput, Conflict

_NAMED_MOST = 20


class LanguageCodeWrong(BadInput):
    """It isn't how a language is named."""

    sentence = "语言代码写成 ug、bo、zh_Hant 这样。"


class CatalogueThere(Conflict):
    """Somebody has begun to translate into it."""

    sentence = "%(path)s 已经有了，没有改动它。"


@click.command("languages")
@click.option("--begin", metavar="CODE", help="在 HUIYIN_LOCALES 里新建一份空的语言文件。 Begin a catalogue.")
@click.pass_context
def languages_command(ctx: click.Context, begin: str | None) -> None:
    """列出网页有哪些语言、各译了多少。 List the languages of pages and how far each is translated."""
    if begin is not None:
        _begin(begin)
        return
    click.echo("zh-hans 中文：原文。")
    faults = [fault for code, path in _catalogues() for fault in _report(code, path)]
    if faults:
        click.echo("\n".join(faults[:_NAMED_MOST]))
        ctx.exit(1)


def _catalogues() -> list[tuple[str, Path]]:
    return [*catalogues_in(_package()).items(), *catalogues_in(settings.HUIYIN_LOCALES).items()]


def _package() -> Path:
    return Path(settings.PACKAGE) / "web" / "locale"


def _report(code: str, path: Path) -> list[str]:
    """Say how far it is; gives what is wrong in it."""
    try:
        entries = [entry for entry in entries_in(path) if entry.singular]
    except (CatalogueUnreadable, UnicodeDecodeError) as error:
        return [f"{code} 读不出来，网页上没有这种语言：{error}"]
    known = _keys(catalogues_in(_package())["en"])
    done = {(entry.context, entry.singular) for entry in entries if entry.is_done and entry.is_sound}
    name = next((language.name for language in settings.HUIYIN_LANGUAGES if language.code == code), code)
    click.echo(f"{code} {name}：译了 {len(done & known):,} 条，共 {len(known):,} 条。{path}")
    unsound = [entry for entry in entries if entry.is_done and not entry.is_sound]
    return [f"{code} 这一条的占位符不对，网页上用原文：{entry.singular}" for entry in unsound]


def _keys(path: Path) -> set[tuple[str, str]]:
    return {(entry.context, entry.singular) for entry in entries_in(path) if entry.singular}


def _begin(code: str) -> None:
    if not code_of_folder(code):
        raise LanguageCodeWrong
    path = Path(settings.HUIYIN_LOCALES) / code / "LC_MESSAGES" / "django.po"
    if path.exists():
        raise CatalogueThere(path=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    english = catalogues_in(_package())["en"]
    name = LANG_INFO.get(code_of_folder(code), {}).get("name_local", code)
    path.write_text(begun(code, name, entries_in(english)), encoding="utf-8")
    click.echo(f"已新建 {path}。注释里是英文译文，没有译的条目显示中文。")
