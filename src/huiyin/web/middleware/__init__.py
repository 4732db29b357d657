"""What happens around every request; `settings.MIDDLEWARE` has the order."""

from huiyin.web.middleware.bodies import RefuseHugeBodies
from huiyin.web.middleware.choices import TakeReaderChoices
from huiyin.web.middleware.headers import SecurityHeadersMiddleware
from huiyin.web.middleware.idle import EndIdleSessions
from huiyin.web.middleware.languages import MarkChinese
from huiyin.web.middleware.own_password import DemandOwnPassword
from huiyin.web.middleware.refusals import RefusalMiddleware
from huiyin.web.middleware.second_factor import DemandSecondFactor
from huiyin.web.middleware.storage import SayWhenStorageFails

__all__ = [
    "DemandOwnPassword",
    "DemandSecondFactor",
    "EndIdleSessions",
    "MarkChinese",
    "RefusalMiddleware",
    "RefuseHugeBodies",
    "SayWhenStorageFails",
    "SecurityHeadersMiddleware",
    "TakeReaderChoices",
]
