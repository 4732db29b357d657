"""A printing process that doesn't print: it answers, ends or hangs, as the letter says."""

import json
import os
import socket
import sys
from threading import Event

from huiyin.documents.print_pipe import PRINTED, receive, send

with socket.socket(fileno=sys.stdin.fileno()) as pipe:
    while order := receive(pipe):
        what = json.loads(order)["letter"].get("do")
        if what == "hang":
            Event().wait()
        if what == "end":
            sys.exit(1)
        send(pipe, PRINTED + str(os.getpid()).encode())
