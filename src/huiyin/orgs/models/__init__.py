"""Units, posts, officers, areas, categories, competences."""

from huiyin.orgs.models.areas import Area
from huiyin.orgs.models.categories import Category, Competence
from huiyin.orgs.models.grants import Grant
from huiyin.orgs.models.leave import Leave
from huiyin.orgs.models.lists import ListChoice
from huiyin.orgs.models.looks import LastLook
from huiyin.orgs.models.officers import Officer, OfficerManager
from huiyin.orgs.models.resets import AddressChange, PasswordReset
from huiyin.orgs.models.sign_in import FailedSignIns, KnownDevice
from huiyin.orgs.models.sign_on import SignOnLink
from huiyin.orgs.models.text_editors import TextEditor
from huiyin.orgs.models.units import Post, Unit

__all__ = [
    "AddressChange",
    "Area",
    "Category",
    "Competence",
    "FailedSignIns",
    "Grant",
    "KnownDevice",
    "LastLook",
    "Leave",
    "ListChoice",
    "Officer",
    "OfficerManager",
    "PasswordReset",
    "Post",
    "SignOnLink",
    "TextEditor",
    "Unit",
]
