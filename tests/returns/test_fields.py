"""The catalogue of fields: nothing about people is in it, and nothing can be put into it."""

from datetime import timedelta

import pytest
from django.apps import apps

from huiyin.kernel.time import office_day
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.handover.rules import HandoverMode
from huiyin.matters.handover.selectors.instructed import instructed_due, instructed_in_time
from huiyin.matters.handover.services.handover import matter_report_back
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.reception.selectors.held import reception_days_held
from huiyin.reception.services import reception_day_cancel
from huiyin.returns.rules.counts import counts_typed
from huiyin.returns.rules.errors import CountedInvalid, CountInvalid, FieldUnknownInvalid
from huiyin.returns.rules.fields import About, Field, catalogue, field_register, fields_of
from tests.cast import Cast
from tests.reception.house import STARTS, publish


def test_the_catalogue_counts_work_places_and_subjects_only() -> None:
    assert [field.code for field in catalogue()] == [
        "instructed_due", "instructed_in_time", "reports_up_due", "reports_up_in_time", "reception_days_held",
        "meetings_held", "inspections_made", "hazards_found", "hazards_removed", "supplies_cut",
    ]  # fmt: skip
    assert {about.value for about in About} == {"work", "places", "subjects"}


@pytest.mark.parametrize("label", ["外出人员", "谁去向不明", "来访人姓名", "群众情况"])
def test_no_field_about_people_can_be_registered(label: str) -> None:
    with pytest.raises(ValueError, match="no field about people"):
        field_register(Field("left_village", label, "个", About.SUBJECTS))
    with pytest.raises(FieldUnknownInvalid):
        fields_of(["left_village"])


def test_a_code_has_one_meaning() -> None:
    with pytest.raises(ValueError, match="there already"):
        field_register(Field("meetings_held", "别的", "次", About.WORK))


def test_no_table_of_returns_holds_a_person() -> None:
    """Officers who acted are references; nothing leads to an identity, and no text is longer than a note."""
    for model in apps.get_app_config("returns").get_models():
        names = {field.name for field in model._meta.get_fields()}
        assert not {"identity", "identity_id", "person", "phone", "matter"} & names


def test_what_is_counted_cannot_be_typed() -> None:
    fields = fields_of(["reception_days_held", "meetings_held"])
    assert counts_typed(fields, {"meetings_held": 3}) == {"meetings_held": 3}
    assert counts_typed(fields, {}) == {"meetings_held": 0}
    for code, count, refusal in (
        ("reception_days_held", 3, CountedInvalid),
        ("hazards_found", 1, FieldUnknownInvalid),
        ("meetings_held", -1, CountInvalid),
        ("meetings_held", 1_000_000, CountInvalid),
    ):
        with pytest.raises(refusal) as refused:
            counts_typed(fields, {code: count})
        assert refused.value.field == code


def test_days_on_which_leaders_received(cast: Cast) -> None:
    office, begin = cast.units["office"], STARTS - timedelta(hours=1)
    publish(cast)
    publish(cast, starts_at=STARTS + timedelta(hours=4))  # the same day
    publish(cast, starts_at=STARTS + timedelta(days=1))
    off = publish(cast, starts_at=STARTS + timedelta(days=2))
    reception_day_cancel(actor=cast.actor("registrar"), day_id=off, reason="外出开会", at=cast.at)
    assert reception_days_held(office, begin, begin + timedelta(days=7)) == 2
    assert reception_days_held(office, begin, STARTS) == 0  # not begun yet
    assert reception_days_held(cast.units["housing"], begin, begin + timedelta(days=7)) == 0


def _instructed(cast: Cast, days: int) -> Registered:
    registered = cast.file()
    matter_accept(actor=cast.actor("registrar"), matter_id=registered.matter_id, at=cast.at)
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=registered.matter_id, unit_id=cast.units["housing"],
        mode=HandoverMode.ASSIGN, report_due_on=office_day(cast.at) + timedelta(days=days), at=cast.at,
    )  # fmt: skip
    return registered


def test_reports_back_that_were_due_and_those_in_time(cast: Cast) -> None:
    housing, begin = cast.units["housing"], cast.at
    first, late, withdrawn, _missing = (_instructed(cast, days) for days in (3, 4, 5, 6))
    beyond = _instructed(cast, 20)
    matter_withdraw(actor=cast.petitioner(withdrawn), matter_id=withdrawn.matter_id, at=cast.at)
    for registered, days in ((first, 3), (late, 2), (beyond, 1)):
        matter_report_back(
            actor=cast.actor("housing_registrar"), matter_id=registered.matter_id,
            report="已办结，电梯已修好。", at=cast.later(days=days),
        )  # fmt: skip
    week = (housing, begin, begin + timedelta(days=7))
    assert (instructed_due(*week), instructed_in_time(*week)) == (3, 1)
    assert instructed_due(housing, begin, begin + timedelta(days=30)) == 4
    assert instructed_due(cast.units["education"], begin, begin + timedelta(days=30)) == 0


def test_a_unit_counts_nothing_that_is_about_itself(cast: Cast) -> None:
    registered = _instructed(cast, 3)
    week = (cast.units["housing"], cast.at, cast.at + timedelta(days=7))
    assert instructed_due(*week) == 1
    Matter.objects.filter(pk=registered.matter_id).update(respondent_officer=cast.officers["housing_leader"])
    assert instructed_due(*week) == 0
