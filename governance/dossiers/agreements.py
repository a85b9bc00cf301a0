"""The dossier of a cooperation agreement: the paper that was signed, its signatures, its approval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agreements.choices import CONCLUDED_STATES, AmendmentState, State
from agreements.cooperation_rules import rules_on
from agreements.models import Agreement, AgreementDocument, AgreementFile, Amendment, PaperSignature, Party
from agreements.variables import shown_date
from governance.dossiers.registry import DossierKind, DossierScope, Fact, Item, Part, Standing
from governance.dossiers.sources import sources_on
from signing.models import Approval, Envelope

READ = "agreement.read"
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
    papers = papers_of(agreements)
    found = {}
    for agreement in agreements:
        missing = of_parties[agreement.pk] - signed[agreement.pk]
        taken_over = _("taken over from paper") if agreement.is_imported else ""
        found[agreement.pk] = [
            _paper(papers[agreement.pk], missing <= 0, source("CO-01")),
            Item(
                name="signatures",
                label=_("Signatures of all parties"),
                standing=Standing.PRESENT
                if missing <= 0
                else Standing.FAULTY
                if signed[agreement.pk]
                else Standing.MISSING,
                detail=_("%(count)s of %(all)s")
                % {"count": signed[agreement.pk], "all": of_parties[agreement.pk]},
                source=source("CO-01"),
            ),
            Item(
                name="approval",
                label=_("Approval of the centre"),
                standing=Standing.NOT_REQUIRED
                if taken_over and agreement.pk not in approved
                else _there(agreement.pk in approved),
                detail=taken_over,
                source=_("approval route"),
            ),
            Item(
                name="contents",
                label=_("Aims and contents are stated"),
                standing=Standing.NOT_REQUIRED
                if taken_over and not agreement.aims.strip()
                else _there(bool(agreement.aims.strip())),
                detail=taken_over,
                source=source("CO-01"),
            ),
            Item(
                name="registration",
                label=_("The enterprise’s registration code stands on it"),
                standing=Standing.FAULTY if agreement.pk in unregistered else Standing.PRESENT,
                source=_("particulars of the parties"),
            ),
            _term(agreement, on),
        ]
    return found


def _there(is_there: bool) -> Standing:
    return Standing.PRESENT if is_there else Standing.MISSING


def _paper(papers: Papers, is_signed_by_all: bool, source: str) -> Item:
    """The paper itself, and those of the amendments that were concluded."""
    if not papers.has_own:
        standing = Standing.FAULTY if is_signed_by_all or papers.is_printed else Standing.MISSING
        detail = _("only the words, no signed paper") if standing is Standing.FAULTY else ""
    elif papers.without:
        standing = Standing.FAULTY
        detail = _("no signed paper of: %(amendments)s") % {"amendments": ", ".join(papers.without)}
    else:
        standing, detail = Standing.PRESENT, ""
    return Item(
        name="paper", label=_("Signed paper"), standing=standing, detail=detail, source=source, part="paper"
    )


def _term(agreement: Agreement, on: date) -> Item:
    """Whether it is in force, or ended in a way that somebody decided."""
    standing, detail = Standing.PRESENT, _days(agreement)
    if agreement.starts_on is None:
        standing = Standing.MISSING
    elif agreement.state == State.SIGNED and agreement.last_day is not None and agreement.last_day < on:
        standing, detail = Standing.FAULTY, _("expired: %(days)s") % {"days": detail}
    return Item(
        name="term",
        label=_("Its term runs, or was ended"),
        standing=standing,
        detail=detail,
        source=_("dates of the agreement"),
    )


# --- Papers ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Papers:
    """What is there of the signed paper of an agreement.

    Attributes:
        has_own: the agreement itself, signed electronically to the end or scanned as it was signed.
        is_printed: its words are kept as they were approved; that is no signed paper.
        without: numbers of amendments that were concluded and of which no signed paper is there.
    """

    has_own: bool = False
    is_printed: bool = False
    without: list[str] = field(default_factory=list)


def sealed_of(model: type[Model], keys: Iterable[int]) -> QuerySet[Envelope]:
    """What was signed electronically by all, and sealed."""
    rows = Envelope.objects.filter(
        subject_type=ContentType.objects.get_for_model(model),
        subject_id__in=list(keys),
        state=Envelope.State.COMPLETED,
    )
    return rows.exclude(sealed_sha256="").order_by("subject_id", "-closed_at", "-pk")


def concluded(agreements: Sequence[Agreement]) -> QuerySet[Amendment]:
    """The amendments that were signed: what was never concluded changes nothing."""
    rows = Amendment.objects.filter(agreement__in=agreements, state=AmendmentState.SIGNED)
    return rows.order_by("agreement", "number")


def scans_of(agreements: Sequence[Agreement]) -> QuerySet[AgreementFile]:
    """Scans of signed papers: of the agreement, and of amendments that were concluded."""
    of_amendments = Q(amendment=None) | Q(amendment__state=AmendmentState.SIGNED)
    return AgreementFile.objects.filter(of_amendments, parent__in=agreements, purpose__in=PROOFS)


def papers_of(agreements: Sequence[Agreement]) -> dict[int, Papers]:
    """By agreement. Five queries."""
    found = {agreement.pk: Papers() for agreement in agreements}
    amendments = list(concluded(agreements))
    proven = set(sealed_of(Amendment, [one.pk for one in amendments]).values_list("subject_id", flat=True))
    for pk in sealed_of(Agreement, found).values_list("subject_id", flat=True):
        found[pk].has_own = True
    for pk, amendment in scans_of(agreements).order_by().values_list("parent", "amendment"):
        if amendment is None:
            found[pk].has_own = True
        else:
            proven.add(amendment)
    kept = AgreementDocument.objects.filter(agreement__in=agreements, amendment=None)
    for pk in kept.order_by().values_list("agreement", flat=True):
        found[pk].is_printed = True
    for one in amendments:
        if one.pk not in proven:
            found[one.agreement_id].without.append(str(one.number))
    return found


def paper_held(agreements: Sequence[Agreement]) -> set[int]:
    """Those of which a signed paper is here."""
    return {pk for pk, papers in papers_of(agreements).items() if papers.has_own}


def paper_files(agreement: Agreement) -> Iterator[tuple[str, bytes]]:
    """What was signed: the sealed papers of the agreement and of its concluded amendments, and the scans."""
    name = (agreement.number or str(agreement.pk)).replace("/", "-")
    yield from _sealed(Agreement, agreement.pk, name)
    for amendment in concluded([agreement]):
        yield from _sealed(Amendment, amendment.pk, f"{name}-{amendment.number}")
    yield from _attached(scans_of([agreement]))


def _sealed(model: type[Model], pk: int, name: str) -> Iterator[tuple[str, bytes]]:
    """The last one: what it replaced is not the paper any more."""
    envelope = sealed_of(model, [pk]).first()
    if envelope is not None:
        with envelope.sealed_file.open("rb") as file:
            yield f"{name}.pdf", file.read()


def _attached(files: QuerySet) -> Iterator[tuple[str, bytes]]:
    for one in files.order_by("pk"):
        with one.file.open("rb") as file:
            yield one.name, file.read()


def annexes_of(agreements: Sequence[Agreement]) -> QuerySet[AgreementFile]:
    """But for those of amendments that were not concluded."""
    counted = Q(amendment=None) | Q(amendment__state=AmendmentState.SIGNED)
    return AgreementFile.objects.filter(counted, parent__in=agreements).exclude(purpose__in=PROOFS)


def annex_files(agreement: Agreement) -> Iterator[tuple[str, bytes]]:
    yield from _attached(annexes_of([agreement]))


def annexes_held(agreements: Sequence[Agreement]) -> set[int]:
    return set(annexes_of(agreements).order_by().values_list("parent", flat=True))


PARTS = [
    Part(name="paper", label=gettext_lazy("Signed paper"), files=paper_files, held=paper_held),
    Part(name="annexes", label=gettext_lazy("Annexes and licences"), files=annex_files, held=annexes_held),
]


KIND = DossierKind(
    name="agreement",
    label=gettext_lazy("Cooperation agreements"),
    icon="file-text",
    readable=Agreement.objects.visible_to,
    may_take=lambda user, agreement: agreement.permits(user, READ),
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
