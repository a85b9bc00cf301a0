"""The certificate of completion: who signed what, how they were identified, when and from where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from accounts.models import Centre
from core.rendering import context as paper
from core.rendering import document_html, document_title, language_tag, render_pdf
from core.rendering.labels import translated
from signing.ledger import Kinds
from signing.models import Envelope, EnvelopeEvent, Signatory

TITLE = gettext_noop("Certificate of completion")
REASON = gettext_noop("Every party has signed; sealed by the centre")
# The ledger holds more steps than anybody wants to read; these are what the signatures rest on.
TOLD = (
    Kinds.SENT,
    Kinds.CARRIED,
    Kinds.INVITED,
    Kinds.OPENED,
    Kinds.READ,
    Kinds.CONSENTED,
    Kinds.AUTHORISED,
    Kinds.IDENTIFIED,
    Kinds.SIGNED,
    Kinds.SIGNED_ON_PAPER,
    Kinds.COMPLETED,
)


def certificate_words() -> tuple[str, str]:
    """Title and reason as the PDF's own dictionaries carry them, in both languages."""
    return tuple(f"{words.en} / {words.zh}" for words in map(translated, (TITLE, REASON)))  # type: ignore[return-value]


def certificate_of(envelope: Envelope) -> bytes:
    """The certificate as a PDF. The same envelope gives the same bytes, whenever it is made."""
    sheet = certificate_sheet(envelope)
    html = document_html(sheet, language="both")
    return render_pdf(
        html=html, title=document_title(sheet, language="both"), language=language_tag("both")
    ).content


def certificate_sheet(envelope: Envelope) -> paper.DocumentContext:
    centre = Centre.current()
    people = list(envelope.signatories.prefetch_related("files").order_by("order"))
    events = list(envelope.events.select_related("signatory").order_by("sequence"))
    return paper.DocumentContext(
        title=translated(TITLE),
        kind=paper.Bilingual(en=envelope.title_en, zh=envelope.title_zh),
        reference=envelope.reference,
        version=str(envelope.versions[-1]["version"]) if envelope.versions else "1",
        issuer=both(lambda: centre),
        facts=[
            _fact(lambda: _("Signed by all at"), lambda: instant(envelope.closed_at)),
            _fact(lambda: _("Sent out at"), lambda: instant(envelope.created_at)),
            _fact(lambda: _("Sent out by"), lambda: envelope.created_by),
            _fact(lambda: _("Pages"), lambda: envelope.pages),
            _fact(lambda: _("SHA-256 of the signed file"), lambda: spaced(envelope.document_sha256)),
            _fact(lambda: _("End of the ledger"), lambda: spaced(envelope.events_head)),
        ],
        parties=[_person(person) for person in people],
        clauses=[
            paper.Clause(
                number="1",
                heading=both(lambda: _("Versions of the document")),
                table=_versions(envelope),
            ),
            paper.Clause(number="2", heading=both(lambda: _("What happened")), table=_events(events)),
            paper.Clause(
                number="3",
                heading=both(lambda: _("What this certificate says")),
                text=both(
                    lambda: _(
                        "The persons named above went through the steps listed above with the file whose"
                        " fingerprint is given above.\nThe seal on the file shows that neither the file nor"
                        " this certificate was changed since.\nIt is the seal of the issuer, not a qualified"
                        " electronic signature of the persons."
                    )
                ),
            ),
        ],
    )


def _person(person: Signatory) -> paper.Party:
    lines = [
        _fact(lambda: pgettext("of a signatory", "Person"), lambda: person.display_name),
        _fact(lambda: _("Position"), lambda: person.title),
        _fact(lambda: _("Deputy of"), lambda: person.deputises_for),
        _fact(lambda: pgettext("of a signature", "Way"), person.get_way_display),
    ]
    if person.is_electronic:
        lines += [
            _fact(lambda: _("Identified by"), lambda: _means(person)),
            _fact(lambda: _("Identified at"), lambda: instant(person.identified_at)),
            _fact(lambda: _("Agreed to sign electronically at"), lambda: instant(person.consented_at)),
            _fact(lambda: _("Name as typed"), lambda: person.typed_name),
            _fact(lambda: _("Signed at"), lambda: instant(person.signed_at)),
            _fact(lambda: _("Network address"), lambda: person.address or ""),
            _fact(lambda: _("Browser"), lambda: person.user_agent),
        ]
    else:
        lines.append(
            _fact(lambda: _("Signed on"), lambda: person.signed_on.isoformat() if person.signed_on else "")
        )
    for file in person.files.all():
        lines.append(
            paper.Fact(
                label=both(file.get_purpose_display),
                value=paper.Bilingual.same(f"SHA-256 {spaced(file.sha256)}"),
            )
        )
    return paper.Party(
        role=both(lambda: _("Signatory %(number)d") % {"number": person.order}),
        name=paper.Bilingual(en=person.party_en, zh=person.party_zh),
        details=[line for line in lines if line.value],
    )


def _means(person: Signatory) -> str:
    return _("%(means)s (%(detail)s)") % {
        "means": person.get_identified_by_display(),
        "detail": person.identified_with,
    }


def _versions(envelope: Envelope) -> paper.Table:
    return paper.Table(
        columns=[
            paper.Column(heading=both(lambda: pgettext("of a document", "Version"))),
            paper.Column(heading=both(lambda: _("Made at"))),
            paper.Column(heading=both(lambda: _("Fingerprint (SHA-256)"))),
        ],
        rows=[
            tuple(
                paper.Bilingual.same(words)
                for words in (
                    f"{version['version']} ({version['language']})",
                    instant(datetime.fromisoformat(version["made_at"])),
                    spaced(version["sha256"]),
                )
            )
            for version in envelope.versions
        ],
    )


def _events(events: list[EnvelopeEvent]) -> paper.Table:
    return paper.Table(
        columns=[
            paper.Column(heading=both(lambda: pgettext("in a table", "No.")), is_number=True),
            paper.Column(heading=both(lambda: pgettext("of an event", "At"))),
            paper.Column(heading=both(lambda: _("What happened"))),
            paper.Column(heading=both(lambda: _("Fingerprint of the line"))),
        ],
        rows=[
            (
                paper.Bilingual.same(str(event.sequence)),
                paper.Bilingual.same(instant(event.at)),
                both(partial(_line, event)),
                paper.Bilingual.same(spaced(event.hash[:16])),
            )
            for event in events
            if event.kind in TOLD
        ],
    )


def _line(event: EnvelopeEvent) -> str:
    if event.signatory is None:
        return str(event.get_kind_display())
    return _("%(who)s: %(what)s") % {
        "who": event.signatory.display_name,
        "what": event.get_kind_display(),
    }


def instant(at: datetime | None) -> str:
    """With the offset: a certificate is read anywhere."""
    return timezone.localtime(at).isoformat(sep=" ", timespec="seconds") if at else ""


def spaced(digest: str) -> str:
    """In groups, so that it breaks over lines and can be compared by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def both(words: Callable[[], Any]) -> paper.Bilingual:
    """What ``words`` answers in each language."""
    with translation.override("en"):
        english = str(words())
    with translation.override("zh-hans"):
        return paper.Bilingual(en=english, zh=str(words()))


def _fact(label: Callable[[], str], value: Callable[[], Any]) -> paper.Fact:
    return paper.Fact(label=both(label), value=both(value))
