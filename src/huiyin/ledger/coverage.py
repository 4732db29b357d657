"""Which columns the ledger answers for, how, and which it leaves out for which reason.

A model says it itself: LEDGER_FIELDS and LEDGER_LATER are committed to by entries, LEDGER_DERIVED names the check
that recomputes a column, LEDGER_LEFT_OUT the reason for leaving it out ("*": for all others). A test walks all models
and tables: whatever is new is put into one of these. `docs/ledger.md` lists what is left out. LEDGER_NAME is what
entries call the rows of a model that has come to another context: it stays what it was.
"""

from collections.abc import Mapping

from django.db import models

from huiyin.ledger.services._rows import ledger_name, plan_of

# Models of libraries, which say nothing themselves.
LIBRARIES: Mapping[str, str] = {
    "account.EmailAddress": "nobody signs in or is written to by it",
    "account.EmailConfirmation": "nobody signs in or is written to by it",
    "contenttypes.ContentType": "Django's list of models; nothing is decided by it",
    "auth.Permission": "Django's list of permissions; nobody is given any (see the check of unused tables)",
    "mfa.Authenticator": "a secret is encrypted under the web key, so that none can be made up; that it or a "
    "security key is there, whose it is, and which recovery codes are spent, is recomputed from the security record "
    "(`web.second_factor`)",
    "sessions.Session": "isn't read or written; sessions are `web.BrowserSession`",
}
# Rows in these would give somebody rights that no page of ours grants: a check says that there are none.
UNUSED: tuple[str, ...] = (
    "auth.Group", "auth.Group_permissions", "orgs.Officer_groups", "orgs.Officer_user_permissions",
    "socialaccount.SocialAccount", "socialaccount.SocialApp", "socialaccount.SocialToken",
)  # fmt: skip
# Checked by recomputing the whole tree: these columns, and a test alters each of them.
TREE: Mapping[str, tuple[str, ...]] = {
    "ledger.Entry": (
        "kind", "subject", "at", "written_at", "actor", "salt", "content", "commitment", "leaf_hash", "seq",
        "leaf_format", "leaf_salt",
    ),
    "ledger.Checkpoint": ("tree_size", "root", "note", "subtrees"),
}  # fmt: skip
# Tables without a model.
TABLES: Mapping[str, str] = {
    "web_cache": "counts of tries and what is worked out anew; it may be emptied at any time",
    "django_migrations": "read by upgrades only; what they made is compared with the recorded structure",
}
DERIVED_TABLES: Mapping[str, str] = {"matters_search": "matters.search"}


def committed(model: type[models.Model]) -> set[str]:
    """The columns that entries commit to, by attribute; the key is part of every digest."""
    names = {*getattr(model, "LEDGER_FIELDS", ()), *getattr(model, "LEDGER_LATER", {})}
    return {*plan_of(model).wanted, model._meta.pk.attname} if names else set()


def derived(model: type[models.Model]) -> dict[str, str]:
    """The columns that are recomputed, each with the name of its check."""
    return dict(getattr(model, "LEDGER_DERIVED", {}))


def left_out(model: type[models.Model]) -> dict[str, str]:
    """The columns that are left out, each with the reason; "*" stands for all others."""
    label = ledger_name(model)
    return {"*": LIBRARIES[label]} if label in LIBRARIES else dict(getattr(model, "LEDGER_LEFT_OUT", {}))
