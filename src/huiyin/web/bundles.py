"""The files that the front-end build has made, found through its manifest."""

import json
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from huiyin.kernel.errors import NotReady

_log = logging.getLogger(__name__)
_BUILT = Path(__file__).resolve().parent / "static" / "built"


class BuildMissing(NotReady):
    """The front-end build hasn't run, or not for this bundle."""

    sentence = "页面样式还没有生成：请运行 make build（缺少“%(name)s”）。"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Paths below `static/` of one bundle."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


def bundle(name: str) -> Bundle:
    """The bundle `portal` or `desk`. No build: BuildMissing in DEBUG, else plain pages and a log line."""
    path = _BUILT / "manifest.json"
    # The time of the build as part of the question: a new build shows without a restart.
    found = _bundles(path, _changed(path)).get(name)
    if found is not None:
        return found
    # In operation a plain page serves people better than none.
    if settings.DEBUG:
        raise BuildMissing(name=name)
    _complain_once(name)
    return Bundle()


@cache
def _bundles(path: Path, changed: int) -> dict[str, Bundle]:
    """Read once per build: `changed` is part of the cache key."""
    if not changed:
        return {}
    manifest = json.loads(path.read_text(encoding="utf-8"))
    return {entry["name"]: _bundle_of(manifest, entry) for entry in manifest.values() if entry.get("isEntry")}


def _bundle_of(manifest: dict[str, dict[str, object]], entry: dict[str, object]) -> Bundle:
    """Styles of the shared pieces come first, so that the entry's own have the last word."""
    styles: list[str] = []
    imports = entry.get("imports") or []
    for key in imports if isinstance(imports, list) else []:
        shared = manifest[key].get("css") or []
        styles.extend(shared if isinstance(shared, list) else [])
    own = entry.get("css") or []
    styles.extend(own if isinstance(own, list) else [])
    # Shared pieces may name the same style twice; a dict keeps the order, a set wouldn't.
    return Bundle(
        scripts=(f"built/{entry['file']}",), styles=tuple(f"built/{path}" for path in dict.fromkeys(styles))
    )


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@cache
def _complain_once(name: str) -> None:
    _log.warning("The front-end build has no bundle %s; pages come without styles. Run `make build`.", name)
