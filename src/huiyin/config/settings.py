"""All settings, one file for every installation; what differs comes from the environment."""

from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext

from huiyin.config import environment
from huiyin.config.languages import codes_and_names, languages_offered
from huiyin.config.map_tiles import read_map
from huiyin.config.sign_on import read_password_names, read_providers
from huiyin.config.static_headers import guard_static
from huiyin.kernel.actor import Role
from huiyin.kernel.keys import KeyMissing, load_key
from huiyin.kernel.private import create_for_owner_only
from huiyin.kernel.setbacks import LineFormatter
from huiyin.kernel.time import OFFICE_ZONE

django_stubs_ext.monkeypatch()
# The database, its journal, uploads and exports are for the service's own user; every process comes by here.
create_for_owner_only()

PACKAGE = Path(__file__).resolve().parent.parent

# --- Where things are -------------------------------------------------------------------------------------------
HUIYIN_VAR = environment.folder("VAR", Path("var"))
HUIYIN_KEYS = environment.folder("KEYS", HUIYIN_VAR / "keys")
HUIYIN_FILES = environment.folder("FILES", HUIYIN_VAR / "files")
HUIYIN_ARCHIVE = environment.folder("ARCHIVE", HUIYIN_VAR / "archive")
HUIYIN_OUTBOX = environment.folder("OUTBOX", HUIYIN_VAR / "outbox")
# Where backups go, and the public keys that they are encrypted to; "": none are made.
HUIYIN_BACKUP = environment.text("BACKUP")
HUIYIN_BACKUP_RECIPIENTS = environment.words("BACKUP_RECIPIENTS")

# --- What this installation is ----------------------------------------------------------------------------------
HUIYIN_SITE_NAME = environment.text("SITE_NAME", "回音")
HUIYIN_SITE_URL = environment.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
HUIYIN_RULEBOOKS = environment.words("RULEBOOKS", "cn-2022,county")
HUIYIN_DEMO = environment.switch("DEMO")
# A second place for the newest signed checkpoint, besides the one beside the keys; "": none.
HUIYIN_LEDGER_COPY = environment.text("LEDGER_COPY")
HUIYIN_LEDGER_ORIGIN = environment.text("LEDGER_ORIGIN", "huiyin.invalid/ledger")
# One file may have so many bytes, one matter so many files.
HUIYIN_FILE_BYTES = environment.number("FILE_MEGABYTES", 20) * 1024 * 1024
HUIYIN_FILES_PER_MATTER = environment.number("FILES_PER_MATTER", 20)
# Families for letters by role, the most wanted first; documents/fonts.py knows what comes after them.
HUIYIN_FONTS = {
    "xiaobiaosong": environment.words("FONT_XIAOBIAOSONG"),
    "fangsong": environment.words("FONT_FANGSONG"),
    "kaiti": environment.words("FONT_KAITI"),
    "heiti": environment.words("FONT_HEITI"),
    "songti": environment.words("FONT_SONGTI"),
}
# Addresses that stamp a print, and that make an OFD of one; "": none, and nothing is sent anywhere.
HUIYIN_STAMP_SERVER = environment.text("STAMP_SERVER")
HUIYIN_STAMP_TOKEN = environment.text("STAMP_TOKEN")
HUIYIN_OFD_CONVERTER = environment.text("OFD_CONVERTER")
HUIYIN_OFD_TOKEN = environment.text("OFD_TOKEN")
for _name, _address in (("STAMP_SERVER", HUIYIN_STAMP_SERVER), ("OFD_CONVERTER", HUIYIN_OFD_CONVERTER)):
    if _address and not _address.startswith(("https://", "http://")):
        raise ValueError(f"HUIYIN_{_name} 要写 https:// 开头的地址")
