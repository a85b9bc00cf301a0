"""Who signs the sealed file: the centre's own key, or somebody else through the same few methods.

What a qualified provider would need is described in docs/signing.md. Nothing here is one.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Protocol

from asn1crypto import pem, x509
from django.conf import settings
from django.utils.module_loading import import_string
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko_certvalidator import ValidationContext

from signing.sealing.development_key import development_key


class SealUnavailable(Exception):
    """There is no key to seal with, or the one configured cannot be used."""


class SealProvider(Protocol):
    """What sealing asks of whoever holds the key.

    ``signer`` may sign elsewhere: pyHanko hands it a digest and takes back a CMS signature
    (``ExternalSigner``, or ``pyhanko.sign.signers.csc_signer`` for the protocol of the Cloud Signature
    Consortium).
    """

    @property
    def signer(self) -> Signer: ...

    @property
    def timestamper(self) -> TimeStamper | None: ...

    @property
    def validation_context(self) -> ValidationContext | None:
        """How the certificates are checked while sealing, so that the evidence is put into the file.

        ``None``: the file carries the certificates and no evidence about them.
        """


class CentreKey:
    """The centre's key from PKCS#12; outside production one is made on first use."""

    @cached_property
    def signer(self) -> Signer:
        content, password = self._archive()
        try:
            return SimpleSigner.load_pkcs12_data(content, other_certs=(), passphrase=password.encode())
        except ValueError as fault:
            raise SealUnavailable(f"SIGNING_KEY cannot be opened: {fault}") from fault

    @cached_property
    def timestamper(self) -> TimeStamper | None:
        return HTTPTimeStamper(settings.TIMESTAMP_URL, timeout=20) if settings.TIMESTAMP_URL else None

    @cached_property
    def validation_context(self) -> ValidationContext | None:
        """Only with a time-stamp and with authorities to trust: evidence without both proves nothing."""
        if self.timestamper is None or not settings.SIGNING_TRUST:
            return None
        return ValidationContext(
            trust_roots=certificates_in(Path(settings.SIGNING_TRUST)),
            other_certs=list(self.signer.cert_registry),
            allow_fetching=True,
            revocation_mode="soft-fail",
        )

    def _archive(self) -> tuple[bytes, str]:
        if not settings.SIGNING_KEY:
            return development_key()
        try:
            return Path(settings.SIGNING_KEY).read_bytes(), settings.SIGNING_KEY_PASSWORD
        except OSError as fault:
            raise SealUnavailable(f"SIGNING_KEY cannot be read: {fault.strerror}") from fault


def certificates_in(path: Path) -> list[x509.Certificate]:
    """Every certificate of a PEM file."""
    return [
        x509.Certificate.load(der) for _kind, _headers, der in pem.unarmor(path.read_bytes(), multiple=True)
    ]


def seal_provider() -> SealProvider:
    """A fresh one: keys may be replaced while the worker runs."""
    return import_string(settings.SEAL_PROVIDER)()
