"""The doors through which the organisation changes: each checks the actor, writes, and records it in the ledger."""

from huiyin.orgs.services.addresses import address_confirm, address_refuse, addresses_settle
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
from huiyin.orgs.services.lists import list_facts_hide, list_filter_drop, list_filter_save
from huiyin.orgs.services.officers import (
    officer_create,
    officer_deactivate,
    officer_password_change,
    officer_password_set,
    officer_reactivate,
    officer_revise,
    officers_create,
)
from huiyin.orgs.services.places import area_create, area_revise, areas_create
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
from huiyin.orgs.services.subjects import (
    categories_create,
    category_close,
    category_create,
    category_revise,
    competence_drop,
    competence_set,
    competences_set,
)
from huiyin.orgs.services.units import unit_close, unit_create, unit_move, unit_revise, units_create

__all__ = [
    "AreaPlan",
    "CategoryPlan",
    "CompetencePlan",
    "OfficerFacts",
    "OfficerPlan",
    "PostPlan",
    "UnitFacts",
    "UnitPlan",
    "address_confirm",
    "address_refuse",
    "addresses_settle",
    "area_create",
    "area_revise",
    "areas_create",
    "categories_create",
    "category_close",
    "category_create",
    "category_revise",
    "competence_drop",
    "competence_set",
    "competences_set",
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
    "list_filter_save",
    "officer_create",
    "officer_deactivate",
    "officer_password_change",
    "officer_password_set",
    "officer_reactivate",
    "officer_revise",
    "officers_create",
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
    "unit_close",
    "unit_create",
    "unit_move",
    "unit_revise",
    "units_create",
]
