"""A file in a list, as `components/file_list.html` and every other list of files shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file with its address, that of its picture and that of its small picture; "" for none of it.

    `id` where a button beside the line says which file it means.
    """

    name: str
    size: int
    href: str = ""
    picture: str = ""
    small: str = ""
    id: str = ""
