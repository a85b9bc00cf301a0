import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from agreements.variables import VariableProblem, built_in_label, fill, names_in, preview


def test_every_variable_is_replaced_wherever_it_stands():
    text = "{{ party_a.name }} pays {{amount}}; {{ party_a.name }} signs."
    assert fill(text, {"party_a.name": "The centre", "amount": "5"}) == "The centre pays 5; The centre signs."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{{ price }}", "“price” is not known"),
        ("{{ empty }}", "“empty” has no value yet"),
        ("{{ party_a.name|upper }}", "not a variable"),
        ("{{ party_a.enterprise.code }}", "not a variable"),
        ("{{ __class__ }}", "not a variable"),
        ("{{ name", "not closed"),
        ("name }}", "not closed"),
        ("{{}}", "not a variable"),
    ],
)
def test_what_is_unknown_missing_or_malformed_is_said(text, complaint):
    with pytest.raises(VariableProblem, match=complaint):
        fill(text, {"name": "x", "empty": " "})


def test_no_template_language_looks_at_a_text():
    text = "{% load secrets %} {# note #} ${x} %(y)s {z}"
    assert fill(text, {}) == text


def test_a_value_is_not_read_again_for_variables():
    assert fill("{{ a }}", {"a": "{{ b }}", "b": "no"}) == "{{ b }}"


def test_a_preview_leaves_what_is_missing_as_it_was_typed():
    assert preview("{{ a }} and {{ b }}", {"a": "1"}) == "1 and {{ b }}"


@given(st.text())
def test_any_text_is_filled_or_refused_and_never_fails(text):
    try:
        names = names_in(text)
    except VariableProblem:
        return
    assert fill(text, dict.fromkeys(names, "value")).count("{{") == 0


def test_a_party_is_called_as_the_paper_of_the_readers_language_calls_it():
    assert built_in_label("party_b.address") == "address of party B"
    with translation.override("zh-hans"):
        assert built_in_label("party_b.address") == "乙方地址"
