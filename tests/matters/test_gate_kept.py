"""The gate keeps the query of an actor, never what it found, and never for another."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from tests.cast import Cast

from huiyin.kernel.actor import Actor
from huiyin.matters.core.selectors import gate
from huiyin.matters.core.selectors.gate import Visibility, matter_ids_visible, visible_to
from huiyin.matters.models import Matter

_USERNAMES = ("registrar", "handler", "housing_leader", "mayor", "nobody", "town_leader")


def _sql(matters: QuerySet[Matter]) -> str:
    try:
        return str(matters.query)
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
    for number in range(gate._KEPT_MOST + 5):
        visible_to(replace(actor, superior_ids=frozenset({number})))
    assert len(gate._kept.queries) <= gate._KEPT_MOST


def test_no_two_threads_share_one(cast: Cast) -> None:
    """Django counts a subquery's tables in the subquery itself while it makes the SQL."""
    actor = cast.actor("registrar")
    own = gate._for_officer(actor, Visibility.ALL)
    assert gate._for_officer(actor, Visibility.ALL) is own
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(gate._for_officer, actor, Visibility.ALL).result()
    assert other is not own and _sql(other) == _sql(own)
