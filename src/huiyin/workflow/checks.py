"""Checks at start-up."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error

from huiyin.clocks.rules.timed import subject_kinds
from huiyin.kernel.refs import ref_kinds
from huiyin.workflow.reminders import reminder_owner


def check_reminder_owners(*, app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """workflow.E001: subjects have time limits that nobody would hear of; workflow.E002: nobody owns references."""
    names = [subject.name for subject in subject_kinds()]
    hint = "AppConfig.ready of the context"
    unheard = [name for name in names if reminder_owner(name) is None]
    unowned = [name for name in names if name not in ref_kinds()]
    return [
        *(Error(f"nobody hears of the clocks of {name}", hint=hint, id="workflow.E001") for name in unheard),
        *(Error(f"no context owns references to {name}", hint=hint, id="workflow.E002") for name in unowned),
    ]
