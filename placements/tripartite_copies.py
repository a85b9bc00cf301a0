"""Whether a copy of a tripartite agreement is genuine: what ``/verify/`` says of it, and no more than it may.

Whoever holds the paper reads the names on it. The page confirms school and enterprise and, of the
student, only as much as tells one person from another beside the paper; neither the guardian nor pay.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.bilingual import in_words, listed
from core.copies import CopyKind, KnownCopy
from core.look import Chip, Meaning
from placements.models import Tripartite, TripartiteParty, TripartiteState
from signing.models import Envelope

REPLACED = frozenset({TripartiteState.REPLACED, TripartiteState.CANCELLED})


def sealed_envelope(paper: Tripartite) -> Envelope | None:
    """The one in which the paper was signed by all and sealed; none where it was signed by hand."""
    rows = Envelope.objects.about(paper).filter(state=Envelope.State.COMPLETED, document_sha256=paper.sha256)
    return rows.exclude(sealed_sha256="").first()


def find_code(code: str) -> KnownCopy | None:
    """By the code printed on the last page."""
    return _copy(_papers().filter(content_sha256__startswith=code).first())


def find_digest(digest: str) -> KnownCopy | None:
    """By the SHA-256 of the file, as it was printed or as it was sealed."""
    paper = _papers().filter(sha256=digest).first()
    if paper is not None:
        return _copy(paper)
    sealed = Envelope.objects.filter(sealed_sha256=digest).first()
    return _copy(_papers().filter(sha256=sealed.document_sha256).first()) if sealed else None


COPIES = CopyKind(name="tripartite", by_code=find_code, by_digest=find_digest)


def _papers():
    return Tripartite.objects.order_by("-pk")


def _copy(paper: Tripartite | None) -> KnownCopy | None:
    if paper is None:
        return None
    chip, says = _standing(paper)
    envelope = sealed_envelope(paper)
    made = date_format(timezone.localtime(paper.created_at), "DATE_FORMAT")
    parties = [
        _name(party["key"], in_words(party["name"]["en"], party["name"]["zh"]))
        for party in paper.contents["parties"]
        if party["key"] != TripartiteParty.GUARDIAN
    ]
    facts = [
        (gettext_lazy("Reference"), paper.reference),
        (gettext_lazy("Version"), str(paper.version)),
        (gettext_lazy("Parties"), listed(parties)),
        (gettext_lazy("Made on"), made),
        (
            gettext_lazy("Signed by all on"),
            date_format(paper.signed_on, "DATE_FORMAT") if paper.signed_on else "",
        ),
        (
            gettext_lazy("Fingerprint of the sealed file"),
            envelope.sealed_sha256 if envelope is not None else "",
        ),
    ]
    return KnownCopy(
        title=paper.title,
        chip=chip,
        says=says,
        facts=[(label, value) for label, value in facts if value],
        line=f"{paper.title} {paper.reference}, version {paper.version}, made {made}. {says}".strip(),
        sha256=paper.sha256,
    )


def _standing(paper: Tripartite) -> tuple[Chip, str]:
    if paper.state in REPLACED:
        return Chip(pgettext("of a copy", "replaced"), Meaning.SOON), _(
            "Its words have been replaced since, before anybody signed: another version counts."
        )
    amendment = (
        Tripartite.objects.filter(
            number=paper.number, amendment_no__gt=paper.amendment_no, state=TripartiteState.SIGNED
        )
        .order_by("-amendment_no")
        .first()
    )
    if amendment is not None:
        return Chip(pgettext("of a copy", "genuine, amended since"), Meaning.SOON), _(
            "It was amended since: %(number)s."
        ) % {"number": amendment.reference}
    says = "" if paper.signed_on else _("This confirms the words, not that it has been signed.")
    return Chip(pgettext("of a copy", "genuine"), Meaning.GOOD), says


def _name(party: str, name: str) -> str:
    if party != TripartiteParty.STUDENT:
        return name
    return _("%(initial)s… (student)") % {"initial": name[:1]}
