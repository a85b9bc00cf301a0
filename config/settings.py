"""One settings file for development, test and production, read from the environment.

``ENVIRONMENT`` says which of the three this is. Outside production everything has a default; in
production a missing setting stops the start with one line.
"""

import sys
from pathlib import Path
from typing import Any

import environ
import pgtrigger
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import database
from config.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
env = environ.Env()

ENVIRONMENT = env.str("ENVIRONMENT", default="development")
PRODUCTION = ENVIRONMENT == "production"
TESTING = ENVIRONMENT == "test" or "pytest" in sys.modules

if ENVIRONMENT not in {"development", "test", "production"}:
    sys.exit(f"ENVIRONMENT is {ENVIRONMENT!r}: it can be development, test or production.")
REQUIRED_IN_PRODUCTION = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "SITE_URL",
    "MEDIA_ROOT",
    "SIGNING_KEY",
    "SIGNING_KEY_PASSWORD",
    "FIELD_KEY",
)
if PRODUCTION and (missing := [name for name in REQUIRED_IN_PRODUCTION if not env.str(name, default="")]):
    sys.exit(f"Production needs these settings in the environment: {', '.join(missing)}.")

DEBUG = ENVIRONMENT == "development"
SECRET_KEY = env.str("SECRET_KEY", default="development-only-" + "0" * 40)
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# What a deployment keeps for its signatures and encrypted fields. Empty outside production, where
# each is made on first use under var/.
SIGNING_KEY = env.str("SIGNING_KEY", default="")
SIGNING_KEY_PASSWORD = env.str("SIGNING_KEY_PASSWORD", default="")
FIELD_KEY = env.str("FIELD_KEY", default="")
# How sealed documents are signed (docs/signing.md): a time-stamp authority, the authorities (PEM) whose
# evidence goes into the file, and who holds the key.
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")
SIGNING_TRUST = env.str("SIGNING_TRUST", default="")
SEAL_PROVIDER = env.str("SEAL_PROVIDER", default="signing.sealing.providers.CentreKey")

# --- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "reports",
    "insights",
    "governance",
    "information",
    "assessments",
    "collaboration",
    "alliances",
    "projects",
    "training",
    "resources",
    "placements",
    "internships",
    "teachers",
    "agreements",
    "partnerships",
    "signing",
    "accounts",
    "catalogue",
    "compliance",
    "core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sites",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "pgtrigger",
    "pghistory",
]
SITE_ID = 1

MIDDLEWARE = [
    "core.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.UserLanguageMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.HistoryMiddleware",
    "core.middleware.NotVisibleMiddleware",
    "core.middleware.NulMiddleware",
    "signing.middleware.LinkMiddleware",
    "partnerships.portal.middleware.PortalMiddleware",
    "internships.me.middleware.PupilMiddleware",
    "governance.inspector_middleware.InspectorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.page",
                "accounts.context_processors.centre",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# --- Database ---------------------------------------------------------------------------------

if DATABASE_URL := env.str("DATABASE_URL", default=""):
    application_conninfo = database.connection_parameters(DATABASE_URL)
    owner_conninfo = database.connection_parameters(env.str("DATABASE_OWNER_URL", default=DATABASE_URL))
else:
    from config import embedded

    embedded.ensure_running()
    application_conninfo = embedded.conninfo("app")
    owner_conninfo = embedded.conninfo("owner")

DATABASE_OWNER = database.django_database(owner_conninfo, pooled=False)
DATABASES = {
    "default": DATABASE_OWNER
    if database.acts_as_owner()
    else database.django_database(application_conninfo, pooled=True)
}
APPLICATION_ROLE = application_conninfo.get("user", "")
if TESTING:  # what a test writes need not outlive a power cut
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"

# History is written by statement-level triggers: three times faster in bulk, and raw SQL is caught too.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

# --- Background work --------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"visibility_timeout": 60}
if TESTING:
    CELERY_BROKER_URL = "memory://"
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
elif REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # Without the throttle a killed worker's messages come back only every tenth sweep.
    # A request that nudges a sweep must not hang on a broker that is away.
    CELERY_BROKER_TRANSPORT_OPTIONS |= {"unacked_restore_throttle": 1, "socket_connect_timeout": 2}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CELERY_BROKER_URL = database.broker_url(application_conninfo)
    CELERY_BROKER_TRANSPORT_OPTIONS |= {
        "conn_string": database.broker_conninfo(application_conninfo),
        "init_extension": False,
        "pool_size": 4,
        "pool_timeout": 5,
        "wait_time_seconds": 0,
        "polling_interval": 0.2,
    }
    # The queue has no broadcast, which remote control would need.
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}
    }

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- Languages and time -----------------------------------------------------------------------

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True

