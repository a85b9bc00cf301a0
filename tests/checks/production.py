"""Production refuses to start without its settings, and ``check --deploy`` is clean with them."""

import os
import subprocess
import sys
from pathlib import Path

from psycopg.conninfo import make_conninfo

from config import embedded

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "",
    "DATABASE_OWNER_URL": "",
    "SECRET_KEY": "kS8!" + "q7Wz3vRt9YpL" * 5,
    "ALLOWED_HOSTS": "centre.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "DEFAULT_FROM_EMAIL": "centre@example.org",
    "SITE_URL": "https://centre.example.org",
    "MEDIA_ROOT": "/srv/media",
    "SIGNING_KEY": "/etc/partnership/signing.p12",
    "SIGNING_KEY_PASSWORD": "secret",
    "FIELD_KEY": "secret",
}
INHERITED = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")


def check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def use_a_real_database() -> None:
    """The checks of generated columns ask the server which version it is."""
    if address := os.environ.get("DATABASE_URL"):
        SETTINGS["DATABASE_URL"] = address
        SETTINGS["DATABASE_OWNER_URL"] = os.environ.get("DATABASE_OWNER_URL", address)
    else:
        embedded.ensure_running()
        SETTINGS["DATABASE_URL"] = make_conninfo(**embedded.conninfo("app"))
        SETTINGS["DATABASE_OWNER_URL"] = make_conninfo(**embedded.conninfo("owner"))


def main() -> int:
    use_a_real_database()
    failures = []
    complete = check(SETTINGS)
    if complete.returncode:
        failures.append("check --deploy is not clean:\n" + complete.stderr)
    for name in set(SETTINGS) - {"ENVIRONMENT"}:
        answer = check({key: value for key, value in SETTINGS.items() if key != name})
        lines = answer.stderr.strip().splitlines()
        if answer.returncode == 0 or len(lines) != 1 or name not in lines[0]:
            failures.append(f"without {name} the start says:\n{answer.stderr}")
    print("\n".join(failures) or "Production starts only with every setting; check --deploy is clean.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
