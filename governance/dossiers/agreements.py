"""The dossier of a cooperation agreement: the paper that was signed, its signatures, its approval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agreements.choices import CONCLUDED_STATES, State
from agreements.cooperation_rules import rules_on
from agreements.models import Agreement, AgreementDocument, AgreementFile, PaperSignature, Party
from agreements.variables import shown_date
from core.kept import content_of
from governance.dossiers.registry import DossierKind, DossierScope, Fact, Item, Part, Standing
from governance.dossiers.sources import sources_on
from signing.models import Approval, Envelope

PROOFS = (AgreementFile.Purpose.SCAN,)


def rows() -> QuerySet:
    return (
        Agreement.objects.filter(state__in=CONCLUDED_STATES)
        .select_related("type", "department", "owner")
        .defer("search_text", "search_bigrams")
    )


def population(found: QuerySet, scope: DossierScope) -> QuerySet:
    """Those in force on a day of the years; plans narrow internships only."""
    years = Q()
    for first, last in scope.days():
        years |= Q(starts_on__lte=last, last_day__gte=first)
    return found.filter(scope.within_departments("department"), years)


def facts(agreement: Agreement) -> list[Fact]:
    return [
        Fact(label=_("Reference"), value=agreement.number),
        Fact(label=_("Type"), value=agreement.type),
        Fact(label=_("Enterprise"), value=agreement.counterparty_name),
        Fact(label=_("Department"), value=agreement.department),
        Fact(label=_("Owner"), value=agreement.owner),
        Fact(label=_("Signed on"), value=shown_date(agreement.signed_on) if agreement.signed_on else ""),
        Fact(label=pgettext("in a dossier", "Days"), value=_days(agreement)),
        Fact(label=_("State"), value=agreement.get_state_display()),
        Fact(
            label=_("Value"),
            value=f"{agreement.value_amount} {agreement.value_currency}" if agreement.value_amount else "",
            is_sensitive=True,
        ),
    ]


def _days(agreement: Agreement) -> str:
    days = [agreement.starts_on, agreement.last_day]
    return " – ".join(shown_date(day) if day else "…" for day in days)


# --- What must be there ---------------------------------------------------------------------------


def completeness(agreements: Sequence[Agreement], on: date) -> dict[int, list[Item]]:
    """Eight queries beside those of the rules."""
    source = sources_on(rules_on, on)
    parties = list(Party.objects.filter(agreement__in=agreements))
    of_parties = Counter(party.agreement_id for party in parties)
    unregistered = {
        party.agreement_id
        for party in parties
        if party.role == Party.Role.ENTERPRISE and not party.registration_code
    }
    signed = Counter(
        PaperSignature.objects.filter(party__agreement__in=agreements, amendment=None).values_list(
            "party__agreement", flat=True
        )
    )
    approvals = Approval.objects.filter(
        subject_type=ContentType.objects.get_for_model(Agreement),
        subject_id__in=[agreement.pk for agreement in agreements],
        outcome=Approval.Outcome.APPROVED,
    )
    approved = set(approvals.values_list("subject_id", flat=True))
    papers = paper_held(agreements)
    found = {}
    for agreement in agreements:
        missing = of_parties[agreement.pk] - signed[agreement.pk]
        taken_over = _("taken over from paper") if agreement.is_imported else ""
        found[agreement.pk] = [
            Item(
                name="paper",
                label=_("Signed paper"),
                standing=_there(agreement.pk in papers),
                source=source("CO-01"),
                part="paper",
            ),
            Item(
                name="signatures",
                label=_("Signatures of all parties"),
                standing=_there(missing <= 0),
                detail=_("%(count)s of %(all)s")
                % {"count": signed[agreement.pk], "all": of_parties[agreement.pk]},
                source=source("CO-01"),
            ),
            Item(
                name="approval",
                label=_("Approval of the centre"),
                standing=Standing.NOT_DUE
                if taken_over and agreement.pk not in approved
                else _there(agreement.pk in approved),
                detail=taken_over,
                source=_("approval route"),
            ),
            Item(
                name="contents",
                label=_("Aims and contents are stated"),
                standing=Standing.NOT_DUE
                if taken_over and not agreement.aims.strip()
                else _there(bool(agreement.aims.strip())),
                detail=taken_over,
                source=source("CO-01"),
            ),
            Item(
                name="registration",
                label=_("The enterprise’s registration code stands on it"),
                standing=_there(agreement.pk not in unregistered),
                source=_("particulars of the parties"),
            ),
            _term(agreement, on),
        ]
    return found


def _there(is_there: bool) -> Standing:
    return Standing.PRESENT if is_there else Standing.MISSING


def _term(agreement: Agreement, on: date) -> Item:
    """Whether it is in force, or ended in a way that somebody decided."""
    standing = Standing.PRESENT
    if agreement.starts_on is None:
        standing = Standing.MISSING
    elif agreement.state == State.SIGNED and agreement.last_day is not None and agreement.last_day < on:
        standing = Standing.EXPIRED
    return Item(
        name="term",
        label=_("Its term runs, or was ended"),
        standing=standing,
        detail=_days(agreement),
        source=_("dates of the agreement"),
    )


# --- Papers ---------------------------------------------------------------------------------------


def _sealed(agreements: Sequence[Agreement]) -> QuerySet[Envelope]:
    rows = Envelope.objects.filter(
        subject_type=ContentType.objects.get_for_model(Agreement),
        subject_id__in=[agreement.pk for agreement in agreements],
        state=Envelope.State.COMPLETED,
    )
    return rows.exclude(sealed_sha256="")


def paper_held(agreements: Sequence[Agreement]) -> set[int]:
    """Those whose signed paper is here: sealed, scanned, or printed and signed by hand. Three queries."""
    scans = AgreementFile.objects.filter(parent__in=agreements, purpose__in=PROOFS)
    kept = AgreementDocument.objects.filter(agreement__in=agreements, amendment=None)
    return {
        *_sealed(agreements).values_list("subject_id", flat=True),
        *scans.order_by().values_list("parent", flat=True),
        *kept.order_by().values_list("agreement", flat=True),
    }


def paper_files(agreement: Agreement) -> Iterator[tuple[str, bytes]]:
    """The sealed paper, else the printed one; and the scans. Amendments lie beside it."""
    name = (agreement.number or str(agreement.pk)).replace("/", "-")
    sealed = list(_sealed([agreement]))
    for number, envelope in enumerate(sealed, start=1):
        with envelope.sealed_file.open("rb") as file:
            yield f"{name}-{number}.pdf", file.read()
    documents = AgreementDocument.objects.filter(agreement=agreement).select_related("amendment")
    for document in documents.order_by("amendment", "-version", "language"):
        if sealed and document.amendment is None:
            continue
        amended = f"-{document.amendment.number}" if document.amendment else ""
        yield f"{name}{amended}-v{document.version}-{document.language}.pdf", content_of(document)
    yield from _attached(AgreementFile.objects.filter(parent=agreement, purpose__in=PROOFS))


def _attached(files: QuerySet) -> Iterator[tuple[str, bytes]]:
    for one in files.order_by("pk"):
        with one.file.open("rb") as file:
            yield one.name, file.read()


def annex_files(agreement: Agreement) -> Iterator[tuple[str, bytes]]:
    yield from _attached(AgreementFile.objects.filter(parent=agreement).exclude(purpose__in=PROOFS))


def annexes_held(agreements: Sequence[Agreement]) -> set[int]:
    rows = AgreementFile.objects.filter(parent__in=agreements).exclude(purpose__in=PROOFS)
    return set(rows.order_by().values_list("parent", flat=True))


PARTS = [
    Part(name="paper", label=gettext_lazy("Signed paper"), files=paper_files, held=paper_held),
    Part(name="annexes", label=gettext_lazy("Annexes and licences"), files=annex_files, held=annexes_held),
]


KIND = DossierKind(
    name="agreement",
    label=gettext_lazy("Cooperation agreements"),
    icon="file-text",
    rows=rows,
    population=population,
    department="department_id",
    title=lambda agreement: f"{agreement.counterparty_name} · {agreement}",
    line=lambda agreement: agreement.number,
    facts=facts,
    completeness=completeness,
    parts=lambda: PARTS,
    order=20,
)
