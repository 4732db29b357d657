"""Reading the organisation: everything here gives plain frozen values, ids, or an Actor."""

from huiyin.orgs.selectors.above import common_superior
from huiyin.orgs.selectors.actors import actor_for, leaders_in, superiors_in
from huiyin.orgs.selectors.arrangement import (
    CompetenceView,
    competence_views,
    keywords_of_categories,
    officers_list,
    post_view,
    posts_of_officers,
    unit_children,
)
from huiyin.orgs.selectors.leave import LeaveView, leaves_of, with_deputies
from huiyin.orgs.selectors.lists import ListArrangement, SavedFilter, list_arrangement
from huiyin.orgs.selectors.officers import (
    leaders_of,
    officer_email,
    officer_names,
    officer_view,
    officers_by_name,
    officers_of_unit,
    posts_of_officer,
    posts_of_unit,
)
from huiyin.orgs.selectors.opening import Lack, is_open, opening_lacks
from huiyin.orgs.selectors.places import area_search, area_tree, area_view
from huiyin.orgs.selectors.reception import (
    independent_unit,
    reception_unit,
    unit_is_active,
    unit_name,
)
from huiyin.orgs.selectors.respondents import Named, respondent_named
from huiyin.orgs.selectors.reviewing import ReviewingUnit, reviewing_units
from huiyin.orgs.selectors.subjects import (
    categories_by_code,
    category_search,
    category_tree,
    category_view,
    category_views,
)
from huiyin.orgs.selectors.units import (
    chain_of,
    competent_unit,
    unit_names,
    unit_search,
    unit_tree,
    unit_view,
    unit_views,
    units_below,
    units_by_name,
)
from huiyin.orgs.selectors.views import (
    AreaNode,
    AreaView,
    CategoryNode,
    CategoryView,
    OfficerView,
    PostView,
    UnitNode,
    UnitView,
)

__all__ = [
    "AreaNode",
    "AreaView",
    "CategoryNode",
    "CategoryView",
    "CompetenceView",
    "Lack",
    "LeaveView",
    "ListArrangement",
    "Named",
    "OfficerView",
    "PostView",
    "ReviewingUnit",
    "SavedFilter",
    "UnitNode",
    "UnitView",
    "actor_for",
    "area_search",
    "area_tree",
    "area_view",
    "categories_by_code",
    "category_search",
    "category_tree",
    "category_view",
    "category_views",
    "chain_of",
    "common_superior",
    "competence_views",
    "competent_unit",
    "independent_unit",
    "is_open",
    "keywords_of_categories",
    "leaders_in",
    "leaders_of",
    "leaves_of",
    "list_arrangement",
    "officer_email",
    "officer_names",
    "officer_view",
    "officers_by_name",
    "officers_list",
    "officers_of_unit",
    "opening_lacks",
    "post_view",
    "posts_of_officer",
    "posts_of_officers",
    "posts_of_unit",
    "reception_unit",
    "respondent_named",
    "reviewing_units",
    "superiors_in",
    "unit_children",
    "unit_is_active",
    "unit_name",
    "unit_names",
    "unit_search",
    "unit_tree",
    "unit_view",
    "unit_views",
    "units_below",
    "units_by_name",
    "with_deputies",
]
