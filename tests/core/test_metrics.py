"""What can be promised, and how quantities of it are said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import DateField, F, IntegerField, Value
from django.utils import translation

from accounts.models import User
from core import metrics
from core.metrics import OCCURRENCE, Evidence, Giver, Measure, Metric, in_words, metric_of, register_metric


@pytest.fixture(autouse=True)
def _register_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_metrics", {})


def people() -> Any:
    """Users as if each were something given; the names in another order than the contract's."""
    return User.objects.order_by("pk").values(
        record_id=F("pk"),
        quantity=Value(1),
        giver=Value(Giver.ENTERPRISE.value),
        occurred_on=Value("2026-01-01", output_field=DateField()),
        enterprise=Value(7),
        agreement=Value(None, output_field=IntegerField()),
    )


def a_metric(code: str, order: int = 50) -> Metric:
    return Metric(
        code=code,
        label=code,
        definition="",
        measure=Measure.NUMBER,
        givers=frozenset({Giver.ENTERPRISE}),
        occurrences=people,
        record="accounts.User",
        rows=lambda pks: {pk: Evidence(str(pk)) for pk in pks},
        order=order,
    )


def test_metrics_are_known_by_their_code_and_come_in_their_order() -> None:
    late, early = a_metric("late", 90), a_metric("early", 10)
    register_metric(late)
    register_metric(early)
    assert metrics.metrics() == [early, late]
    assert metric_of("late") is late


def test_one_that_nobody_registers_any_more_is_none() -> None:
    assert metric_of("gone") is None


def test_a_code_is_registered_once_and_the_last_one_holds() -> None:
    register_metric(a_metric("twice", 10))
    second = a_metric("twice", 20)
    register_metric(second)
    assert metrics.metrics() == [second]


def test_the_statement_has_the_columns_of_the_contract_in_their_order(db: None) -> None:
    """However the app that registers it has ordered them, and without its sorting."""
    text, _parameters = a_metric("people").statement()
    places = [text.index(f'AS "{name}"') for name in OCCURRENCE]
    assert places == sorted(places)
    assert "ORDER BY" not in text


@pytest.mark.parametrize(
    ("quantity", "measure", "said"),
    [
        ("12", Measure.NUMBER, "12"),
        ("12.00", Measure.NUMBER, "12"),
        ("1", Measure.DAYS, "1 day"),
        ("3.50", Measure.DAYS, "3.5 days"),
        ("100", Measure.DAYS, "100 days"),
        ("1200", Measure.HOURS, "1,200 hours"),
        ("0", Measure.HOURS, "0 hours"),
        ("50000", Measure.MONEY, "50,000.00"),
    ],
)
def test_quantities_are_said_with_what_they_are_of(quantity: str, measure: Measure, said: str) -> None:
    with translation.override("en"):
        assert in_words(Decimal(quantity), measure) == said
