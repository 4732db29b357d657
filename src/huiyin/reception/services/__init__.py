"""One door per verb: days are published, changed, cancelled; slots are booked and let go; visits are written down."""

from huiyin.reception.services.book import (
    Booked,
    appointment_book,
    appointment_cancel,
    booked_before,
)
from huiyin.reception.services.calls import (
    appointment_call_ask,
    appointment_call_record,
    appointment_number_open,
)
from huiyin.reception.services.days import (
    reception_day_cancel,
    reception_day_change,
    reception_day_publish,
)
from huiyin.reception.services.names import appointment_identity_open, day_names_open
from huiyin.reception.services.notes import NoteSubject, appointment_mark_noted, reception_note_begin
from huiyin.reception.services.plans import PlanMade, reception_plan_end, reception_plan_make
from huiyin.reception.services.received import received_notify, walk_in_begin, walk_in_record
from huiyin.reception.services.remind import appointments_remind
from huiyin.reception.services.rosters import hall_roster_make, hall_sitting_remove
from huiyin.reception.services.visits import (
    Wished,
    home_visit_agree,
    home_visit_ask,
    home_visit_decline,
    home_visit_withdraw,
    wish_identity_open,
)

__all__ = [
    "Booked",
    "NoteSubject",
    "PlanMade",
    "Wished",
    "appointment_book",
    "appointment_call_ask",
    "appointment_call_record",
    "appointment_cancel",
    "appointment_identity_open",
    "appointment_mark_noted",
    "appointment_number_open",
    "appointments_remind",
    "booked_before",
    "day_names_open",
    "hall_roster_make",
    "hall_sitting_remove",
    "home_visit_agree",
    "home_visit_ask",
    "home_visit_decline",
    "home_visit_withdraw",
    "received_notify",
    "reception_day_cancel",
    "reception_day_change",
    "reception_day_publish",
    "reception_note_begin",
    "reception_plan_end",
    "reception_plan_make",
    "walk_in_begin",
    "walk_in_record",
    "wish_identity_open",
]
