"""The rows of a matter's life."""

from huiyin.matters.models.life import Attachment, Event, Message
from huiyin.matters.models.matter import Matter, Request
from huiyin.matters.models.reply import Opinion, Rating, Reply

__all__ = ["Attachment", "Event", "Matter", "Message", "Opinion", "Rating", "Reply", "Request"]
