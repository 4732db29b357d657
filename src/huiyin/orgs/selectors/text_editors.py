"""Who edits a unit's text modules, and who could."""

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.kernel.actor import UNIT_STAFF
from huiyin.orgs.models import Post, TextEditor, Unit


@dataclass(frozen=True, slots=True)
class TextEditorView:
    """An officer who was named for a unit; without `works`, not working there any longer, they edit nothing."""

    unit_id: int
    unit: str
    officer_id: int
    name: str
    works: bool


def text_editors_of(*, unit_ids: Iterable[int]) -> list[TextEditorView]:
    """Who was named for these units, by unit. Two statements."""
    rows = list(
        TextEditor.objects.filter(unit__in=sorted(set(unit_ids)), ended_at=None)
        .select_related("unit", "officer")
        .order_by("unit__path", "pk")
    )
    posts = Post.objects.filter(officer__in=[row.officer_id for row in rows], role__in=UNIT_STAFF)
    held = [(officer_id, path) for officer_id, path in posts.values_list("officer_id", "unit__path")]
    return [
        TextEditorView(
            row.unit_id, row.unit.name, row.officer_id, row.officer.display_name,
            row.officer.is_active and any(
                officer_id == row.officer_id and path.startswith(row.unit.path) for officer_id, path in held
            ),
        )
        for row in rows
    ]  # fmt: skip


def text_editor_candidates(*, unit_id: int) -> list[tuple[int, str]]:
    """The officers who work in the unit or below it: their ids, with name and unit. Two statements."""
    path = Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first()
    if path is None:
        return []
    posts = Post.objects.filter(unit__path__startswith=path, role__in=UNIT_STAFF, officer__is_active=True)
    found: dict[int, str] = {}
    for officer_id, name, unit in posts.order_by("unit__path", "pk").values_list(
        "officer_id", "officer__display_name", "unit__name"
    ):
        if officer_id is not None:
            found.setdefault(officer_id, f"{name} · {unit}")
    return list(found.items())
