"""Reading the organisation: everything here gives plain frozen values, ids, or an Actor."""

from huiyin.orgs.selectors.actors import actor_for
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
from huiyin.orgs.selectors.places import area_search, area_tree, area_view
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
    "OfficerView",
    "PostView",
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
    "competent_unit",
    "leaders_of",
    "officer_email",
    "officer_names",
    "officer_view",
    "officers_by_name",
    "officers_of_unit",
    "posts_of_officer",
    "posts_of_unit",
    "unit_names",
    "unit_search",
    "unit_tree",
    "unit_view",
    "unit_views",
    "units_below",
    "units_by_name",
]
