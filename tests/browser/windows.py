"""The two sizes that every page has to fit."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

Window = Callable[..., Page]
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True,
}  # fmt: skip
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
