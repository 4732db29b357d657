"""What the clocks hear of tasks."""

from huiyin.clocks.rules.timed import SubjectKind

TASK = SubjectKind(
    name="task",
    events=frozenset(
        {"task_given", "task_done", "task_checked", "task_returned", "task_dropped", "task_due_changed"}
    ),
    endings=frozenset({"task_checked", "task_dropped"}),
    voids=frozenset({"task_dropped"}),
)
# The day on the task; its rounds are the days that it has had.
DUE_CLOCK = "task"
# Within which the unit may say that it isn't its own.
RETURN_CLOCK = "task_return"
