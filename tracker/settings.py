"""Settings, in reading order: what the environment says, then what follows from it."""

import sys
import zoneinfo
from pathlib import Path

import dj_database_url
import pghistory
import pgtrigger
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from tracker import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# --- What the environment says (everything that is read from it is read here) -----------------------------

# web: requests, short timeouts, a pool. work: commands, imports, exports. owner: migrations. test: the suite.
FOR_THE_OWNER = {
    "migrate",
    "createcachetable",
    "seed",
    "demo",
    "backup",
    "restore",
}  # commands that need its rights
PURPOSE = environment.one_of(
    "HOMEWARD_PURPOSE",
    ["web", "work", "owner", "test"],
    "test" if "pytest" in sys.modules else "owner" if FOR_THE_OWNER & set(sys.argv[1:2]) else "work",
)
DEBUG = environment.yes_or_no("DEBUG")
# A proxy in front speaks HTTPS and overwrites X-Forwarded-Proto, whatever a browser sent.
HTTPS = environment.yes_or_no("HOMEWARD_HTTPS")
# How many proxies stand in front, each adding the address it was asked from to X-Forwarded-For.
PROXIES = environment.whole_number("HOMEWARD_PROXIES", int(HTTPS), least=0)
# A demonstration: logins with a public password and no second factor, for this machine alone. `make run` says so of its own database.
DEMO = environment.yes_or_no("HOMEWARD_DEMO")
DATA_DIR = Path(environment.text("HOMEWARD_DATA", str(BASE_DIR / ".data")))
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
TIME_ZONE = environment.text("TIME_ZONE", "UTC")
SECRET_KEY = environment.text(
    "SECRET_KEY",
    "only-for-the-suite-" * 3 if PURPOSE == "test" else None,
    needed="Give a long random text, or start with `make run`, which keeps one in the data folder.",
)
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS", "")
DATABASE_URL = environment.text(
    "DATABASE_URL",
    needed="Name a PostgreSQL server, or use the one of this folder: `python -m tracker exec -- COMMAND`.",
)
# The role that owns the tables, where it is another than the one of the web processes.
DATABASE_OWNER_URL = environment.text("DATABASE_OWNER_URL", DATABASE_URL)
# Their passwords, where the addresses have none: a secret comes in a file, DATABASE_PASSWORD_FILE (ASVS V13.3.1).
DATABASE_PASSWORD = environment.text("DATABASE_PASSWORD", "")
DATABASE_OWNER_PASSWORD = environment.text("DATABASE_OWNER_PASSWORD", DATABASE_PASSWORD)
POOL_SIZE = environment.whole_number("HOMEWARD_POOL", 4)  # connections of one web process
EMAIL_HOST = environment.text("EMAIL_HOST", "")
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "homeward@localhost")
BACKUP_KEYS = Path(environment.text("HOMEWARD_BACKUP_KEYS", str(DATA_DIR / "backup-keys")))  # public ones
PG_PROGRAMS = environment.text(
    "HOMEWARD_PG_PROGRAMS", ""
)  # a folder with pg_dump; else those that come along
LOG_LEVEL = environment.one_of("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO")

if TIME_ZONE not in zoneinfo.available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE is {TIME_ZONE!r}, but no such time zone exists; try UTC.")

if DEMO and (HTTPS or not set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}):
    raise ImproperlyConfigured(
        "HOMEWARD_DEMO serves this machine alone, because its passwords are public: ALLOWED_HOSTS and HOMEWARD_HTTPS "
        "must not open it. Set HOMEWARD_DEMO=0 for real work."
    )

# --- Database ---------------------------------------------------------------------------------------------

# The suite makes its own database, so that it is the owner of it; single tests put on the other role.
AS_OWNER = PURPOSE in {"owner", "test"}
DATABASES = {"default": dj_database_url.parse(DATABASE_OWNER_URL if AS_OWNER else DATABASE_URL)}
# The role that may not change what must stay as it was written (`cases.protection`); "" where one role does all.
_APP = dj_database_url.parse(DATABASE_URL) if DATABASE_URL != DATABASE_OWNER_URL else {}
APP_ROLE, APP_PASSWORD = _APP.get("USER", ""), _APP.get("PASSWORD", "") or (DATABASE_PASSWORD if _APP else "")
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name PostgreSQL: postgres://user:password@host/name.")

DATABASES["default"]["PASSWORD"] = DATABASES["default"]["PASSWORD"] or (
    DATABASE_OWNER_PASSWORD if AS_OWNER else DATABASE_PASSWORD
)
# A socket's folder comes as ?host=/folder, because the host of an address is read in small letters.
DATABASES["default"]["HOST"] = (
    DATABASES["default"].get("OPTIONS", {}).pop("host", "") or DATABASES["default"]["HOST"]
)

