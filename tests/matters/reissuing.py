"""A new receipt code as it is issued at a counter: look who filed it, compare, press."""

from uuid import UUID

from tests.cast import Cast

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_token
from huiyin.matters.receipt.services import CodeIssued, code_open_identity, code_reissue


def reissue(cast: Cast, actor: Actor, matter_id: UUID, token: str = "") -> CodeIssued:
    """Both presses."""
    code_open_identity(actor=actor, matter_id=matter_id, at=cast.at)
    return code_reissue(actor=actor, matter_id=matter_id, token=token or new_token(), proof="居民身份证", at=cast.at)
