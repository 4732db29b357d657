"""Matters as a Django application."""

from django.apps import AppConfig

from huiyin.clocks.rules.timed import subject_kind_register
from huiyin.kernel.refs import ref_kinds_register
from huiyin.matters.core.rules.timed import MATTER, RECOMMENDATION
from huiyin.returns.rules.fields import field_register


class MattersConfig(AppConfig):
    """The life of a matter."""

    name = "huiyin.matters"
    label = "matters"

    def ready(self) -> None:
        """Name what verification recomputes; the models are there by now."""
        # They import models.
        from huiyin.matters import registration, reminders, task_origins  # noqa: PLC0415
        from huiyin.matters.core.selectors.gate import visible_to  # noqa: PLC0415
        from huiyin.matters.deviations import register  # noqa: PLC0415
        from huiyin.matters.handover.selectors.instructed import INSTRUCTED_DUE, INSTRUCTED_IN_TIME  # noqa: PLC0415
        from huiyin.matters.instruction.selectors.fields import REPORTS_UP_DUE, REPORTS_UP_IN_TIME  # noqa: PLC0415
        from huiyin.matters.recommendation import reminders as recommendation_reminders  # noqa: PLC0415
        from huiyin.tasks.origins import task_case_register, task_origin_register  # noqa: PLC0415
        from huiyin.workflow.reminders import reminder_owner_register  # noqa: PLC0415

        register()
        registration.register()
        ref_kinds_register(("matter", "recommendation", "plan_period", "sponsor_batch"))
        subject_kind_register(MATTER)
        subject_kind_register(RECOMMENDATION)
        field_register(INSTRUCTED_DUE)
        field_register(INSTRUCTED_IN_TIME)
        field_register(REPORTS_UP_DUE)
        field_register(REPORTS_UP_IN_TIME)
        reminder_owner_register(MATTER.name, reminders.OWNER)
        reminder_owner_register(RECOMMENDATION.name, recommendation_reminders.OWNER)
        task_case_register(MATTER.name, visible_to)
        for origin in task_origins.ORIGINS:
            task_origin_register(origin)
