"""A signed cookie that opens one thing on one path for half an hour without a click, and can be ended from here.

Beside each pass goes a second cookie, sent to the page "this is a shared device" only: it opens nothing and says what
that page has to end.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string

from huiyin.kernel.time import now
from huiyin.web.models import EndedPass

SECONDS = 30 * 60
END_PATH = "/shared/"


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What a browser's pass opens. `mark`: by what, where that can end; `begun` stays when it is renewed."""

    opens: UUID
    mark: str
    begun: int
    key: str


@dataclass(frozen=True, slots=True)
class Pass:
    """One sort of pass: the cookie's name, the path it is for, and what keeps it from standing for another sort."""

    cookie: str
    path: str
    salt: str

    def give(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        opens: UUID,
        *,
        mark: str = "",
        since: Held | None = None,
    ) -> None:
        """Remember what it opens, for half an hour from now; `since` is the pass that this one goes on with."""
        # A pass that goes on keeps its beginning, else clicking would renew it without end.
        begun, key = (since.begun, since.key) if since else (_milliseconds(), get_random_string(16))
        held = [str(opens), mark, begun, key]
        self._set(request, response, self.cookie, self.path, signing.dumps(held, salt=self.salt))
        self._set(request, response, self._end_cookie, END_PATH, signing.dumps(str(opens), salt=self._end_salt))

    def take(self, response: HttpResponseBase) -> None:
        """Forget it on this device."""
        response.delete_cookie(self.cookie, path=self.path, samesite="Lax")
        response.delete_cookie(self._end_cookie, path=END_PATH, samesite="Lax")

    def read(self, request: HttpRequest) -> Held | None:
        """What this browser's pass opens; None when there is none, or it is too old or was ended. One statement."""
        try:
            opens, mark, begun, key = signing.loads(
                request.COOKIES.get(self.cookie, ""), salt=self.salt, max_age=SECONDS
            )
            held = Held(UUID(opens), mark, begun, key)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return held if self._still_opens(held) else None

    def end(self, request: HttpRequest) -> None:
        """This browser's pass opens nothing from now on, wherever it was copied to."""
        held = self.read(request)
        if held is not None:
            # The single pass, not the matter: somebody else may have it open on a device of their own.
            _end(held.key)

    def end_everywhere(self, request: HttpRequest) -> None:
        """On the page that END_PATH leads to: no pass that opens the same opens it any more, on no device."""
        try:
            named = signing.loads(
                request.COOKIES.get(self._end_cookie, ""), salt=self._end_salt, max_age=_longest() * 3600
            )
            opens = UUID(named)
        except (signing.BadSignature, ValueError, AttributeError):
            return
        _end(self._subject(opens))

    def _still_opens(self, held: Held) -> bool:
        if _milliseconds() - held.begun > _longest() * 3_600_000:
            return False
        begun = datetime.fromtimestamp(held.begun / 1000, tz=UTC)
        # Begun before it was ended: whoever has the code may open the same thing again at once.
        ended = EndedPass.objects.filter(pk__in=[self._subject(held.opens), held.key], ended_at__gte=begun)
        return not ended.exists()

    def _subject(self, opens: UUID) -> str:
        return f"{self.cookie}:{opens}"

    @property
    def _end_cookie(self) -> str:
        return f"{self.cookie}_end"

    @property
    def _end_salt(self) -> str:
        return f"{self.salt}.end"

    def _set(self, request: HttpRequest, response: HttpResponseBase, name: str, path: str, value: str) -> None:
        response.set_cookie(
            name,
            value,
            max_age=SECONDS,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )


def passes_forget(*, at: datetime) -> int:
    """Take away what has come to an end so long ago that no pass of then can be there; gives how many."""
    gone, _ = EndedPass.objects.filter(ended_at__lt=at - timedelta(hours=_longest() + 1)).delete()
    return gone


def _milliseconds() -> int:
    # With whole seconds a pass that is given right after an end would count as one from before it.
    return int(now().timestamp() * 1000)


def _longest() -> int:
    hours: int = settings.HUIYIN_SESSION_HOURS
    return hours


def _end(subject: str) -> None:
    EndedPass.objects.update_or_create(pk=subject, defaults={"ended_at": now()})
