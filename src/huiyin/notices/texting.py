"""Text messages: a gateway that takes a small JSON, or a folder for tests and demos.

The gateway gets `{"id": …, "to": …, "text": …}` by POST with the token in `Authorization`. `id` is the notice's and
stands in `Idempotency-Key` too: should a crash fall between the handing over and our note of it, the gateway is asked
by GET of `<address>/<id>` first. 200 means taken, 404 not, each with `{"id": …}`; any other answer says nothing, and
the second copy carries the same id. 2xx after a POST means taken.
"""

import json
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self
from urllib.error import HTTPError, URLError
from urllib.request import Request, build_opener
from uuid import UUID

from django.conf import settings

from huiyin.kernel.redirects import NoRedirectHandler
from huiyin.notices.failures import ChannelDown, HandingUnclear, RecipientRefused, failure_name
from huiyin.notices.folder import write_whole
from huiyin.notices.models import Notice
from huiyin.notices.rendering import render_text, render_trial_text
from huiyin.notices.sending import Earlier, NoticeChannel

_SECONDS = 20
_ANSWER_MOST = 10_000
# The gateway has looked at this message and won't take it; anything else is about the gateway and is tried again.
_REFUSED = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY})


class TextGateway:
    """One POST a message, to the address that HUIYIN_TEXT_GATEWAY names."""

    is_folder: ClassVar[bool] = False

    def __init__(self, address: str, token: str, seconds: float = _SECONDS) -> None:
        """Connects to nothing yet; waits for an answer so long."""
        self._address, self._token, self._seconds = address, token, seconds
        self._opener = build_opener(NoRedirectHandler)

    def __enter__(self) -> Self:
        """Connects to nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to let go of: each message has a connection of its own."""

    def earlier(self, notice: Notice) -> Earlier:
        """What the gateway knows of it. Raises ChannelDown."""
        request = Request(f"{self._address.rstrip('/')}/{notice.id}")  # noqa: S310 - from settings
        request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with self._opener.open(request, timeout=self._seconds) as answer:
                return Earlier.TAKEN if _names(answer.read(_ANSWER_MOST), notice) else Earlier.UNKNOWN
        except HTTPError as error:
            with error:
                knows = error.code == HTTPStatus.NOT_FOUND and _names(error.read(_ANSWER_MOST), notice)
            return Earlier.NOT_TAKEN if knows else Earlier.UNKNOWN
        except (OSError, HTTPException) as error:
            raise ChannelDown(failure_name(error)) from None

    def send(self, notice: Notice, address: str) -> None:
        """Hand one message over. Raises RecipientRefused, ChannelDown, HandingUnclear."""
        self._post(notice.id, _content(notice.id, address, _text_of(notice)))

    def send_trial(self, trial_id: UUID, address: str) -> None:
        """Hand it over as a notice is. Raises RecipientRefused, ChannelDown, HandingUnclear."""
        self._post(trial_id, _content(trial_id, address, render_trial_text()))

    def _post(self, message_id: UUID, content: bytes) -> None:
        request = Request(self._address, data=content, method="POST")  # noqa: S310 - from settings
        request.add_header("Content-Type", "application/json")
        request.add_header("Authorization", f"Bearer {self._token}")
        request.add_header("Idempotency-Key", str(message_id))
        try:
            with self._opener.open(request, timeout=self._seconds) as answer:
                answer.read()
        except HTTPError as error:
            with error:
                if error.code in _REFUSED:
                    raise RecipientRefused(error.code) from None
            raise ChannelDown(f"Http{error.code}") from None
        except URLError as error:  # no connection came about, or the request didn't get through
            raise ChannelDown(failure_name(error)) from None
        except (OSError, HTTPException) as error:
            raise HandingUnclear(failure_name(error)) from None


class TextFolder:
    """Writes `<id>.json` with what a gateway would get into HUIYIN_OUTBOX."""

    is_folder: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        """`folder` is made when it isn't there."""
        self._folder = folder

    def __enter__(self) -> Self:
        """Make the folder, for its owner only: numbers are in it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to let go of."""

    def earlier(self, notice: Notice) -> Earlier:
        """The second file takes the first one's place."""
        return Earlier.NOT_TAKEN

    def send(self, notice: Notice, address: str) -> None:
        """Write the whole file or none of it. Raises OSError."""
        write_whole(self._folder, f"{notice.id}.json", _content(notice.id, address, _text_of(notice)))

    def send_trial(self, trial_id: UUID, address: str) -> None:
        """Write it as a notice is written. Raises OSError."""
        write_whole(self._folder, f"{trial_id}.json", _content(trial_id, address, render_trial_text()))


def text_channel(*, seconds: float = _SECONDS) -> NoticeChannel | None:
    """The way out that HUIYIN_TEXT_GATEWAY names; None: there is none, and the office calls."""
    named = settings.HUIYIN_TEXT_GATEWAY
    if not named:
        return None
    if named == "folder":
        return TextFolder(settings.HUIYIN_OUTBOX)
    return TextGateway(named, settings.HUIYIN_TEXT_TOKEN, seconds)


def _names(answer: bytes, notice: Notice) -> bool:
    """Whether it is about this message: a page that comes for any address is no answer."""
    try:
        found = json.loads(answer)
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("id") == str(notice.id)


def _text_of(notice: Notice) -> str:
    return render_text(template=notice.template, params=notice.params)


def _content(message_id: UUID, number: str, text: str) -> bytes:
    return json.dumps({"id": str(message_id), "to": number, "text": text}, ensure_ascii=False).encode()
