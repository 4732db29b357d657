"""The rows of a matter's life."""

from huiyin.matters.models.archiving import Archiving
from huiyin.matters.models.handover import Assist, Handover
from huiyin.matters.models.joint import CoSigner, Representative
from huiyin.matters.models.late import LateNotice
from huiyin.matters.models.life import Attachment, Event, Message
from huiyin.matters.models.link import Link
from huiyin.matters.models.matter import Matter, Request
from huiyin.matters.models.procedure import ExtensionAsk
from huiyin.matters.models.recusal import Recusal
from huiyin.matters.models.referral import Referral
from huiyin.matters.models.reply import Opinion, Rating, Reply
from huiyin.matters.models.respondent import FurtherRespondent, LiftProposal
from huiyin.matters.models.review import Hearing, Review, Service
from huiyin.matters.models.sponsor import Milestone, Sponsorship
from huiyin.matters.models.supervision import FollowUp, PromisedStep, Recommendation, Supervision
from huiyin.matters.models.telephone import TelephoneCall

__all__ = [
    "Archiving",
    "Assist",
    "Attachment",
    "CoSigner",
    "Event",
    "ExtensionAsk",
    "FollowUp",
    "FurtherRespondent",
    "Handover",
    "Hearing",
    "LateNotice",
    "LiftProposal",
    "Link",
    "Matter",
    "Message",
    "Milestone",
    "Opinion",
    "PromisedStep",
    "Rating",
    "Recommendation",
    "Recusal",
    "Referral",
    "Reply",
    "Representative",
    "Request",
    "Review",
    "Service",
    "Sponsorship",
    "Supervision",
    "TelephoneCall",
]
