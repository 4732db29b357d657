"""What is kept of signing in: the devices an officer has used, and tries that failed since they last came."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id
from huiyin.orgs.models.officers import Officer


class KnownDevice(models.Model):
    """A browser in which an officer has signed in; its cookie names the row.

    `mark` follows from the password: with another one no device is known any more. `used_on` is a day, not a time.
    """

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "*": "signing in takes the password all the same; a row only keeps others' wrong guesses from shutting its "
        "owner out, and each sign-in is in the security record",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="devices")
    mark = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    used_on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["officer", "used_on"], name="orgs_known_devices")]

    def __str__(self) -> str:
        """Its id; nothing of the browser is kept."""
        return str(self.id)


class FailedSignIns(models.Model):
    """How often a password was wrong for an account since its owner last signed in, and when the last time was."""

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "*": "what the owner is told at the next sign-in; each failure is in the security record",
    }

    officer = models.OneToOneField(
        Officer, on_delete=models.CASCADE, primary_key=True, related_name="failed_sign_ins"
    )
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        """The count."""
        return str(self.count)
