"""After every verb the ledger's digests fit the rows; a row changed past the doors is found."""

from huiyin.kernel.actor import Role
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.orgs.models import Post, Unit
from huiyin.orgs.services import (
    CategoryPlan,
    CompetencePlan,
    OfficerPlan,
    PostPlan,
    categories_create,
    category_close,
    category_revise,
    competence_set,
    officer_create,
    officer_deactivate,
    post_create,
    post_fill,
    unit_close,
    unit_move,
)
from tests.orgs.house import AT, SEED, OrgsCounty


def every_verb(county: OrgsCounty) -> None:
    """Each door once, some twice."""
    units, officers = county.units, county.officers
    unit_move(unit_id=units["人社局"], parent_id=units["石桥镇"], actor=SEED, at=AT)
    post = post_create(plan=PostPlan(units["信访局"], Role.AUDITOR, "监督员"), actor=SEED, at=AT)
    new = officer_create(plan=OfficerPlan("new", "新人", "new@example.org"), actor=SEED, at=AT)
    post_fill(post_id=post.pk, officer_id=new.pk, actor=SEED, at=AT)
    officer_deactivate(officer_id=new.pk, actor=SEED, at=AT)
    officer_deactivate(officer_id=officers["tan"], actor=SEED, at=AT)
    unit_close(unit_id=units["劳动监察"], actor=SEED, at=AT)
    first, second = categories_create(
        plans=[CategoryPlan("工资", "A", "欠薪"), CategoryPlan("社保", "B")], parent_id=None, actor=SEED, at=AT
    )
    category_revise(category_id=first.pk, name="劳动报酬", code=first.code, keywords=" 欠薪  讨薪", actor=SEED, at=AT)
    category_close(category_id=second.pk, actor=SEED, at=AT)
    for unit in ("人社局", "信访局"):
        competence_set(plan=CompetencePlan(units[unit], first.pk), actor=SEED, at=AT)


def test_sound_after_every_verb_until_somebody_reaches_past_the_services(county: OrgsCounty) -> None:
    every_verb(county)
    entries_sequence(at=AT)
    report = ledger_verify()
    assert report.is_sound, report.problems
    assert report.rows > 30
    Post.objects.filter(officer_id=county.officers["wei"]).update(role=Role.LEADER.value)
    assert not ledger_verify().is_sound


def test_a_changed_path_is_found(county: OrgsCounty) -> None:
    """Paths decide who is barred, so the ledger commits to them."""
    entries_sequence(at=AT)
    Unit.objects.filter(pk=county.units["劳动监察"]).update(path=f"/{county.units['劳动监察']}/")
    assert not ledger_verify().is_sound
