"""Beginning an agreement, and changing its terms until it is signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.choices import RenewalRule, State
from agreements.models import Agreement, AgreementClause, AgreementType, Obligation, TemplateClause
from agreements.notices import stop_asking_the_owner
from agreements.operations.editing import editing
from agreements.operations.parties import (
    Counterparty,
    centre_party,
    enterprise_party,
    name_counterparty,
    require_partners,
)
from agreements.operations.refusals import UnableToAssign, UnableToEdit
from agreements.phases import last_day_of_term
from agreements.terms import CLAUSE_FIELDS
from catalogue.models import Major
from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard

if TYPE_CHECKING:
    from accounts.models import User

EDITABLE_FIELDS = frozenset(
    {
        "title_en",
        "title_zh",
        "language",
        "forms",
        "aims",
        "content",
        "value_amount",
        "value_currency",
        "starts_on",
        "ends_on",
        "renewal_rule",
        "automatic_term_months",
        "notice_days",
    }
)
COPIED_OF_PROMISES = ("side", "enterprise_id", "metric", "quantity", "what_en", "what_zh", "rhythm")
COPIED_FIELDS = EDITABLE_FIELDS - {"starts_on", "ends_on"}


@transaction.atomic
def draft_agreement(
    *,
    actor: User,
    type: AgreementType,
    department_id: int,
    now: datetime,
    title_en: str = "",
    title_zh: str = "",
    counterparties: Sequence[Counterparty] = (),
    majors: Iterable[Major] = (),
    starts_on: date | None = None,
    owner: User | None = None,
    **terms: Any,
) -> Agreement:
    """Begin an agreement from its type's template: the clauses as the library has them today.

    ``terms`` are further :data:`EDITABLE_FIELDS`; what is not given is usual for the type.

    Raises:
        PermissionDenied: the actor does not draft agreements for this department.
        UnableToAssign: nor does the owner.
        NotVisible, UnableToEdit: see :func:`agreements.operations.add_party`.
        ValidationError: a term is not valid.
    """
    require_power(actor, "agreement.edit", department_id)
    require_partners(actor, counterparties)
    usual = {
        "forms": list(type.forms),
        "renewal_rule": type.renewal_rule,
        "automatic_term_months": type.automatic_term_months
        if type.renewal_rule == RenewalRule.AUTOMATIC
        else None,
        "notice_days": type.notice_days,
        "ends_on": last_day_of_term(starts_on, type.term_months) if starts_on else None,
    }
    agreement = Agreement(
        type=type, department_id=department_id, owner=owner or actor, created_at=now, updated_at=now
    )
    check_owner(agreement)
    _put_terms(
        agreement,
        usual | {"title_en": title_en, "title_zh": title_zh, "starts_on": starts_on} | terms,
    )
    agreement.save(force_insert=True)
    agreement.majors.set(majors)
    add_parties(agreement, counterparties)
    _copy_template(agreement)
    audit.record(actor=actor, subject=agreement, verb="agreement.draft", now=now, capability="agreement.edit")
    return agreement


@transaction.atomic
def copy_agreement(*, actor: User, pk: int, now: datetime, department_id: int | None = None) -> Agreement:
    """Begin an agreement with the words and partners of another, whose dates and number stay behind.

    Raises:
        NotVisible: the actor does not see the other agreement.
        PermissionDenied: they do not draft agreements for the department, by default the other's.
    """
    source = Agreement.objects.visible_to(actor).filter(pk=pk).select_related("type").first()
    if source is None:
        raise NotVisible(f"agreements.Agreement {pk}")
    department_id = department_id or source.department_id
    require_power(actor, "agreement.edit", department_id)
    agreement = Agreement(
        type=source.type, department_id=department_id, owner=actor, created_at=now, updated_at=now
    )
    _put_terms(agreement, {name: getattr(source, name) for name in COPIED_FIELDS})
    agreement.save(force_insert=True)
    agreement.majors.set(source.majors.all())
    copy_parties(source, agreement, actor)
    AgreementClause.objects.bulk_create(
        AgreementClause(
            agreement=agreement,
            order=clause.order,
            source=clause.source,
            is_mandatory=clause.is_mandatory,
            values=clause.values,
            **{name: getattr(clause, name) for name in CLAUSE_FIELDS},
        )
        for clause in source.clauses.select_related("source")
    )
    copy_promises(source, agreement)
    audit.record(
        actor=actor,
        subject=agreement,
        verb="agreement.copy",
        now=now,
        details={"from": source.pk},
        capability="agreement.edit",
    )
    return agreement


def edit_agreement(
    *,
    actor: User,
    pk: int,
    changes: Mapping[str, Any],
    now: datetime,
    majors: Iterable[Major] | None = None,
    expected: int | None = None,
) -> Agreement:
    """Change terms. What was in review or approved is reviewed again; see :func:`editing`.

    Raises:
        UnableToEdit: the state forbids it, or a field is no term.
        ValidationError: a term is not valid.
    """
    with editing(actor=actor, pk=pk, now=now, expected=expected) as agreement:
        _put_terms(agreement, changes)
        agreement.save(update_fields=[*changes, "title_en_key", "title_zh_key"])
        if majors is not None:
            agreement.majors.set(majors)
    return Agreement.objects.get(pk=pk)


@transaction.atomic
def delete_draft(*, actor: User, pk: int, now: datetime) -> None:
    """Throw a draft away that was never submitted, files and all. What has a number is withdrawn instead.

    Raises:
        UnableToEdit: it has been submitted, or belongs to a renewal.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    if agreement.state != State.DRAFT or agreement.reference or agreement.predecessor_id:
        raise UnableToEdit(_("Only a draft that was never submitted can be deleted. Withdraw it instead."))
    audit.record(
        actor=actor,
        subject=agreement,
        verb="agreement.delete",
        now=now,
        details={"title": agreement.title},
        capability="agreement.edit",
    )
    for kept in agreement.files.all():
        discard(kept)
    agreement.delete()


