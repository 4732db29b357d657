"""What others may ask of the outbox."""

from huiyin.notices.services.bell import bell_open, bell_seen, bells_sweep
from huiyin.notices.services.calls import notice_hand_to_office
from huiyin.notices.services.digest import digest_cutoff, digest_key, digest_make
from huiyin.notices.services.dispatch import DispatchReport, outbox_dispatch
from huiyin.notices.services.enqueue import NoticeDraft, drafts_new, notices_enqueue, notices_insert
from huiyin.notices.services.mail_turns import mailbox_confirm
from huiyin.notices.services.send_again import notice_send_again
from huiyin.notices.services.trials import TrialOutcome, trial_send

__all__ = [
    "DispatchReport",
    "NoticeDraft",
    "TrialOutcome",
    "bell_open",
    "bell_seen",
    "bells_sweep",
    "digest_cutoff",
    "digest_key",
    "digest_make",
    "drafts_new",
    "mailbox_confirm",
    "notice_hand_to_office",
    "notice_send_again",
    "notices_enqueue",
    "notices_insert",
    "outbox_dispatch",
    "trial_send",
]
