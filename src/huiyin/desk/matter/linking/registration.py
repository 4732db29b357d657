"""Where the moves of this topic stand on a matter's page: matters that belong together."""

from huiyin.desk.matter.linking.forms import MergeForm, UnmergeForm, closed_by_links
from huiyin.desk.matter.linking.split_forms import SplitForm, closed_by_parts
from huiyin.desk.matter.registry import MoveTopic, move_topic_register
from huiyin.matters.core.rules.states import Action


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={280: MergeForm, 290: UnmergeForm, 300: SplitForm},
            reasons={130: closed_by_links, 140: closed_by_parts},
            quiet=frozenset({Action.UNMERGE, Action.SPLIT}),
        )
    )
