"""The checker finds every kind of fault, and knows nothing of the solver."""

import ast
from pathlib import Path

import pytest
from hypothesis import given

from internships.selection import verifier
from internships.selection.verifier import Fault, Violation, violations
from tests.internships.selection.markets import feasible, is_stable, market, markets

OF = market(
    {"s1": ["p1", "p2"], "s2": ["p1"], "s3": [("p1", "p2")]},
    {"p1": (1, ["s1", ("s2", "s3")]), "p2": (2, ["s3", "s1"], 2)},
)


@pytest.mark.parametrize(
    ("assignment", "fault"),
    [
        ({"s1": "p1", "s2": None}, Violation(Fault.STUDENT_MISSING, "s3")),
        ({"s1": "p1", "s2": None, "s3": None, "s4": None}, Violation(Fault.STUDENT_UNKNOWN, "s4")),
        ({"s1": "p9", "s2": None, "s3": None}, Violation(Fault.POST_UNKNOWN, "s1", "p9")),
        ({"s1": "p1", "s2": "p2", "s3": None}, Violation(Fault.NOT_LISTED_BY_STUDENT, "s2", "p2")),
        ({"s1": "p1", "s2": "p2", "s3": None}, Violation(Fault.NOT_LISTED_BY_POST, "s2", "p2")),
        ({"s1": "p1", "s2": "p1", "s3": None}, Violation(Fault.TOO_MANY, post="p1")),
        ({"s1": "p1", "s2": None, "s3": "p2"}, Violation(Fault.TOO_FEW, post="p2")),
        ({"s1": None, "s2": "p1", "s3": None}, Violation(Fault.BLOCKING_PAIR, "s1", "p1")),
        ({"s1": "p1", "s2": None, "s3": None}, Violation(Fault.BLOCKING_PAIR, "s3", "p2")),
    ],
)
def test_each_fault_is_found(assignment, fault):
    assert fault in violations(OF, assignment)


def test_nobody_can_hold_a_closed_post_against_the_result():
    assert violations(OF, {"s1": "p1", "s2": None, "s3": None}, ["p2"]) == []


def test_a_post_is_closed_only_for_want_of_students_and_then_takes_none():
    assignment = {"s1": "p2", "s2": "p1", "s3": "p2"}

    assert Violation(Fault.CLOSED_BUT_FILLED, post="p2") in violations(OF, assignment, ["p2"])
    assert Violation(Fault.CLOSED_WITHOUT_QUOTA, post="p1") in violations(OF, assignment, ["p1"])


def test_a_tie_counts_as_it_was_drawn():
    tied = market({"s1": ["p1"], "s2": ["p1"]}, {"p1": (1, [("s1", "s2")])}, seed="x")

    results = [violations(tied, {"s1": "p1", "s2": None}), violations(tied, {"s1": None, "s2": "p1"})]

    assert sorted(map(len, results)) == [0, 1]


def test_a_fault_reads_as_one_line():
    assert str(Violation(Fault.TOO_MANY, post="p1")) == "too_many, p1"


@given(markets())
def test_what_it_lets_pass_is_exactly_what_is_stable(of):
    for assignment in feasible(of):
        assert (violations(of, assignment) == []) == is_stable(of, assignment)


def test_it_shares_no_line_with_the_solver():
    tree = ast.parse(Path(verifier.__file__).read_text())
    imported = {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    } | {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}

    assert {name for name in imported if name.startswith("internships")} == {"internships.selection.market"}
