"""Who registers for others."""

from huiyin.desk.access import DeskRequest
from huiyin.kernel.actor import Role
from huiyin.kernel.errors import NotAllowed


class NotRegistrar(NotAllowed):
    """No registrar's post is held."""

    sentence = "只有登记员可以在这里登记。如果您的工作需要，请联系本单位的管理员。"


def demand_registrar(request: DeskRequest) -> None:
    """Raises NotRegistrar."""
    if not request.actor.holds(Role.REGISTRAR):
        raise NotRegistrar