# --- Sign-in ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_name"
ACCOUNT_USER_DISPLAY = "accounts.adapter.display"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_FORMS = {"login": "accounts.sign_in.SignInForm"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Who changes an address or a second factor has shown within the last quarter of an hour who they are.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Counted in the cache that all processes share, by address (ip), by account (key, user), or both. A
# wrong password counts for the account it was tried on, wherever it came from.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "manage_email": "10/m/user",
    # Codes on paper: for one address, and for one student number wherever the tries come from.
    "student_join": "20/m/ip,5/300s/key",
    "exchange_code": "10/300s/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip"}
# Powers are given out in the administration: no centre may leave it to a password alone.
SECOND_FACTOR_FOR_ADMINISTRATORS = PRODUCTION
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "accounts.passkeys.AddPasskeyForm"}
# Nobody signs up by themselves, so an address that was never confirmed is not a stranger's trick.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if TESTING:
    # Sign-in is not what most tests are about: a real hash costs 0.4 s each.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# --- Files and pages --------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR / ("test-media" if TESTING else "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.storage.StaticStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
UPLOAD_MAX_BYTES = 25 * 1024 * 1024

# --- Personal data ----------------------------------------------------------------------------

# How long it is known who looked at whose data: three years, as PIPL art. 56 asks of such records.
# Half a year is the least: the database deletes nothing younger.
ACCESS_LOG_DAYS = env.int("ACCESS_LOG_DAYS", default=3 * 366)

# --- Mail -------------------------------------------------------------------------------------

mail = env.email_url("EMAIL_URL", default=f"filemail:///{VAR / 'mail'}" if not TESTING else "memorymail://")
MAILERS = {"default": {"BACKEND": mail["EMAIL_BACKEND"], "OPTIONS": {}}}
if mail["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
    MAILERS["default"]["OPTIONS"] = {
        "host": mail["EMAIL_HOST"],
        "port": mail["EMAIL_PORT"] or 25,
        "username": mail["EMAIL_HOST_USER"] or "",
        "password": mail["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": mail.get("EMAIL_USE_TLS", False),
        "use_ssl": mail.get("EMAIL_USE_SSL", False),
        "timeout": 20,
    }
elif mail["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    MAILERS["default"]["OPTIONS"] = {"file_path": mail["EMAIL_FILE_PATH"]}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Partnership Centre <centre@localhost>")

# Text messages: the class that hands them over (docs/background-work.md); none in production unless named.
SMS_BACKEND = env.str("SMS_BACKEND", default="" if PRODUCTION else "core.sms.Console")
SMS_WEBHOOK_URL = env.str("SMS_WEBHOOK_URL", default="")
SMS_WEBHOOK_SECRET = env.str("SMS_WEBHOOK_SECRET", default="")
if SMS_BACKEND == "core.sms.Webhook" and not (SMS_WEBHOOK_URL and SMS_WEBHOOK_SECRET):
    sys.exit("SMS_BACKEND is core.sms.Webhook: it needs SMS_WEBHOOK_URL and SMS_WEBHOOK_SECRET.")

# --- Security ---------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.NONCE, CSP.STRICT_DYNAMIC],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
# Reported in the console of whoever works on the pages: the vendored libraries still write HTML.
SECURE_CSP_REPORT_ONLY = {"require-trusted-types-for": ["'script'"]}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Logs -------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": "ext://config.logs.RENDERERS",
            "foreign_pre_chain": "ext://config.logs.SHARED",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING" if TESTING else "INFO"},
    "loggers": {"django": {"handlers": []}},
}
