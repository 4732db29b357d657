"""Making the search index anew, when what it holds of a text has changed."""

from huiyin.matters.models import Matter, Message, Request
from huiyin.matters.search.services.index import index_rebuild


def search_rebuild() -> int:
    """Index every matter and message anew, in one transaction; gives how many matters there are."""
    return index_rebuild(matters=Matter.objects, requests=Request.objects, messages=Message.objects)
