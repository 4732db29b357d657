"""What others may ask of the outbox."""

from huiyin.notices.services.dispatch import DispatchReport, outbox_dispatch
from huiyin.notices.services.enqueue import NoticeDraft, notices_enqueue
from huiyin.notices.services.retry import notice_retry

__all__ = ["DispatchReport", "NoticeDraft", "notice_retry", "notices_enqueue", "outbox_dispatch"]
