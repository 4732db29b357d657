"""The rows of a matter's life."""

from huiyin.matters.archive.models import Archiving
from huiyin.matters.assistance.models import Referral
from huiyin.matters.batch.models import BatchMatter, SponsorBatch
from huiyin.matters.carrying_out.models import FollowUp, PromisedStep
from huiyin.matters.cause.models import Cause
from huiyin.matters.core.models.life import Attachment, Event, Message
from huiyin.matters.core.models.matter import Matter, Request
from huiyin.matters.delivery.models import Service
from huiyin.matters.drafts.models import MoveDraft, MoveDraftFile
from huiyin.matters.explanation.models import AgreedPoint, ExplanationMeeting
from huiyin.matters.extension.models import ExtensionAsk
from huiyin.matters.field_visit.models import FieldVisit
from huiyin.matters.handover.models import Assist, Handover
from huiyin.matters.instruction.models import (
    Instruction,
    InstructionExtension,
    InstructionFile,
    InstructionReport,
)
from huiyin.matters.joint.models import CoSigner, Representative, SignList
from huiyin.matters.late.models import LateNotice
from huiyin.matters.linking.models import Link
from huiyin.matters.look_back.models import LookBack, LookBackStatement
from huiyin.matters.messages.models import Mention
from huiyin.matters.plan_period.models import (
    PlannedMatter,
    PlanPeriod,
    PlanPeriodRevision,
    PlanPeriodUnit,
    WeekLine,
)
from huiyin.matters.publication.models import Publication
from huiyin.matters.rating.models import Rating
from huiyin.matters.reading.models import LeaderReading, Remark
from huiyin.matters.recommendation.models import Recommendation
from huiyin.matters.recusal.models import Recusal
from huiyin.matters.register.models import RegisterDraft
from huiyin.matters.reply.models import Opinion, Reply
from huiyin.matters.respondents.models import FurtherRespondent, LiftProposal
from huiyin.matters.review.models import Hearing, Review
from huiyin.matters.search.models import IndexProgress
from huiyin.matters.sponsor.models import Milestone, SponsorAnswer, Sponsorship
from huiyin.matters.team.models import TeamMember
from huiyin.matters.telephone.models import TelephoneCall

__all__ = [
    "AgreedPoint",
    "Archiving",
    "Assist",
    "Attachment",
    "BatchMatter",
    "Cause",
    "CoSigner",
    "Event",
    "ExplanationMeeting",
    "ExtensionAsk",
    "FieldVisit",
    "FollowUp",
    "FurtherRespondent",
    "Handover",
    "Hearing",
    "IndexProgress",
    "Instruction",
    "InstructionExtension",
    "InstructionFile",
    "InstructionReport",
    "LateNotice",
    "LeaderReading",
    "LiftProposal",
    "Link",
    "LookBack",
    "LookBackStatement",
    "Matter",
    "Mention",
    "Message",
    "Milestone",
    "MoveDraft",
    "MoveDraftFile",
    "Opinion",
    "PlanPeriod",
    "PlanPeriodRevision",
    "PlanPeriodUnit",
    "PlannedMatter",
    "PromisedStep",
    "Publication",
    "Rating",
    "Recommendation",
    "Recusal",
    "Referral",
    "RegisterDraft",
    "Remark",
    "Reply",
    "Representative",
    "Request",
    "Review",
    "Service",
    "SignList",
    "SponsorAnswer",
    "SponsorBatch",
    "Sponsorship",
    "TeamMember",
    "TelephoneCall",
    "WeekLine",
]
