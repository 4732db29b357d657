"""Suggestions while a matter is being registered; each is one keyword-only function and decides nothing."""

from huiyin.routing.selectors.belongs import UnitSuggestion, category_suggestions, unit_suggestion
from huiyin.routing.selectors.same import SameMatter, same_matters

__all__ = ["SameMatter", "UnitSuggestion", "category_suggestions", "same_matters", "unit_suggestion"]
