"""The gate keeps the query of an actor, never what it found, and never for another."""

import re
from dataclasses import replace

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, QuerySet
from tests.cast import Cast

from huiyin.db.conditions import KEPT_MOST
from huiyin.kernel.actor import Actor
from huiyin.matters.core.selectors import gate
from huiyin.matters.core.selectors.gate import Visibility, matter_ids_visible, visible_through, visible_to
from huiyin.matters.models import Event, Matter

_USERNAMES = ("registrar", "handler", "housing_leader", "mayor", "nobody", "town_leader")


def _sql(matters: QuerySet[Matter]) -> str:
    """What is asked, whatever the tables of subqueries are called; brackets stand around all of it or not."""
    try:
        return re.sub(r"[()]|kept_(?=\w)", "", str(matters.query))
    except EmptyResultSet:
        return "nothing"


def _made_anew(actor: Actor, visibility: Visibility) -> str:
    return _sql(Matter.objects.filter(gate._scope(actor, visibility) & gate._not_barred(actor)))


def test_what_is_found_is_asked_each_time(cast: Cast) -> None:
    actor = cast.actor("registrar")
    before = visible_to(actor)
    assert list(before) == []
    filed = cast.file()
    assert matter_ids_visible(actor=actor, matter_ids=[filed.matter_id]) == {filed.matter_id}
    assert list(before) == [] and [matter.pk for matter in visible_to(actor)] == [filed.matter_id]


def test_each_actor_has_the_query_that_would_be_made_for_them(cast: Cast) -> None:
    actors = [cast.actor(username) for username in _USERNAMES]
    # The same people after something about them has changed, one thing at a time.
    for changed in ("posts", "command_unit_ids", "chain_unit_ids", "superior_ids", "stands_for"):
        other = cast.actor("mayor" if changed != "posts" else "town_leader")
        given = {"stands_for": frozenset({cast.officers["handler"]})}.get(changed, getattr(other, changed))
        actors += [replace(actor, **{changed: given}) for actor in actors[: len(_USERNAMES)]]
    for _ in range(2):  # the second time from what is kept
        for actor in actors:
            for visibility in Visibility:
                assert _sql(visible_to(actor, visibility)) == _made_anew(actor, visibility)


def test_no_more_is_kept_than_declared(cast: Cast) -> None:
    actor = cast.actor("registrar")
    for number in range(KEPT_MOST + 5):
        visible_to(replace(actor, superior_ids=frozenset({number})))
    assert gate._for_officer.cache_info().currsize == KEPT_MOST


def test_whose_query_it_was_before_changes_nothing(cast: Cast) -> None:
    """The gate stands within other subqueries, beside itself, and turned round."""
    filed = cast.file()
    for username in _USERNAMES:
        actor = cast.actor(username)
        seen = {matter.pk for matter in visible_to(actor)}
        for shape in (visible_through(actor), Exists(visible_to(actor).filter(pk=OuterRef("matter__pk")))):
            events = Event.objects.filter(shape)
            assert set(events.values_list("matter_id", flat=True)) == seen
            assert set(Event.objects.exclude(shape).values_list("matter_id", flat=True)) == {filed.matter_id} - seen
        within = Matter.objects.filter(Exists(Event.objects.filter(visible_through(actor), matter=OuterRef("pk"))))
        assert {matter.pk for matter in visible_to(actor).filter(pk__in=within)} == seen
        assert {matter.pk for matter in visible_to(actor) | visible_to(cast.actor("mayor"))} >= seen
