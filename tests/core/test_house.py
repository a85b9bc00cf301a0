"""What every part of the house keeps to, found by looking at all of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

LAYERS = [
    "core",
    "compliance",
    "catalogue",
    "accounts",
    "signing",
    "partnerships",
    "agreements",
    "teachers",
    "internships",
    "placements",
    "resources",
    "training",
    "projects",
    "alliances",
    "collaboration",
    "assessments",
    "information",
    "governance",
    "insights",
    "reports",
]
ROOT = Path(settings.BASE_DIR)


def sources() -> list[Path]:
    return [
        path for layer in LAYERS for path in (ROOT / layer).rglob("*.py") if "migrations" not in path.parts
    ]


def our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in LAYERS]


def assigned_attributes(path: Path) -> Iterator[tuple[str, int]]:
    for statement in ast.walk(ast.parse(path.read_text())):
        if isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
                for node in ast.walk(target):
                    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                        yield node.attr, node.lineno


def test_every_app_of_ours_has_its_place_in_the_order():
    assert {path.parent.name for path in ROOT.glob("*/apps.py")} == set(LAYERS)


def test_no_foreign_key_points_upward():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, (models.ForeignKey, models.ManyToManyField))
        and field.related_model._meta.app_label in LAYERS
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
        and LAYERS.index(field.related_model._meta.app_label) > LAYERS.index(model._meta.app_label)
    ]

    assert upward == []


def test_only_the_mover_assigns_a_state():
    elsewhere = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        if path != ROOT / "core" / "transitions.py"
        for attribute, line in assigned_attributes(path)
        if attribute == "state"
    ]

    assert elsewhere == [], "move it through its table of transitions"


def test_no_module_is_longer_than_a_room():
    long = {
        str(path.relative_to(ROOT)): n
        for path in sources()
        if (n := len(path.read_text().splitlines())) > 500
    }

    assert long == {}


def test_every_model_is_named_in_words():
    unnamed = [
        model._meta.label
        for model in our_models()
        if not model._meta.auto_created
        and not hasattr(model, "pgh_tracked_model")
        and "verbose_name" not in model._meta.original_attrs
    ]

    assert unnamed == []


def test_no_sentence_ends_with_an_instant():
    """In English it could read: at 3 p.m.."""
    instants = re.compile(r'(\w+)=[\w.]+\|date:"(?:SHORT_)?DATETIME_FORMAT"(.*?)endblocktranslate', re.DOTALL)
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "templates").rglob("*.html")
        for name, sentence in instants.findall(path.read_text())
        if re.search(rf"\{{\{{ {name} \}}\}}\.", sentence)
    ]
    assert wrong == []