# The organisation's own map, for the place of a matter; "": none, and no page asks for a position. See docs/maps.md.
HUIYIN_MAP = read_map()
HUIYIN_SIGNED_BY_LEADER = environment.switch("SIGNED_BY_LEADER")
HUIYIN_SEPARATE_DUTIES = environment.switch("SEPARATE_DUTIES")
# Who must sign in with a second step: "optional" (nobody), "sensitive" (who opens matters, administers), "everybody",
# or whoever holds one of the roles that stand there.
HUIYIN_SECOND_FACTOR = ",".join(environment.words("SECOND_FACTOR", "optional"))
if HUIYIN_SECOND_FACTOR not in {"optional", "sensitive", "everybody"} and not (
    HUIYIN_SECOND_FACTOR and {*HUIYIN_SECOND_FACTOR.split(",")} <= {role.value for role in Role}
):
    raise ValueError("HUIYIN_SECOND_FACTOR 要写 optional、sensitive、everybody，或者职责，如 auditor,administrator")
# The organisation's own sign-on, see docs/sign-on.md.
HUIYIN_SIGN_ON = read_providers()
# Sign-in names that a password opens all the same, for the day when the other systems are away; empty: everybody's.
HUIYIN_PASSWORDS_ONLY_FOR = read_password_names(has_sign_on=bool(HUIYIN_SIGN_ON))
# How notices leave the house: "smtp" or "folder" (written to HUIYIN_OUTBOX, for demos and tests).
HUIYIN_NOTICES = environment.text("NOTICES", "folder" if HUIYIN_DEMO else "smtp")

# --- How much one process takes in at a time, see web/gateway ------------------------------------------------------
HUIYIN_THREADS = environment.number("THREADS", 4)
HUIYIN_CONNECTIONS = environment.number("CONNECTIONS", 4096)
HUIYIN_HEADER_SECONDS = environment.number("HEADER_SECONDS", 10)
HUIYIN_BODY_SECONDS = environment.number("BODY_SECONDS", 30)
HUIYIN_BODY_RATE = environment.number("BODY_RATE", 1024)
HUIYIN_UNFINISHED = environment.number("UNFINISHED", 1000)
HUIYIN_UNFINISHED_OF_NETWORK = environment.number("UNFINISHED_OF_NETWORK", 40)
# What strangers may leave, of one network and of all: matters an hour, megabytes of files in four hours. 0: no limit.
HUIYIN_FILINGS_OF_NETWORK = environment.number("FILINGS_OF_NETWORK", 240)
HUIYIN_FILINGS = environment.number("FILINGS", 3600)
# Signatures of one network an hour, half of them at once: a village may sit behind one address.
HUIYIN_SIGNATURES_OF_NETWORK = environment.number("SIGNATURES_OF_NETWORK", 400)
# Wishes for a home visit of one network an hour, half of them at once.
HUIYIN_HOME_VISITS_OF_NETWORK = environment.number("HOME_VISITS_OF_NETWORK", 60)
HUIYIN_UPLOADS_OF_NETWORK = environment.number("UPLOADS_OF_NETWORK", 400)
HUIYIN_UPLOADS = environment.number("UPLOADS", 4000)
# Below so many free megabytes on the disk no stranger's file is taken, so that texts still are.
HUIYIN_FREE_MEGABYTES = environment.number("FREE_MEGABYTES", 1024)
# One proxy of ours stands in front; what it says of the reader's address and of TLS is believed.
HUIYIN_BEHIND_PROXY = environment.switch("BEHIND_PROXY")

