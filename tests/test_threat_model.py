"""The threat model names tests that exist, and says of each threat that is held which test shows it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MODEL = (ROOT / "docs" / "threat-model.md").read_text()
HELD, _heading, _NOT_HELD = MODEL.partition("## Not held")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", MODEL)))


def names_of_tests(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[f"{file}::{name}" for file, name in NAMED])
def test_what_it_names_exists(file, name):
    assert (ROOT / file).is_file()
    assert not name or name in names_of_tests(ROOT / file)


def test_every_threat_that_is_held_names_its_test():
    tables = re.findall(r"\| threat \| held by \|\n\|---\|---\|\n((?:\|.*\n)+)", HELD)
    threats = [line for table in tables for line in table.splitlines()]

    assert len(threats) > 40
    assert [line for line in threats if "`tests/" not in line] == []
