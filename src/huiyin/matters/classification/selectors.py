"""What was corrected about a matter after it was registered, said in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.labels import KIND_LABELS
from huiyin.matters.core.rules.states import Kind

# Facts of the step by name: what stood there is kept beside it, as `kind_before`.
CORRECTED = {"kind": N_("种类"), "category": N_("类别"), "area": N_("地区"), "place": N_("地点"), "title": N_("标题")}
BEFORE = "_before"


def classification_changes(facts: Mapping[str, object]) -> str:
    """Each thing that was corrected, with what stood there and what stands there now."""
    return gettext("；").join(_change(name, facts) for name in CORRECTED if f"{name}{BEFORE}" in facts)


def _change(name: str, facts: Mapping[str, object]) -> str:
    before, after = (_shown(name, facts.get(key)) for key in (f"{name}{BEFORE}", name))
    what = {"what": gettext(CORRECTED[name]), "before": before, "after": after}
    if not before:
        return gettext("%(what)s写明为“%(after)s”") % what
    if not after:
        return gettext("%(what)s不再写“%(before)s”") % what
    return gettext("%(what)s由“%(before)s”改为“%(after)s”") % what


def _shown(name: str, value: object) -> str:
    text = str(value or "")
    return gettext(KIND_LABELS[Kind(text)]) if name == "kind" else text