DEBUG = environment.switch("DEBUG")
ALLOWED_HOSTS = environment.words("HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("TRUSTED_ORIGINS")


def _web_key() -> str:
    """Django's secret; without key files only commands that need no secret work (`huiyin keys create`)."""
    try:
        return load_key(HUIYIN_KEYS, "web").hex()
    except KeyMissing:
        return ""


SECRET_KEY = _web_key()

# --- Parts ------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_htmx",
    "huiyin.ledger",
    "huiyin.allowances",
    "huiyin.orgs",
    "huiyin.vault",
    "huiyin.clocks",
    "huiyin.documents",
    "huiyin.notices",
    "huiyin.text_modules",
    "huiyin.workflow",
    "huiyin.jobs",
    "huiyin.tasks",
    "huiyin.returns",
    "huiyin.matters",
    "huiyin.supervision",
    "huiyin.intake",
    "huiyin.reception",
    "huiyin.routing",
    "huiyin.web",
    "huiyin.portal",
    "huiyin.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiyin.web.middleware.SecurityHeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "huiyin.web.middleware.RefuseHugeBodies",
    "huiyin.web.middleware.SayWhenStorageFails",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "huiyin.web.middleware.MarkChinese",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huiyin.web.middleware.EndIdleSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huiyin.web.middleware.DemandOwnPassword",
    "huiyin.web.middleware.DemandSecondFactor",
    "huiyin.web.middleware.TakeReaderChoices",
    "huiyin.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.web.context.site",
            ],
        },
    }
]

# Forms come out as our own components, see web/forms.py.
FORM_RENDERER = "huiyin.web.forms.ComponentRenderer"

# --- Storage ----------------------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# SQLite in the var folder unless the address names a PostgreSQL cluster.
HUIYIN_DATABASE_URL = environment.text("DATABASE_URL", f"sqlite:///{HUIYIN_VAR / 'huiyin.sqlite3'}")
# An empty PostgreSQL database in which `huiyin backup verify` tries a backup out.
HUIYIN_SCRATCH_DATABASE_URL = environment.text("SCRATCH_DATABASE_URL")
# Where pg_dump and pg_restore are, when they aren't found by PATH.
HUIYIN_POSTGRESQL_BIN = environment.text("POSTGRESQL_BIN")


