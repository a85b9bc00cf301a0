"""Markets of the literature and of other programs, with what is known about their answers."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from internships.selection.market import Market, read_market
from internships.selection.solver import solve
from internships.selection.verifier import violations
from tests.internships.selection.markets import size, stable_matchings
from tests.real_data import real_file

pytestmark = pytest.mark.real_data

EXAMPLES = [
    "algmatch_hr1",
    "matching_readme_hr",
    "own_one_sided_listing",
    "own_tie_two_sizes",
    "own_zero_capacity_and_empty_lists",
    "roth_sotomayor_ex2_9",
]


@pytest.fixture(params=EXAMPLES)
def file(request: pytest.FixtureRequest) -> Path:
    return real_file(f"../matching/{request.param}.json")


@pytest.fixture
def example(file: Path) -> tuple[Market, dict[str, Any]]:
    return read_market(file.read_bytes()), json.loads(file.read_bytes())["expected"]


def test_the_answer_is_the_one_that_is_best_for_all_students(example):
    market, expected = example

    matching = solve(market)

    assert matching.assignment == expected.get("student_optimal", matching.assignment)
    assert violations(market, matching.assignment) == []


def test_as_many_are_placed_as_a_stable_answer_can_place(example):
    market, expected = example

    assert expected["min_stable_size"] <= solve(market).placed <= expected["max_stable_size"]


def test_trying_everything_finds_as_many_stable_answers(example):
    """Where ties are left open there are more: each seed draws one of their orders."""
    market, expected = example
    if "student_optimal" not in expected:
        pytest.skip("Its ties are drawn: see the next test.")

    found = stable_matchings(market)

    assert len(found) == expected["n_stable_matchings"]
    assert expected["student_optimal"] in found
    assert expected.get("post_optimal", found[0]) in found


def test_a_tie_decides_how_many_are_placed():
    content = json.loads(real_file("../matching/own_tie_two_sizes.json").read_bytes())

    sizes = {
        solve(read_market(json.dumps(content | {"seed": str(seed)}).encode())).placed for seed in range(20)
    }

    assert sizes == {content["expected"]["min_stable_size"], content["expected"]["max_stable_size"]}


def test_the_command_answers_the_same(file, example, tmp_path):
    market, _expected = example

    call_command("select_round", str(file), str(tmp_path / "out.json"))

    answer = json.loads((tmp_path / "out.json").read_bytes())
    assert answer == {"assignment": solve(market).assignment}
    assert size(answer["assignment"]) == solve(market).placed
