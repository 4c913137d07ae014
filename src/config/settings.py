"""One settings file; what differs between machines comes from the environment.

Every variable is read through ``lopo.foundation.env``, which fails loudly and names the
variable. ``./lopo`` sets them for the machine it runs on.
"""

from pathlib import Path
from urllib.parse import urlsplit

from lopo.foundation.env import (
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_networks,
    env_sender,
    env_str,
    env_url_database,
    env_url_mail,
    env_words,
    say_only_the_sentence,
    secret,
)
from lopo.kernel.parts import EVERY_PART, QUEUE, STANDARDS

say_only_the_sentence()
ROOT = Path(__file__).resolve().parents[2]
DATA = Path(env_str("LOPO_DATA", str(ROOT / "var" / "data")))
MODE = env_str("LOPO_MODE", "serve")
DEMO_MODE = MODE == "demo"
TESTING = MODE == "test"
DEBUG = False

SECRET_KEY = secret("django", DATA)
DOOR_SECRET = secret("door-code", DATA)
# From it and a ticket follows the link to answer with: no table of the database holds both.
SURVEY_SECRET = secret("survey-links", DATA)
# What few have said lies sealed under it until enough others have spoken.
BALLOT_SECRET = secret("survey-ballots", DATA)
PUBLIC_URL = env_str("LOPO_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = ["*"]  # links are built from LOPO_URL, never from the Host header
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Webhooks go to public addresses, and to the networks that are named here (an intranet).
WEBHOOK_KEY = secret("webhook", DATA)
WEBHOOK_NETWORKS = env_networks(
    "LOPO_WEBHOOK_NETWORKS", "127.0.0.0/8,::1" if DEMO_MODE or TESTING else ""
)
WEBHOOK_PLAIN_LOCAL = DEMO_MODE or TESTING
# Letters go out through this server; without one nothing offers to send any.
MAIL_SERVER = env_url_mail("LOPO_SMTP_URL")
MAIL_FROM = env_sender("LOPO_MAIL_FROM", None if MAIL_SERVER else "")
LETTER_KEY = secret("letters", DATA)
# Whatever leaves the machine is an outbox row first: nothing is sent around it.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Where the text of a regulation may be linked to (`.go.id`: any host below it).
LAW_HOSTS = env_list("LOPO_LAW_HOSTS", ".go.id")
# From where staff reach us: ballots from there are flagged (never refused).
STAFF_NETWORKS = env_networks("LOPO_STAFF_NETWORKS", "")
METRICS_PUBLIC = env_bool("LOPO_METRICS_PUBLIC", False)
TRUSTED_PROXIES = env_int("LOPO_TRUSTED_PROXIES", 0)
# Whose midnight begins a day for what holds at every centre: standards, decrees, announcements.
HOME_ZONE = env_choice(
    "LOPO_ZONE", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"], "Asia/Makassar"
)

# Which parts run here: `standards` always, the others as named; all when nothing is said.
PARTS = env_words("LOPO_PARTS", EVERY_PART, ",".join(sorted(EVERY_PART))) | {STANDARDS}
ROOT_URLCONF = "config.urls"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "lopo_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = "UTC"  # every centre has its own zone; nothing may lean on a global one
USE_TZ = True
USE_I18N = True

CONTEXTS = [
    "lopo.ledger",
    "lopo.notifications",
    "lopo.organisation",
    "lopo.people",
    "lopo.profiles",
    "lopo.registers",
    "lopo.catalogue",
    "lopo.publications",
    "lopo.notices",
    "lopo.paperwork",
    "lopo.frontdesk",
    "lopo.surveys",
    "lopo.findings",
    "lopo.administration",
    "lopo.editorial",
]
SURFACES = [
    "lopo.surfaces.portal",
    "lopo.surfaces.kiosk",
    "lopo.surfaces.console",
    "lopo.surfaces.display",
    "lopo.surfaces.openapi",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "lopo.foundation",
    "lopo.ui",
    *CONTEXTS,
    *SURFACES,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "lopo.foundation.middleware.RequestIdMiddleware",
    "lopo.foundation.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lopo.foundation.middleware.LanguageMiddleware",
    "lopo.foundation.rest.ProblemMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lopo.catalogue.views.settling.MovesTakeEffect",
    "lopo.people.views.gate.StaffGate",
    "lopo.foundation.middleware.SurfaceMiddleware",
    "lopo.foundation.pages.KindFailures",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lopo.foundation.context.page",
                "lopo.surfaces.portal.context.site",
            ],
        },
    }
]

DATABASES = {"default": env_url_database("DATABASE_URL")}
DATABASES["default"].update(
    {
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,  # the threads that serve are few and fixed; each keeps its own
        "CONN_HEALTH_CHECKS": False,  # the bridge drops dead connections by a poll, no query
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
)
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c lock_timeout=5s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"
)
OWNER_URL = env_str("LOPO_OWNER_URL", "")
APP_ROLE = "lopo_app"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_COOKIE_NAME = "lopo_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_NAME = "lopo_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
# lopo.foundation.middleware sets these headers, on static files and refusals too.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002"]
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # a hall with 40 counters and 20 queues

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "lopo.ui.finders.BundleFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if TESTING
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_PROFILE = env_choice("LOPO_PASSWORD_PROFILE", ["asvs", "bssn"], "asvs")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "lopo.people.actions.passwords.ProfileValidator"},
]
ACCOUNT_ADAPTER = "lopo.people.views.adapters.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]  # closed by the adapter
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/petugas/masuk/"
ACCOUNT_RATE_LIMITS = False  # ours count in PostgreSQL: exact across processes
# Who may change what others rely on needs more than a password; the demonstration does not.
SECOND_FACTOR_ROLES = env_words(
    "LOPO_SECOND_FACTOR_ROLES",
    ["RECEPTIONIST", "COUNTER_OFFICER", "SUPERVISOR", "CENTRE_ADMIN", "SYSTEM_ADMIN"],
    "-" if DEMO_MODE or TESTING else "CENTRE_ADMIN,SYSTEM_ADMIN",
)
SECOND_FACTOR_SECRET = secret("second-factor", DATA)
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname or "localhost"
# Browsers offer passkeys on https and on the machine itself, and bind them to the name.
PASSKEYS = HTTPS or PUBLIC_HOST == "localhost"
MFA_ADAPTER = "lopo.people.views.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts come from an administrator, not from an address
MFA_TOTP_TOLERANCE = 1  # clocks of cheap phones drift; a code counts once (in PostgreSQL)
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RATE_LIMITS = False  # ours count in PostgreSQL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "/petugas/masuk/"
LOGIN_REDIRECT_URL = "/petugas/"

DEMO_PASSWORD = env_str("LOPO_DEMO_PASSWORD", "")
DEMO_LOGINS: list[tuple[str, str]] = (
    [
        ("admin", "Administrator"),
        *(
            [
                ("resepsionis", "Penerima tamu"),
                *((f"petugas{n}", f"Petugas meja {n}") for n in range(1, 7)),
                ("penyelia", "Penyelia"),
            ]
            if QUEUE in PARTS
            else []
        ),
    ]
    if DEMO_MODE
    else []
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "lopo.foundation.logs.MaskSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env_str("LOPO_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # A stranger's broken request (Host, fields, size) is answered 400, not told as our fault.
        "django.security": {"level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
    },
}
