"""The rules of a table are asked about together, and each broken one is still named."""

from datetime import date

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.choices import State
from agreements.models import Agreement

pytestmark = pytest.mark.django_db


def agreement(**changes) -> Agreement:
    given = {"title_en": "Framework", "starts_on": date(2026, 9, 1), "ends_on": date(2029, 8, 31)}
    return Agreement(**given | changes)


def test_a_record_that_keeps_every_rule_costs_one_query_for_all_of_them():
    with CaptureQueriesContext(connection) as captured:
        agreement().validate_constraints()

    asked = [query["sql"] for query in captured if "_check" in query["sql"]]
    assert len(asked) == 2, "all checks, and whether the old reference has to be unique"


def test_every_rule_that_a_record_breaks_is_named():
    with pytest.raises(ValidationError) as refused:
        agreement(title_en="", ends_on=date(2026, 8, 1)).validate_constraints()

    assert refused.value.message_dict == {
        NON_FIELD_ERRORS: ["Give a title in at least one language.", "The last day lies before the first."]
    }


def test_what_cannot_be_told_for_want_of_a_value_holds():
    agreement(starts_on=None, ends_on=date(2026, 8, 1)).validate_constraints()


def test_a_rule_about_a_field_that_is_left_out_is_not_asked():
    agreement(title_en="", state=State.DRAFT).validate_constraints(exclude={"title_en"})


def test_a_rule_is_asked_although_another_speaks_of_a_field_that_is_left_out():
    with pytest.raises(ValidationError, match="title"):
        agreement(title_en="").validate_constraints(exclude={"starts_on"})
