"""What follows for those whom a matter names when it turns out to be of another kind."""

from huiyin.matters.rules.states import Kind
from huiyin.matters.services._engine import Step


def kind_changed(taken: Step, *, before: Kind) -> None:
    """Called once by every step that changes the kind, after `taken.matter.kind` has it and before it is written.

    Whoever is barred stays barred: no kind lifts a bar. Whoever a matter names today is barred from it whatever its
    kind, so that one that becomes an accusation has its respondent already.
    """
