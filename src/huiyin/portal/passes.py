"""A signed cookie that opens one thing on one path for half an hour without a click."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Pass:
    """One sort of pass: the cookie's name, the path it is for, and what keeps it from standing for another sort."""

    cookie: str
    path: str
    salt: str

    def give(self, request: HttpRequest, response: HttpResponseBase, opens: UUID, *, mark: str = "") -> None:
        """Remember what it opens, for half an hour from now; `mark` says by what, where that can come to an end."""
        response.set_cookie(
            self.cookie,
            signing.dumps(f"{opens} {mark}".rstrip(), salt=self.salt),
            max_age=SECONDS,
            path=self.path,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )

    def take(self, response: HttpResponseBase) -> None:
        """Forget it on this device."""
        response.delete_cookie(self.cookie, path=self.path, samesite="Lax")

    def read(self, request: HttpRequest) -> UUID | None:
        """What this browser's pass opens; None when there is none, or it is too old."""
        found = self.read_marked(request)
        return found[0] if found else None

    def read_marked(self, request: HttpRequest) -> tuple[UUID, str] | None:
        """The same with the mark that was given."""
        try:
            known = signing.loads(request.COOKIES.get(self.cookie, ""), salt=self.salt, max_age=SECONDS)
            opens, _, mark = str(known).partition(" ")
            return UUID(opens), mark
        except (signing.BadSignature, ValueError):
            return None
