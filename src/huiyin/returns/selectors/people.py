"""Who did something, by name."""

from collections.abc import Sequence

from django.utils.translation import gettext

from huiyin.orgs.selectors import officer_names


def people_named(refs: Sequence[str]) -> dict[str, str]:
    """Officers by name; what the system has done is the system's."""
    ids = {int(key) for kind, _colon, key in (ref.partition(":") for ref in refs) if kind == "officer"}
    names = officer_names(officer_ids=ids) if ids else {}
    system = {ref: gettext("系统") for ref in refs if ref.startswith("system:")}
    return {f"officer:{officer_id}": name for officer_id, name in names.items()} | system
