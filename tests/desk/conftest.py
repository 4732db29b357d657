"""Browsers in which officers of the cast are signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import Cast

Desk = Callable[[str], Client]


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """`desk("registrar")`: a new browser in which that officer is signed in."""

    def sign_in(username: str) -> Client:
        officer: Any = get_user_model()._default_manager.get(pk=cast.officers[username])
        client = Client()
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
