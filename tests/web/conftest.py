"""An officer to sign in with, and an installation with a few rooms that fail on purpose."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from huiyin.kernel.actor import system
from huiyin.orgs.services import OfficerPlan, officer_create

PASSWORD = "tingquan-2026"


@pytest.fixture
def officer(db: None) -> Any:
    """Somebody who can sign in."""
    plan = OfficerPlan(username="handler", display_name="沈秋白", password=PASSWORD)
    return officer_create(plan=plan, actor=system("seed"), at=datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture
def desk(officer: Any) -> Client:
    """A browser in which the officer is signed in."""
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def failing_views(settings: Any) -> None:
    """The addresses of `tests.web.rooms` in front of the real ones."""
    settings.ROOT_URLCONF = "tests.web.rooms"