@transaction.atomic
def hand_over(*, actor: User, pk: int, owner: User, now: datetime, reason: str = "") -> Agreement:
    """Give an agreement to a colleague, who is reminded from now on.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToAssign: the colleague does not work on agreements of this department.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.administer")
    before, agreement.owner, agreement.updated_at = agreement.owner_id, owner, now
    check_owner(agreement)
    agreement.save(update_fields=["owner", "updated_at"])
    stop_asking_the_owner(agreement)
    audit.record(
        actor=actor,
        subject=agreement,
        verb="agreement.hand_over",
        now=now,
        reason=reason.strip(),
        details={"from": before, "to": owner.pk},
        capability="agreement.administer",
    )
    return agreement


# --- Shared with renewal and adoption ---------------------------------------------------------


def require_power(actor: Actor, capability: str, department_id: int) -> None:
    if not actor.scope_for(capability).covers(department_id):
        raise PermissionDenied(_("Your positions do not let you do this for that department."))


def can_own(person: User, department_id: int) -> bool:
    """Whether somebody who is reminded of an agreement of this department could see and answer."""
    return person.scope_for("agreement.edit").covers(department_id)


def check_owner(agreement: Agreement) -> None:
    if not can_own(agreement.owner, agreement.department_id):
        raise UnableToAssign(
            _("%(person)s does not work on the agreements of %(department)s.")
            % {"person": agreement.owner, "department": agreement.department}
        )


def add_parties(agreement: Agreement, counterparties: Sequence[Counterparty]) -> None:
    """The centre first, then the enterprises in their order."""
    centre_party(agreement).save(force_insert=True)
    for order, counterparty in enumerate(counterparties, start=2):
        enterprise_party(agreement, counterparty, order=order).save(force_insert=True)
    name_counterparty(agreement)


def copy_promises(
    source: Agreement, agreement: Agreement, *, quantities: Mapping[int, Decimal] | None = None
) -> None:
    """The same promises between the same parties, for the whole of the other term; enterprises that are no
    parties any more promise nothing.

    Args:
        quantities: by key of the old promise, where another amount is proposed.
    """
    ours = set(agreement.parties.exclude(enterprise=None).values_list("enterprise_id", flat=True))
    kept = [one for one in source.obligations.order_by("order") if one.enterprise_id in ours]
    Obligation.objects.bulk_create(
        Obligation(
            agreement=agreement,
            **{name: getattr(one, name) for name in COPIED_OF_PROMISES}
            | {"order": order, "quantity": (quantities or {}).get(one.pk, one.quantity)},
        )
        for order, one in enumerate(kept, start=1)
    )


def copy_parties(source: Agreement, agreement: Agreement, actor: Actor) -> None:
    """The same enterprises and people, with their particulars of today."""
    counterparties = [
        Counterparty(
            party.enterprise,
            _if_still_there(party.contact),
            _if_still_there(party.signatory),
        )
        for party in source.parties.select_related("enterprise", "contact", "signatory")
        if party.enterprise is not None
    ]
    require_partners(actor, counterparties)
    add_parties(agreement, counterparties)


def _if_still_there(contact: Any) -> Any:
    return contact if contact is not None and contact.left_on is None else None


def _put_terms(agreement: Agreement, terms: Mapping[str, Any]) -> None:
    if unknown := terms.keys() - EDITABLE_FIELDS:
        raise UnableToEdit(_("“%(name)s” cannot be changed here.") % {"name": ", ".join(sorted(unknown))})
    for name, value in terms.items():
        setattr(agreement, name, value)
    agreement.clean_fields(
        exclude={field.name for field in agreement._meta.fields if field.name not in terms}
    )
    agreement.validate_constraints()


def _copy_template(agreement: Agreement) -> None:
    template = TemplateClause.objects.filter(type=agreement.type_id, clause__is_active=True)
    clauses: list[AgreementClause] = []
    for line in template.select_related("clause").prefetch_related("clause__versions").order_by("order"):
        version = line.clause.current
        if version is not None:
            clauses.append(
                AgreementClause(
                    agreement=agreement,
                    order=len(clauses) + 1,
                    source=version,
                    is_mandatory=line.is_mandatory,
                    **{name: getattr(version, name) for name in CLAUSE_FIELDS},
                )
            )
    AgreementClause.objects.bulk_create(clauses)
