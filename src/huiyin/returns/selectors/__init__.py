"""Reading schemes and returns, each through the gate."""

from huiyin.returns.selectors.audience import contacts_of
from huiyin.returns.selectors.details import FieldLine, ReturnDetail, return_detail
from huiyin.returns.selectors.gate import managed_units
from huiyin.returns.selectors.lists import ReturnSummary, returns_of_units, returns_owed_lines, returns_waiting
from huiyin.returns.selectors.rollup import RollUp, UnitLine, roll_up
from huiyin.returns.selectors.schemes import (
    SchemeDetail,
    SchemeSummary,
    scheme_detail,
    scheme_fields,
    schemes_for,
    schemes_named,
)
from huiyin.returns.selectors.units import units_commanded_by
from huiyin.returns.selectors.wording import covered_text

__all__ = [
    "FieldLine",
    "ReturnDetail",
    "ReturnSummary",
    "RollUp",
    "SchemeDetail",
    "SchemeSummary",
    "UnitLine",
    "contacts_of",
    "covered_text",
    "managed_units",
    "return_detail",
    "returns_of_units",
    "returns_owed_lines",
    "returns_waiting",
    "roll_up",
    "scheme_detail",
    "scheme_fields",
    "schemes_for",
    "schemes_named",
    "units_commanded_by",
]
