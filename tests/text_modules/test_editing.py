"""Who edits, versions, the ledger, and the second of two."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.orgs.errors import CategoryNotThere, TextEditorNamedAlready, TextEditorNotThere, TextEditorUnfit
from huiyin.orgs.selectors.text_editors import text_editor_candidates, text_editors_of
from huiyin.orgs.services import category_close, post_fill, text_editor_end, text_editor_name
from huiyin.text_modules.models import TextModule, TextModuleVersion
from huiyin.text_modules.permissions import may_edit
from huiyin.text_modules.rules.errors import (
    TextModuleChangedConflict,
    TextModuleNotAllowed,
    TextModuleNotFound,
    TextModuleWithdrawnConflict,
    TextTitleUsed,
)
from huiyin.text_modules.selectors import text_module_for, text_module_versions
from huiyin.text_modules.services import (
    text_module_create,
    text_module_restore,
    text_module_revise,
    text_module_withdraw,
)
from tests.cast import SEED, Cast
from tests.text_modules.samples import content, make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

# Of these units each may edit the text modules, before anybody is named.
_EDITS = {
    "mayor": {"county", "office", "housing", "education", "town", "village"},
    "office_leader": {"office"},
    "housing_leader": {"housing"},
    "town_leader": {"town", "village"},
}


def _name(cast: Cast, unit: str, officer: str, by: str = "administrator") -> None:
    text_editor_name(unit_id=cast.units[unit], officer_id=cast.officers[officer], actor=cast.actor(by), at=cast.at)


def test_leaders_edit_and_others_not_and_the_service_agrees(cast: Cast) -> None:
    for username in cast.officers:
        actor = cast.actor(username)
        for unit, unit_id in cast.units.items():
            expected = unit in _EDITS.get(username, set())
            assert may_edit(actor, unit_id) is expected, (username, unit)
            if expected:
                text_module_create(actor=actor, unit_id=unit_id, content=content(f"{username} {unit}"), at=cast.at)
                continue
            with pytest.raises(TextModuleNotAllowed):
                text_module_create(actor=actor, unit_id=unit_id, content=content(), at=cast.at)


def test_an_editor_is_named_for_a_unit_by_its_leader_or_an_administrator(cast: Cast) -> None:
    _name(cast, "county", "registrar")
    assert cast.actor("registrar").text_unit_ids == {cast.units["county"]}
    assert may_edit(cast.actor("registrar"), cast.units["county"])
    assert not may_edit(cast.actor("registrar"), cast.units["office"])
    _name(cast, "housing", "handler", by="housing_leader")
    make(cast, by="handler")
    for by in ("registrar", "handler", "auditor", "approver"):
        with pytest.raises(NotAllowed):
            _name(cast, "housing", "handler_two", by=by)
    with pytest.raises(NotAllowed):
        _name(cast, "education", "education_handler", by="housing_leader")
    kinds = list(Entry.objects.filter(kind__startswith="orgs.text_editor").values_list("kind", flat=True))
    assert kinds == ["orgs.text_editor.named"] * 2


def test_who_cant_be_named(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        _name(cast, "office", "administrator")
    for unit, officer in (("housing", "registrar"), ("county", "auditor"), ("county", "commission_handler")):
        with pytest.raises(TextEditorUnfit):
            _name(cast, unit, officer)
    _name(cast, "housing", "handler")
    with pytest.raises(TextEditorNamedAlready):
        _name(cast, "housing", "handler")
    assert cast.officers["registrar"] not in dict(text_editor_candidates(unit_id=cast.units["housing"]))


def test_the_right_ends_when_it_is_taken_back_and_when_the_post_goes(cast: Cast) -> None:
    for officer in ("handler", "handler_two"):
        _name(cast, "housing", officer)
    text_editor_end(
        unit_id=cast.units["housing"], officer_id=cast.officers["handler"], actor=cast.actor("housing_leader"),
        at=cast.at,
    )  # fmt: skip
    assert not may_edit(cast.actor("handler"), cast.units["housing"])
    with pytest.raises(TextEditorNotThere):
        text_editor_end(
            unit_id=cast.units["housing"], officer_id=cast.officers["handler"], actor=cast.actor("housing_leader"),
            at=cast.at,
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM orgs_post WHERE officer_id = %s", [cast.officers["handler_two"]])
        (post_id,) = cursor.fetchone()
    post_fill(post_id=post_id, officer_id=None, actor=SEED, at=cast.at)
    assert cast.actor("handler_two").text_unit_ids == frozenset()
    (left,) = text_editors_of(unit_ids=[cast.units["housing"]])
    assert (left.name, left.works) == ("方予安", False)


def test_each_change_is_a_version_and_an_entry(cast: Cast) -> None:
    module, leader = make(cast), cast.actor("housing_leader")
    text_module_revise(
        actor=leader, module_id=module.pk, content=content(body="您的事项{事项编号}已转有关科室。"),
        at=cast.later(days=1), seen=1,
    )  # fmt: skip
    # Nothing different: no version.
    text_module_revise(
        actor=leader,
        module_id=module.pk,
        content=content(body="您的事项{事项编号}已转有关科室。 "),
        at=cast.at,
        seen=2,
    )
    text_module_withdraw(actor=leader, module_id=module.pk, at=cast.at, seen=2)
    with pytest.raises(TextModuleWithdrawnConflict):
        text_module_withdraw(actor=leader, module_id=module.pk, at=cast.at, seen=3)
    text_module_restore(actor=leader, module_id=module.pk, at=cast.at, seen=3)
    restored, withdrawn, revised, first = text_module_versions(actor=leader, module_id=module.pk)
    assert [view.number for view in (restored, withdrawn, revised, first)] == [4, 3, 2, 1]
    assert first.by == "楚天阔"
    assert [part.text for part in revised.body if part.is_added]
    assert (withdrawn.is_withdrawn, withdrawn.changed) == (True, frozenset({"is_withdrawn"}))
    kinds = Entry.objects.filter(subject=f"text_module:{module.pk}").order_by("id").values_list("kind", flat=True)
    assert [kind.rpartition(".")[2] for kind in kinds] == ["created", "revised", "withdrawn", "restored"]
    entries_sequence(at=cast.at)
    assert not ledger_verify().problems


def test_the_database_keeps_versions_as_they_are(cast: Cast) -> None:
    module = make(cast)
    rows = TextModuleVersion.objects.filter(module=module)
    for change in (lambda: rows.update(body="改了"), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert rows.get().body == module.body


def test_the_second_of_two_is_refused_and_changes_nothing(cast: Cast) -> None:
    module, leader = make(cast), cast.actor("housing_leader")
    text_module_revise(actor=leader, module_id=module.pk, content=content(body="先改的"), at=cast.at, seen=1)
    for act in (
        lambda: text_module_revise(
            actor=leader, module_id=module.pk, content=content(body="后改的"), at=cast.at, seen=1
        ),
        lambda: text_module_withdraw(actor=leader, module_id=module.pk, at=cast.at, seen=1),
    ):
        with pytest.raises(TextModuleChangedConflict):
            act()
    assert TextModule.objects.get().body == "先改的"


def test_a_title_is_once_in_a_unit(cast: Cast) -> None:
    make(cast)
    make(cast, unit="education", by="mayor")
    with pytest.raises(TextTitleUsed):
        make(cast)
    other = make(cast, "别的")
    with pytest.raises(TextTitleUsed):
        text_module_revise(
            actor=cast.actor("housing_leader"), module_id=other.pk, content=content(), at=cast.at, seen=1
        )


def test_a_category_that_is_closed_is_given_to_nothing_new_and_stays_where_it_is(cast: Cast) -> None:
    leader, water = cast.actor("housing_leader"), cast.categories["T121"]
    module = make(cast, category_id=water)
    category_close(category_id=water, actor=SEED, at=cast.at)
    with pytest.raises(CategoryNotThere):
        make(cast, "新的", category_id=water)
    kept = replace(module.content, body="改了")
    text_module_revise(actor=leader, module_id=module.pk, content=kept, at=cast.at, seen=1)


def test_another_branch_neither_reads_nor_changes_it(cast: Cast) -> None:
    module = make(cast)
    for username in (
        "education_handler",
        "town_leader",
        "registrar",
        "commission_handler",
        "auditor",
        "administrator",
    ):
        actor = cast.actor(username)
        for ask in (text_module_for, text_module_versions):
            with pytest.raises(TextModuleNotFound):
                ask(actor=actor, module_id=module.pk)
        with pytest.raises(TextModuleNotFound):
            text_module_revise(actor=actor, module_id=module.pk, content=content(), at=cast.at, seen=1)
    # Whoever works there reads it, and is told who edits.
    assert not text_module_for(actor=cast.actor("handler"), module_id=module.pk).may_edit
    with pytest.raises(TextModuleNotAllowed):
        text_module_revise(actor=cast.actor("handler"), module_id=module.pk, content=content(), at=cast.at, seen=1)