def _database() -> dict[str, Any]:
    """As Django wants to have it."""
    found: dict[str, Any] = dict(dj_database_url.parse(HUIYIN_DATABASE_URL))
    if found["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE takes the write lock at the start: a transaction never fails halfway because another one wrote.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
    else:
        found["ENGINE"] = "huiyin.db.postgresql"
        pool = environment.number("DATABASE_POOL", 0)
        # What the address itself asks for (?sslmode=require) stays.
        found.setdefault("OPTIONS", {})
        if pool:
            found["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
        # What people write goes beside the statement, not into it: the server logs the text of one that fails.
        found["OPTIONS"]["server_side_binding"] = True
        # A statement that came so often on a connection is prepared; 0: never, for poolers that can't keep them.
        found["OPTIONS"]["prepare_threshold"] = environment.number("DATABASE_PREPARE_AFTER", 3) or None
        found["CONN_MAX_AGE"] = 0 if pool else 600
        found["CONN_HEALTH_CHECKS"] = not pool
    return found


DATABASES = {"default": _database()}
# Attempts to sign in and to look up are counted here; every web node must see the same counts.
CACHES = {
    "default": {
        "BACKEND": "huiyin.web.cache.TableCache",
        "LOCATION": "web_cache",
        # With Django's 300 a flood of wrong tries would push its own counts out of the table.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_HANDLERS = [
    "huiyin.web.uploads.StopAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Who may come in --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "orgs.Officer"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "huiyin.orgs.passwords.LocalWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "huiyin.web.accounts.StaffAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Wrong passwords are counted by `flows.sign_in`; this is for the codes of the second step.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/10m/key"}
# Behind a proxy the address is what the proxy says.
ALLAUTH_TRUSTED_PROXY_COUNT = int(HUIYIN_BEHIND_PROXY)
SOCIALACCOUNT_ADAPTER = "huiyin.web.sign_on.adapter.SignOnAdapter"
# A link leads to another system: forms of our pages may not. Whose account opens is bound to the session by `state`.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8
MFA_ADAPTER = "huiyin.web.accounts.StaffMfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "huiyin.web.security_keys.AddKeyForm",
    "authenticate_webauthn": "huiyin.web.security_keys.AuthenticateKeyForm",
    "reauthenticate_webauthn": "huiyin.web.security_keys.ReauthenticateKeyForm",
}
MFA_TOTP_ISSUER = HUIYIN_SITE_NAME
# What authenticator apps expect. A used code is remembered for its half minute, so none may hold any longer.
MFA_TOTP_PERIOD, MFA_TOTP_DIGITS, MFA_TOTP_TOLERANCE = 30, 6, 0
MFA_RECOVERY_CODE_COUNT, MFA_RECOVERY_CODE_DIGITS = 10, 8

SESSION_ENGINE = "huiyin.web.sessions"
SESSION_COOKIE_AGE = environment.number("IDLE_MINUTES", 30) * 60
# However busy: so long after signing in an officer signs in again, and a visitor enters the code again.
HUIYIN_SESSION_HOURS = environment.number("SESSION_HOURS", 12)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "huiyin.web.views.expired_page"

_https = HUIYIN_SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
# No script reads the language.
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HUIYIN_BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
# Catalogues of this installation: other languages, or other words for entries of a catalogue that comes along.
HUIYIN_LOCALES = environment.folder("LOCALES", HUIYIN_VAR / "locale")
HUIYIN_LANGUAGES, LOCALE_PATHS = languages_offered(
    HUIYIN_LOCALES, PACKAGE / "web" / "locale", HUIYIN_VAR / "locale-compiled"
)
LANGUAGES = codes_and_names(HUIYIN_LANGUAGES)
LANGUAGES_BIDI = [language.code for language in HUIYIN_LANGUAGES if language.direction == "rtl"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = OFFICE_ZONE.key

# --- Files that pages need --------------------------------------------------------------------------------------
STATIC_URL = "static/"
# Only where `collectstatic` has filled it; otherwise the files are found in the package.
STATIC_ROOT = HUIYIN_VAR / "static" if (HUIYIN_VAR / "static").is_dir() else None
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ADD_HEADERS_FUNCTION = guard_static
# The build puts a hash of the content into the name: such a file never changes.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/built/assets/.+-[\w-]{8}\.\w+$"

# --- Mail -------------------------------------------------------------------------------------------------------
EMAIL_HOST = environment.text("SMTP_HOST", "localhost")
EMAIL_PORT = environment.number("SMTP_PORT", 25)
EMAIL_HOST_USER = environment.text("SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("SMTP_PASSWORD")
EMAIL_USE_TLS = environment.switch("SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "huiyin@localhost")
# --- Text messages ----------------------------------------------------------------------------------------------
# An address that takes them, "folder" for files in the outbox, or nothing: then the office calls.
HUIYIN_TEXT_GATEWAY = environment.text("TEXT_GATEWAY")
HUIYIN_TEXT_TOKEN = environment.text("TEXT_TOKEN")
HUIYIN_TEXT_FROM_HOUR = environment.number("TEXT_FROM_HOUR", 8)
HUIYIN_TEXT_UNTIL_HOUR = environment.number("TEXT_UNTIL_HOUR", 21)
HUIYIN_DIGEST_HOUR = environment.number("DIGEST_HOUR", 9)
if HUIYIN_TEXT_GATEWAY not in {"", "folder"} and not HUIYIN_TEXT_GATEWAY.startswith(("https://", "http://")):
    raise ValueError("HUIYIN_TEXT_GATEWAY 要写 https:// 开头的地址，或者 folder")
if not (0 <= HUIYIN_TEXT_FROM_HOUR < HUIYIN_TEXT_UNTIL_HOUR <= 24 and 0 <= HUIYIN_DIGEST_HOUR < 24):
    raise ValueError("HUIYIN_TEXT_FROM_HOUR 要早于 HUIYIN_TEXT_UNTIL_HOUR，小时都写 0 到 24")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": LineFormatter, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Its warning about statements after one that failed adds nothing to the error itself.
    "loggers": {"huiyin": {"level": "INFO"}, "psycopg": {"level": "ERROR"}},
}
