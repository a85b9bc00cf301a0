"""Effective terms: folding amendments over plain values."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agreements.terms import (
    TERM_KINDS,
    Change,
    EffectiveClause,
    SignedAmendment,
    Term,
    Terms,
    fold,
)

DAY = date(2026, 1, 1)


def words(text: str) -> dict[str, str]:
    return {"heading_en": text, "heading_zh": text, "text_en": text, "text_zh": text}


ORIGINAL = Terms(
    {name: Term(None) for name in TERM_KINDS} | {"aims": Term("first"), "notice_days": Term(60)},
    (EffectiveClause("1", words("one")), EffectiveClause("2", words("two"))),
)

changes = st.one_of(
    st.builds(Change, st.just("field"), st.just("aims"), st.text(max_size=5)),
    st.builds(Change, st.just("field"), st.just("notice_days"), st.integers(0, 99)),
    st.builds(
        Change,
        st.just("clause"),
        st.sampled_from(["1", "2"]),
        st.none() | st.text(max_size=3).map(words),
    ),
)
amendments = st.lists(
    st.builds(
        SignedAmendment,
        st.integers(1, 50),
        st.integers(0, 400).map(lambda days: DAY + timedelta(days=days)),
        st.lists(changes, max_size=4).map(tuple),
    ),
    max_size=6,
    unique_by=lambda amendment: amendment.number,
)


@given(amendments)
def test_before_any_amendment_takes_effect_the_terms_are_the_original_ones(signed):
    assert fold(ORIGINAL, signed, on=DAY - timedelta(days=1)) == ORIGINAL


@given(amendments, st.integers(0, 400), st.randoms())
def test_the_order_in_which_amendments_are_read_does_not_matter(signed, days, random):
    on = DAY + timedelta(days=days)
    shuffled = list(signed)
    random.shuffle(shuffled)
    assert fold(ORIGINAL, shuffled, on=on) == fold(ORIGINAL, signed, on=on)


@given(amendments, st.integers(0, 400))
def test_each_term_is_what_the_last_effective_amendment_made_of_it(signed, days):
    on = DAY + timedelta(days=days)
    terms = fold(ORIGINAL, signed, on=on)
    for name in ("aims", "notice_days"):
        touching = [
            (amendment.effective_on, amendment.number, change.after)
            for amendment in signed
            if amendment.effective_on <= on
            for change in amendment.changes
            if change.kind == "field" and change.target == name
        ]
        if not touching:
            assert terms.fields[name] == ORIGINAL.fields[name]
            assert terms.fields[name].is_original
        else:
            last = max((effective, number) for effective, number, _after in touching)
            candidates = [after for effective, number, after in touching if (effective, number) == last]
            assert terms.fields[name] == Term(candidates[-1], last[1])


@given(amendments)
def test_folding_changes_neither_the_original_nor_twice_what_is_folded(signed):
    before = (dict(ORIGINAL.fields), ORIGINAL.clauses)
    once = fold(ORIGINAL, signed, on=date.max)
    assert (dict(ORIGINAL.fields), ORIGINAL.clauses) == before
    assert fold(ORIGINAL, signed, on=date.max) == once


def test_a_clause_is_changed_struck_out_and_added():
    signed = [
        SignedAmendment(1, DAY, (Change("clause", "1", words("uno")), Change("clause", "1.1", words("new")))),
        SignedAmendment(2, DAY, (Change("clause", "2", None), Change("clause", "1.1", words("newer")))),
    ]
    terms = fold(ORIGINAL, signed, on=DAY)
    assert [(clause.key, clause.heading, clause.amendment) for clause in terms.clauses] == [
        ("1", "uno", 1),
        ("1.1", "newer", 2),
    ]


@given(
    st.fixed_dictionaries(
        {
            "ends_on": st.dates(),
            "value_amount": st.none() | st.decimals(0, 10**9, places=2),
            "forms": st.lists(st.text(max_size=3)),
            "notice_days": st.integers(0, 999),
        }
    )
)
def test_a_term_comes_back_from_the_database_as_it_went_in(values):
    for name, value in values.items():
        kind = TERM_KINDS[name]
        assert kind.read(kind.stored(value)) == value
