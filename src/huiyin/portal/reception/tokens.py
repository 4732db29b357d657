"""The token of a form for the reception: what is sent twice is one."""

from django.http import QueryDict

from huiyin.kernel.ids import new_token

# 256 bits in base 64, as new_token makes them.
_TOKEN_LENGTH = 43


def with_token(post: QueryDict) -> QueryDict:
    """What was sent, with a token that can be one."""
    if len(post.get("token", "")) == _TOKEN_LENGTH:
        return post
    data = post.copy()
    # The code is made of it, so one that somebody made up isn't taken.
    data["token"] = new_token()
    return data