# A list row joins eight tables by their keys, in an order that is good as it is written: to try all orders takes PostgreSQL
# ten times as long as to read the rows.
PLANNING = " -c join_collapse_limit=4"
TIMEOUTS = {  # milliseconds; 0 is never
    "web": "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000",
    "work": "-c statement_timeout=0 -c lock_timeout=60000",
    "owner": "-c statement_timeout=0 -c lock_timeout=10000",
    "test": "-c statement_timeout=60000 -c lock_timeout=10000",
}
# Who comes waits four seconds for a connection. The pool gives up a broken one soon: a longer patience would ask ever more
# rarely, and find a server that is back only after minutes.
POOL = {"min_size": 1, "max_size": POOL_SIZE, "timeout": 4, "reconnect_timeout": 2}
DATABASES["default"] |= {
    "ATOMIC_REQUESTS": True,
    "CONN_MAX_AGE": 0,  # the pool keeps connections, not Django
    "CONN_HEALTH_CHECKS": PURPOSE == "web",  # the pool finds out about a dead connection, not whoever gets it
    "TEST": {"NAME": f"test_{DATABASES['default']['NAME']}"},
    "OPTIONS": {
        "connect_timeout": 2 if PURPOSE == "web" else 10,
        "tcp_user_timeout": 4000,
        "keepalives": 1,
        "keepalives_idle": 2,
        "keepalives_interval": 1,
        "keepalives_count": 3,
        "options": TIMEOUTS[PURPOSE] + PLANNING,
        "application_name": f"homeward-{PURPOSE}",
    }
    | ({"pool": POOL} if PURPOSE == "web" else {})
    | DATABASES["default"].get("OPTIONS", {}),
}

# Sessions, rate limits and counts are shared by all web processes, so nothing is kept in one of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_table",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # few would let a flood of names push out the counts of tries
    }
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")  # a GET writes nothing
PGTRIGGER_MIGRATIONS = True  # triggers are part of the schema and travel in migrations
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)  # a history is read by its record and by
PGHISTORY_CONTEXT_FIELD = pghistory.ContextForeignKey(
    db_index=True
)  # its deed, and by nothing else that it names
PGHISTORY_DEFAULT_TRACKERS = (  # an UPDATE trigger per statement turns quadratic on a kept connection
    pghistory.InsertEvent(level=pgtrigger.Statement),
    pghistory.UpdateEvent(level=pgtrigger.Row),
    pghistory.DeleteEvent(level=pgtrigger.Statement),
)

# --- Parts ------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "cases",  # first: its templates and commands win
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # these two first: no answer goes without their headers, whatever failed below
    "cases.middleware.Envelope",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cases.middleware.Steady",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cases.accounts.gate.Gate",  # how long a session lives, and that both factors were shown
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # closed by default
    "django.contrib.messages.middleware.MessageMiddleware",
    "cases.reading.ReadLog",  # who saw what, and who was refused (D35)
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",  # who, for the history that triggers write
    "allauth.account.middleware.AccountMiddleware",
    "cases.middleware.Manners",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cases.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Signing in -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "cases.User"
AUTHENTICATION_BACKENDS = ["cases.accounts.backend.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "cases.accounts.adapter.ClosedDoorAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the office, not by mail
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "change_password": "cases.accounts.forms.ChangePassword",
    "reset_password_from_key": "cases.accounts.forms.ResetPassword",
}
# R12. Wrong tries: of one account from one network, and of one network; of one account from networks where it never signed in.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/15m/key,60/15m/ip",
    "login_failed_anywhere": "100/h/key",
    "change_password": "10/15m/user",
    "reauthenticate": "20/15m/user",
    "reset_password": "20/h/ip,3/h/key",
    "set_up": "30/15m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES  # without a proxy X-Forwarded-For says nothing

MFA_ADAPTER = "cases.accounts.factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_FORMS = {
    "authenticate": "cases.accounts.factor.Authenticate",
    "reauthenticate": "cases.accounts.factor.Reauthenticate",
    "activate_totp": "cases.accounts.factor.Activate",
    "add_webauthn": "cases.accounts.keys.AddKey",
    "authenticate_webauthn": "cases.accounts.keys.UseKey",
}
MFA_TOTP_ISSUER = "Homeward"
MFA_TOTP_TOLERANCE = (
    1  # one step of 30 seconds for clocks that differ (RFC 6238, 5.2); a code counts once all the same
)
MFA_RECOVERY_CODES_SHOW_ONCE = True
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "cases.accounts.passwords.Length"},
    {"NAME": "cases.accounts.passwords.HardToGuess"},
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"  # cached_db would ask the same database twice
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day in all
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- What a browser may do --------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$"]  # health checks come from inside, without the proxy
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# --- Languages and time -----------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# A language is offered when its catalogue is complete: Ukrainian and Russian follow with theirs.
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True

# --- Static files -----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PURPOSE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Without a collected folder: straight from the sources.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or PURPOSE == "test"

# --- Log: one line on stderr for an event, with nothing in it that was typed (cases/lib/log_line.py) -------

LINE = {"()": "cases.lib.log_line.OneLine"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"} if DEBUG else LINE
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.db.backends": {"level": "WARNING"},  # statements have names in them
        "psycopg.pool": {"level": "ERROR"},  # each try of each process while the database is away
    },
}
