"""Where tasks stand at the desk."""

from uuid import UUID

from huiyin.kernel.ids import parse_uuid

# A test holds it to the address.
TASK_PATH = "/desk/tasks/"


def task_path(task_id: UUID) -> str:
    """The page of a task."""
    return f"{TASK_PATH}{task_id}/"


def task_of_path(path: str) -> UUID | None:
    """The task whose page that is; None for any other address."""
    if not path.startswith(TASK_PATH):
        return None
    return parse_uuid(path.removeprefix(TASK_PATH).rstrip("/"))
