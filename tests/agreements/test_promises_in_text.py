"""Promises in the text of an agreement, and those entered from a paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError

from agreements.models import (
    Agreement,
    Obligation,
)
from agreements.operations import (
    UnableToEdit,
    add_promise,
    copy_agreement,
    edit_promise,
    move_promise,
    remove_promise,
    renew_agreement,
)
from agreements.problems import problems_before_submission
from agreements.snapshots import snapshot_of_agreement
from tests.agreements.office import NOW, TODAY, AgreementsOffice
from tests.agreements.promising import adopted, periods, promise, visit

SEALED = (IntegrityError, InternalError, ProgrammingError)


# --- In the text ------------------------------------------------------------------------------


def test_a_promise_of_a_draft_concerns_its_only_enterprise(office: AgreementsOffice) -> None:
    written = promise(office, office.draft())
    assert written.enterprise == office.world.partner
    assert (written.order, written.is_taken_over) == (1, False)


def test_promises_are_part_of_the_text(office: AgreementsOffice) -> None:
    agreement = office.draft()
    before = snapshot_of_agreement(agreement)
    assert "promises" not in before
    written = promise(office, agreement)
    agreement.refresh_from_db()
    assert snapshot_of_agreement(agreement)["promises"][str(written.pk)]["quantity"] == Decimal(4)
    assert agreement.terms_version > 1


def test_a_change_in_review_means_a_new_review(office: AgreementsOffice) -> None:
    agreement = office.approved()
    promise(office, agreement)
    agreement.refresh_from_db()
    assert agreement.state == "in_review"


def test_what_no_app_counts_cannot_be_promised(office: AgreementsOffice) -> None:
    agreement = office.draft()
    with pytest.raises(UnableToEdit):
        promise(office, agreement, metric="smiles")
    assert not Obligation.objects.exists()


def test_a_side_promises_only_what_it_can_give(office: AgreementsOffice) -> None:
    agreement = office.draft()
    with pytest.raises(UnableToEdit):
        promise(office, agreement, side="enterprise")
    assert not Obligation.objects.exists()


@pytest.mark.parametrize("quantity", [Decimal(0), Decimal(-1)])
def test_nothing_cannot_be_promised(office: AgreementsOffice, quantity: Decimal) -> None:
    agreement = office.draft()
    with pytest.raises(ValidationError):
        promise(office, agreement, quantity=quantity)
    assert not Obligation.objects.exists()


def test_promises_are_ordered_and_taken_out(office: AgreementsOffice) -> None:
    agreement = office.draft()
    first, second, third = (promise(office, agreement, quantity=Decimal(n)) for n in (1, 2, 3))
    move_promise(actor=office.officer, pk=agreement.pk, promise_id=third.pk, places=-2, now=NOW)
    remove_promise(actor=office.officer, pk=agreement.pk, promise_id=first.pk, now=NOW)
    left = Obligation.objects.filter(agreement=agreement).order_by("order")
    assert [(one.pk, one.order) for one in left] == [(third.pk, 1), (second.pk, 2)]


def test_a_promise_that_leaves_a_language_out_stands_in_the_way(office: AgreementsOffice) -> None:
    agreement = office.draft()
    promise(office, agreement, what_zh="")
    found = {problem.code for problem in problems_before_submission(agreement, on=TODAY)}
    assert "promise_zh" in found


def test_a_promise_outside_the_term_stands_in_the_way(office: AgreementsOffice) -> None:
    agreement = office.draft()
    promise(office, agreement, starts_on=date(2020, 1, 1))
    found = {problem.code for problem in problems_before_submission(agreement, on=TODAY)}
    assert "promise_term" in found


def test_whoever_may_not_edit_promises_nothing(office: AgreementsOffice) -> None:
    agreement = office.draft()
    with pytest.raises(PermissionDenied):
        add_promise(
            actor=office.world.coordinator,
            pk=agreement.pk,
            now=NOW,
            side="centre",
            metric="visits",
            quantity=Decimal(1),
            what_en="x",
        )
    assert not Obligation.objects.exists()


def test_signed_promises_never_change(office: AgreementsOffice) -> None:
    agreement = office.draft()
    written = promise(office, agreement)
    Agreement.objects.filter(pk=agreement.pk).update(
        state="signed", signed_on=TODAY, reference="XQ-2026-0001", submitted_at=NOW
    )
    with pytest.raises(UnableToEdit):
        edit_promise(
            actor=office.officer,
            pk=agreement.pk,
            promise_id=written.pk,
            changes={"quantity": Decimal(1)},
            now=NOW,
        )
    for change in (
        lambda: Obligation.objects.filter(pk=written.pk).update(quantity=1),
        lambda: Obligation.objects.filter(pk=written.pk).delete(),
        lambda: Obligation.objects.create(
            agreement=agreement,
            order=2,
            side="centre",
            enterprise=office.world.partner,
            metric="visits",
            quantity=1,
            what_en="more",
        ),
    ):
        with pytest.raises(SEALED), transaction.atomic():
            change()
    written.refresh_from_db()
    assert written.quantity == 4


def test_a_copy_and_a_renewal_promise_the_same_again(office: AgreementsOffice) -> None:
    agreement = adopted(office)
    old = promise(office, agreement)
    copied = copy_agreement(actor=office.officer, pk=agreement.pk, now=NOW)
    assert [(one.metric, one.quantity) for one in copied.obligations.all()] == [("visits", 4)]
    renewed = renew_agreement(actor=office.officer, pk=agreement.pk, quantities={old.pk: Decimal(6)}, now=NOW)
    assert [(one.quantity, one.is_taken_over) for one in renewed.obligations.all()] == [(6, False)]


# --- Entered from paper -----------------------------------------------------------------------


def test_what_a_paper_from_before_promises_is_entered_and_counted_at_once(office: AgreementsOffice) -> None:
    visit(office.world.partner, date(2025, 10, 1))
    written = promise(office, adopted(office))
    assert written.is_taken_over
    assert written.waits_for_enterprise
    assert periods(written)[0].counted == 1


def test_what_was_entered_is_corrected_until_the_enterprise_has_confirmed_it(
    office: AgreementsOffice,
) -> None:
    agreement = adopted(office)
    written = promise(office, agreement)
    change = {
        "actor": office.officer,
        "pk": agreement.pk,
        "promise_id": written.pk,
        "changes": {"quantity": Decimal(5)},
        "now": NOW,
    }
    edit_promise(**change)
    assert {one.promised for one in periods(written)} == {Decimal(5)}
    Obligation.objects.filter(pk=written.pk).update(confirmed_at=NOW, confirmed_by=office.officer)
    with pytest.raises(UnableToEdit):
        edit_promise(**change | {"changes": {"quantity": Decimal(9)}})
    with pytest.raises(SEALED), transaction.atomic():
        Obligation.objects.filter(pk=written.pk).update(quantity=9)
    with pytest.raises(SEALED), transaction.atomic():
        Obligation.objects.filter(pk=written.pk).update(confirmed_at=None, confirmed_by=None)
    written.refresh_from_db()
    assert written.quantity == 5
