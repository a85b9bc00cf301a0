"""What amendments and automatic renewals made of the terms that deadlines hang on, for lists and sweeps."""

from __future__ import annotations

from agreements.models import Agreement
from agreements.terms import fold, original_terms, signed_amendments

# Where a term is kept as it is now, and what stands there while it is as signed.
REVISED: dict[str, tuple[str, object]] = {
    "notice_days": ("revised_notice_days", None),
    "renewal_rule": ("revised_renewal_rule", ""),
}


def revise(agreement: Agreement) -> dict[str, object]:
    """The columns with notice and renewal as they are on the last day, which the caller has settled.

    An amendment that takes effect after the last day does not: a later one has cut the term short.
    Three queries.
    """
    last_day = agreement.revised_ends_on or agreement.ends_on
    if last_day is None:
        raise ValueError(f"agreement {agreement.pk} has no last day")
    terms = fold(original_terms(agreement), signed_amendments(agreement), on=last_day)
    return {
        column: as_signed if terms.fields[name].is_original else terms.value(name)
        for name, (column, as_signed) in REVISED.items()
    }
