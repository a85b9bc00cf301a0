"""Six digits from a salt and the site's secret."""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings

DIGITS = 6


def new_salt() -> str:
    return secrets.token_hex(32)


def digits_of(salt: str) -> str:
    mac = hmac.new(settings.SECRET_KEY.encode(), f"signing.identity:{salt}".encode(), sha256).digest()
    return f"{int.from_bytes(mac[:8]) % 10**DIGITS:0{DIGITS}d}"


def is_code(salt: str, typed: str) -> bool:
    return hmac.compare_digest(digits_of(salt), "".join(typed.split()))
