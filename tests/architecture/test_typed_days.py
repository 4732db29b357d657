"""Each day or moment that somebody types is held to the rule of back-dating, or is known to move no clock."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

_SOURCE = Path(__file__).parents[2] / "src" / "huiyin"
_CONTEXTS = ("matters", "reception", "returns", "supervision", "tasks")
_RULE = {"reason_of_late", "date_back"}
_AHEAD = "by when something is to be done or takes place: an earlier day is only the harder to keep"
_SHOWN_ONLY = "only said and shown: no clock hears of it, and nothing is in time or late by it"
_PERIOD = "from when or until when a plan or a scheme holds"
# By file: what is typed there, and why nothing has to be asked about it. What may stop or decide a clock never stands
# here: it goes through `workflow/backdating.py`.
_OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "matters/assignment/services.py": {"report_due_on": _AHEAD},
    "matters/assistance/services.py": {"answered_on": _SHOWN_ONLY},
    "matters/batch/services.py": {"given_on": _SHOWN_ONLY},
    "matters/carrying_out/services.py": {"due_on": _AHEAD},
    "matters/explanation/services/arrange.py": {"starts_at": _AHEAD, "due_on": _AHEAD, "held_on": _SHOWN_ONLY},
    "matters/field_visit/services.py": {"visited_at": _SHOWN_ONLY},
    "matters/handover/services/assist.py": {"due_on": _AHEAD},
    "matters/handover/services/shared.py": {"report_due_on": _AHEAD},
    "matters/instruction/services/instruct.py": {
        "instructed_on": "begins a clock and stops none: the earlier it is, the earlier the report is due",
        "due_on": _AHEAD,
    },
    "matters/look_back/services.py": {"due_on": _AHEAD},
    "matters/plan_period/services/changing.py": {"begins_on": _PERIOD, "ends_on": _PERIOD},
    "matters/plan_period/services/periods.py": {"begins_on": _PERIOD, "ends_on": _PERIOD, "today": _PERIOD},
    "matters/plan_period/services/writing.py": {"week": "which line is written; it is late by when it is written"},
    "matters/reading/services.py": {"due_on": _AHEAD},
    "matters/review/services/hearing.py": {
        "held_at": _AHEAD,
        "ended_on": "takes days out of a time that still runs, as of the record; one that has run out stays late",
    },
    "matters/settlement/services.py": {"agreed_on": _SHOWN_ONLY},
    "matters/sponsor/services/sponsor.py": {"due_on": _AHEAD},
    "matters/team/services.py": {"due_on": _AHEAD},
    "reception/services/plans.py": {"from_on": _PERIOD},
    "reception/services/visits.py": {"starts_at": _AHEAD},
    "returns/services/calling_off.py": {"after": _PERIOD},
    "returns/services/schemes.py": {"last_day": _PERIOD},
    "supervision/services.py": {"due_on": _AHEAD},
    "supervision/talks/services.py": {"meet_on": _AHEAD, "due_on": _AHEAD, "held_on": _SHOWN_ONLY},
    "tasks/services/check.py": {"due_on": _AHEAD},
    "tasks/services/extension.py": {"due_on": _AHEAD},
    "tasks/services/following.py": {"due_on": _AHEAD},
    "tasks/services/give.py": {"due_on": _AHEAD},
    "tasks/services/hand_down.py": {"due_on": _AHEAD},
}
# What is read and handed on, not typed.
_NOT_TYPED: Mapping[str, frozenset[str]] = {
    "matters/messages/services/read.py": frozenset({"unread_at"}),
    "reception/services/notes.py": frozenset({"noted_at"}),
}
# Steps whose clocks hear of them as of another instant than now, and why nobody types that.
_AS_OF: Mapping[str, str] = {
    "matters/acceptance/services.py": "since when the whole was owed of which it is a part, as its own clock says",
}


def _services() -> Iterator[tuple[str, ast.Module]]:
    for context in _CONTEXTS:
        for path in sorted((_SOURCE / context).rglob("*.py")):
            if path.name == "services.py" or "services" in path.parts:
                yield path.relative_to(_SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _is_day(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation).split(" |")[0] in {"date", "datetime"}


def _typed(tree: ast.Module) -> set[str]:
    """Days and moments that public functions and drafts of a module take, besides the step's own instant."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            found.update(arg.arg for arg in node.args.kwonlyargs if _is_day(arg.annotation))
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            fields = [field for field in node.body if isinstance(field, ast.AnnAssign) and _is_day(field.annotation)]
            found.update(field.target.id for field in fields if isinstance(field.target, ast.Name))
    return found - {"at"}


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _as_of(tree: ast.Module) -> Iterator[str]:
    """The values, as written, of each `event_at` that isn't the step's own instant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets = [part for target in node.targets for part in ast.walk(target)]
            if any(isinstance(part, ast.Attribute) and part.attr == "event_at" for part in targets):
                value = ast.unparse(node.value)
                if value not in {"at", "change.at"}:
                    yield value


def test_each_typed_day_is_held_to_the_rule_or_moves_no_clock() -> None:
    """A new one: `reason_of_late` or `facts_of_late`, the reason on its form, and its line for the auditor."""
    seen: set[str] = set()
    for name, tree in _services():
        left = _typed(tree) - _NOT_TYPED.get(name, frozenset()) - _OTHERWISE.get(name, {}).keys()
        assert not left or _RULE & _names(tree), f"{name}: {sorted(left)} isn't held to workflow/backdating.py"
        gone = _OTHERWISE.get(name, {}).keys() - _typed(tree)
        assert not gone, f"{name}: there is no {sorted(gone)} any more"
        seen.add(name)
    assert _OTHERWISE.keys() | _NOT_TYPED.keys() <= seen


def test_clocks_hear_of_a_step_as_of_another_instant_only_by_the_rule() -> None:
    by_rule = set()
    for name, tree in _services():
        values = list(_as_of(tree))
        if values and name not in _AS_OF:
            assert _RULE & _names(tree), f"{name}: event_at = {values}"
            by_rule.add(name)
    # Those that there are; each has its test with what it did before.
    assert by_rule == {
        "matters/delivery/services.py", "matters/instruction/services/instruct.py",
        "matters/instruction/services/report.py", "returns/services/send.py",
    }  # fmt: skip


def test_the_tests_of_the_rule_name_each_step_by_itself() -> None:
    """What is typed within such a module is held to it in the very function, not only beside another one."""
    steps = {
        "matters/delivery/services.py": {"reply_serve", "reply_post", "reply_acknowledge"},
        "matters/instruction/services/instruct.py": {"instruction_extend"},
        "matters/instruction/services/report.py": {"report_send"},
        "returns/services/send.py": {"return_record"},
    }
    trees = dict(_services())
    for name, functions in steps.items():
        asked = {node.name for node in trees[name].body if isinstance(node, ast.FunctionDef) and _RULE & _names(node)}
        assert asked == functions, name
        of_days = {
            node.name
            for node in trees[name].body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            and any(_is_day(arg.annotation) and arg.arg != "at" for arg in node.args.kwonlyargs)
        }  # fmt: skip
        assert of_days <= functions, name
