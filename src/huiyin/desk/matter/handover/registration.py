"""Where the moves of this topic stand on a matter's page: from unit to unit."""

from huiyin.desk.matter.handover.forms import (
    AskAssistForm,
    ContributeForm,
    DisputeForm,
    EndAssistForm,
    ObjectForm,
    RefuseObjectionForm,
    ReportBackForm,
    SettleDisputeForm,
    TakeBackForm,
)
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            primary={
                180: SettleDisputeForm,
                190: TakeBackForm,
                200: RefuseObjectionForm,
                210: ContributeForm,
                220: ReportBackForm,
                230: ObjectForm,
                240: DisputeForm,
                250: AskAssistForm,
                260: EndAssistForm,
            },
        )
    )
