"""What the clocks hear of: matters, and the recommendations that the petition office sends."""

from huiyin.clocks.rules.rulebook import KINDS
from huiyin.clocks.rules.timed import SubjectKind

MATTER = SubjectKind(
    name="matter",
    kinds=KINDS,
    events=frozenset(
        {
            "registered",
            "accepted",
            "declined",
            "redirected",
            "unit_assigned",
            "handler_assigned",
            "reply_drafted",
            "reply_approved",
            "simple_chosen",
            "simple_accepted",
            "made_ordinary",
            "posted",
            "served",
            "rated",
            "review_asked",
            "review_decided",
            "recheck_asked",
            "finalised",
            "closed",
            "withdrawn",
            # What the petitioner asks while the matter is worked on.
            "question_asked",
            "question_answered",
            # From unit to unit.
            "handed_on",
            "objected",
            "objection_decided",
            "taken_back",
            "disputed",
            "dispute_settled",
            "reported",
            "assist_asked",
            "contributed",
            "assist_ended",
            # Carrying out, and what comes after closing.
            "step_done",
            "steps_ended",
            "followed_up",
            # A leader answers in person.
            "sponsored",
            "milestone_reached",
            # Help from an aid scheme.
            "referral_agreed",
            "referral_answered",
            "referral_followed_up",
            # A bar that was written down by a slip.
            "lift_proposed",
            "lift_decided",
            # A meeting that explains the answer.
            "explanation_asked",
            "explanation_moved",
            "explanation_held",
            "explanation_ended",
            # Somebody above wants a report.
            "instructed",
            "instruction_recorded",
            "instruction_extended",
            "instruction_reported",
        }
    ),
    # An end isn't about one round: it stops a clock of any, where other events stop that of their own round.
    endings=frozenset({"closed", "finalised", "withdrawn", "declined", "redirected"}),
    # Whoever takes a matter back is owed nothing more: its clocks are neither met nor late.
    voids=frozenset({"withdrawn"}),
)
RECOMMENDATION = SubjectKind(
    name="recommendation",
    events=frozenset({"recommended", "recommendation_replied"}),
    endings=frozenset({"recommendation_replied"}),
    # They were once started as if they were suggestions.
    codes=frozenset({"recommendation"}),
)
