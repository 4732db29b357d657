"""The people who work here."""

from typing import Any, ClassVar

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Lower, Replace

from huiyin.kernel.refs import Ref
from huiyin.kernel.time import now
from huiyin.ledger.services import entry_append
from huiyin.orgs.rules import NAME_LENGTH, sign_in_name

_REHASHED = "orgs.officer.password_rehashed"


class OfficerManager(BaseUserManager["Officer"]):
    """Makes accounts for Django's own commands; everything else goes through services.officer_create."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Officer":
        """An account with a hashed password, saved; without a password nobody can sign in with it."""
        officer = self.model(username=self.model.normalize_username(username), **fields)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "Officer":
        """An account that passes every check of Django's own; what it may do in Huiyin still depends on posts."""
        return self.create_user(username, password, **{**fields, "is_superuser": True})


class Officer(AbstractBaseUser, PermissionsMixin):
    """A person who works in one or more posts. The name is one field: Chinese names don't come in two."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "username", "display_name", "email", "phone", "is_active", "is_superuser",
    )  # fmt: skip
    # Of the password its salted hash, as it is stored: the digest of a row tells nothing of one. None: always there.
    LEDGER_LATER: ClassVar[dict[str, object]] = {"password": None, "must_change_password": False, "created_at": None}
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "last_login": "written at each sign-in; nothing is decided by it",
        "folded_name": "the database makes it of the name at each write; nothing else can be written there",
    }

    username = models.CharField(max_length=40, unique=True)
    display_name = models.CharField(max_length=NAME_LENGTH)
    # As it would stand in a folded text (`orgs.naming.fold`); looked for at every registration over the web.
    folded_name = models.GeneratedField(
        expression=Lower(Replace(Replace(Replace("display_name", Value(" ")), Value("·")), Value("•"))),
        output_field=models.CharField(max_length=NAME_LENGTH),
        db_persist=True,
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    # The password is one that an administrator has given: somebody else knows it.
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    objects = OfficerManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    def __str__(self) -> str:
        """The person's name."""
        return self.display_name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """The form in which names are stored, and looked for however they are typed."""
        return sign_in_name(username)

    def check_password(self, raw_password: str | None) -> bool:
        """As Django's; where the cost of hashes has risen since, the new one is committed to."""
        return check_password(raw_password, self.password, self._rehash)

    def _rehash(self, raw_password: str) -> None:
        with transaction.atomic():
            officer = Officer.objects.select_for_update().get(pk=self.pk)
            if officer.password != self.password:
                return  # another one was set meanwhile
            self.password = officer.password = make_password(raw_password)
            officer.save(update_fields=["password"])
            subject = Ref("officer", self.pk)
            entry_append(kind=_REHASHED, subject=subject, at=now(), actor=subject, rows=[officer])

    def get_full_name(self) -> str:
        """What Django and allauth show."""
        return self.display_name

    def get_short_name(self) -> str:
        """The same."""
        return self.display_name
