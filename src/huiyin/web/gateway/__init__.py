"""Between the server and Django: a request comes to a worker thread only when all of it has arrived.

Bodies are received side by side without a thread, within limits of time, room and number; then networks take turns at
the threads. Whoever sends slowly, holds many requests open or asks for very much waits or is ended alone.
"""

from huiyin.web.gateway.application import Gateway
from huiyin.web.gateway.limits import Limits

__all__ = ["Gateway", "Limits"]
