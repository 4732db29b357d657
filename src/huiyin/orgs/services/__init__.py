"""Every change of the organisation: each service checks the actor, writes, and records it in the ledger."""

from huiyin.orgs.services.addresses import address_confirm, address_refuse, addresses_settle
from huiyin.orgs.services.areas import area_create, area_move, area_revise, areas_create
from huiyin.orgs.services.arranging import organisation_lock
from huiyin.orgs.services.categories import (
    categories_create,
    category_close,
    category_create,
    category_move,
    category_revise,
    competence_drop,
    competence_set,
    competences_set,
)
from huiyin.orgs.services.grants import (
    grant_agree,
    grant_propose_post,
    grant_refuse,
    grant_withdraw,
    grants_lapse,
    grants_propose_reader,
    reader_grants_end,
)
from huiyin.orgs.services.leave import leave_end, leave_set
from huiyin.orgs.services.lists import list_facts_hide, list_filter_drop, list_filter_pin, list_filter_save
from huiyin.orgs.services.looks import look_begin
from huiyin.orgs.services.officers import (
    officer_create,
    officer_deactivate,
    officer_password_change,
    officer_password_set,
    officer_reactivate,
    officer_revise,
    officers_create,
)
from huiyin.orgs.services.plans import (
    AreaPlan,
    CategoryPlan,
    CompetencePlan,
    OfficerFacts,
    OfficerPlan,
    PostPlan,
    UnitFacts,
    UnitPlan,
)
from huiyin.orgs.services.posts import post_create, post_fill, post_revise, posts_create
from huiyin.orgs.services.resets import (
    reset_ask,
    reset_check_link,
    reset_hand_over,
    reset_use_code,
    reset_use_link,
)
from huiyin.orgs.services.sign_in import (
    OF_ACCOUNT,
    OF_ACCOUNT_WITH_SECOND,
    SignedIn,
    device_revoke,
    sign_in_failure_record,
    sign_in_record,
)
from huiyin.orgs.services.sign_on import sign_on_agree, sign_on_end, sign_on_propose, sign_on_refuse
from huiyin.orgs.services.text_editors import text_editor_end, text_editor_name
from huiyin.orgs.services.units import unit_close, unit_create, unit_move, unit_revise, units_create

__all__ = [
    "OF_ACCOUNT",
    "OF_ACCOUNT_WITH_SECOND",
    "AreaPlan",
    "CategoryPlan",
    "CompetencePlan",
    "OfficerFacts",
    "OfficerPlan",
    "PostPlan",
    "SignedIn",
    "UnitFacts",
    "UnitPlan",
    "address_confirm",
    "address_refuse",
    "addresses_settle",
    "area_create",
    "area_move",
    "area_revise",
    "areas_create",
    "categories_create",
    "category_close",
    "category_create",
    "category_move",
    "category_revise",
    "competence_drop",
    "competence_set",
    "competences_set",
    "device_revoke",
    "grant_agree",
    "grant_propose_post",
    "grant_refuse",
    "grant_withdraw",
    "grants_lapse",
    "grants_propose_reader",
    "leave_end",
    "leave_set",
    "list_facts_hide",
    "list_filter_drop",
    "list_filter_pin",
    "list_filter_save",
    "look_begin",
    "officer_create",
    "officer_deactivate",
    "officer_password_change",
    "officer_password_set",
    "officer_reactivate",
    "officer_revise",
    "officers_create",
    "organisation_lock",
    "post_create",
    "post_fill",
    "post_revise",
    "posts_create",
    "reader_grants_end",
    "reset_ask",
    "reset_check_link",
    "reset_hand_over",
    "reset_use_code",
    "reset_use_link",
    "sign_in_failure_record",
    "sign_in_record",
    "sign_on_agree",
    "sign_on_end",
    "sign_on_propose",
    "sign_on_refuse",
    "text_editor_end",
    "text_editor_name",
    "unit_close",
    "unit_create",
    "unit_move",
    "unit_revise",
    "units_create",
]
