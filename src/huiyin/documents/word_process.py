"""The program that fills Word templates in: a process of its own, within bounds of memory and time.

Started as `python -m huiyin.documents.word_process MEGABYTES SECONDS`. Its standard input is a line of JSON (`do`:
"fill" or "check", and for filling in `content` and `sha256`), then the template. It writes `P` and the document, or
`R` and a line of JSON: the name of the refusal and its particulars.
"""

import json
import resource
import sys

from huiyin.documents.errors import TemplateRefused
from huiyin.documents.letters.kept import content_read
from huiyin.documents.letters.word import check, fill

DONE, REFUSED = b"P", b"R"


def main(megabytes: int, seconds: int) -> None:
    """Do what the order says."""
    for what, most in ((resource.RLIMIT_AS, megabytes << 20), (resource.RLIMIT_CPU, seconds)):
        _bound(what, most)
    order = json.loads(sys.stdin.buffer.readline())
    template = sys.stdin.buffer.read()
    try:
        document = b""
        if order["do"] == "check":
            check(template)
        else:
            document = fill(content_read(order["content"]), sha256=order["sha256"], template=template)
    except TemplateRefused as refused:
        answer = json.dumps({"name": type(refused).__name__, "params": refused.params})
        sys.stdout.buffer.write(REFUSED + answer.encode())
    else:
        sys.stdout.buffer.write(DONE + document)


def _bound(what: int, most: int) -> None:
    try:
        resource.setrlimit(what, (most, most))
    except (ValueError, OSError):
        return


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
