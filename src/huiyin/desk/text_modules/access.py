"""For whom there are text modules at the desk."""

from huiyin.kernel.actor import Actor
from huiyin.orgs.permissions import is_administrator
from huiyin.text_modules.permissions import edited_units
from huiyin.text_modules.selectors import readable_units


def may_read_texts(actor: Actor) -> bool:
    """Whoever works in a unit."""
    return bool(readable_units(actor))


def may_edit_texts(actor: Actor) -> bool:
    """Whoever edits those of some unit."""
    return bool(edited_units(actor))


def may_name_anywhere(actor: Actor) -> bool:
    """Whoever leads a unit, and administrators."""
    return bool(actor.command_unit_ids) or is_administrator(actor)
