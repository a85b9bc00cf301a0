from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codes import CodeProblem, Scheme, UnknownScheme, get_scheme, register, schemes, uscc
from tests.real_data import real_lines, real_rows

USCC = get_scheme("uscc")
GB_COMPANY = get_scheme("gb_company")
SIREN = get_scheme("siren")
LEI = get_scheme("lei")

authorities = st.sampled_from("123456789ANY")
types = st.sampled_from("123459")
regions = st.from_regex(r"[1-6][0-9]{5}", fullmatch=True)
organisations = st.text(alphabet=uscc.ALPHABET, min_size=9, max_size=9)


@st.composite
def credit_codes(draw):
    body = draw(authorities) + draw(types) + draw(regions) + draw(organisations)
    return body + uscc.check_digit(body)


def problem_of(scheme, text):
    return scheme.problem(scheme.normalise(text))


def test_there_is_a_scheme_for_every_register_we_know():
    assert [scheme.key for scheme in schemes()] == ["uscc", "gb_company", "siren", "lei", "none"]


def test_an_unknown_scheme_is_refused_by_name():
    with pytest.raises(UnknownScheme, match="moon"):
        get_scheme("moon")


def test_two_schemes_cannot_share_a_key():
    another = Scheme(key="uscc", label="Another", country="", problem=lambda code: None)
    with pytest.raises(ValueError, match="already registered"):
        register(another)
    assert get_scheme("uscc") is USCC


@given(credit_codes())
def test_every_code_of_the_standard_is_accepted(code):
    assert USCC.problem(code) is None


@given(credit_codes(), st.data())
def test_one_mistyped_character_is_always_noticed(code, data):
    place = data.draw(st.integers(0, 17))
    character = data.draw(st.sampled_from([c for c in uscc.ALPHABET if c != code[place]]))
    assert USCC.problem(code[:place] + character + code[place + 1 :]) is not None


@given(credit_codes(), st.integers(0, 16))
def test_two_swapped_neighbours_are_always_noticed(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (USCC.problem(swapped) is None) == (swapped == code)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    for scheme in schemes():
        once = scheme.normalise(text)
        assert scheme.normalise(once) == once


@given(st.text())
def test_every_text_gets_a_verdict_and_none_an_exception(text):
    for scheme in schemes():
        assert problem_of(scheme, text) in {None, *CodeProblem}


@pytest.mark.parametrize(
    "text",
    [
        "９１１１００００６０００３７３４１Ｌ",
        " 91110000 60003734 1l ",
        "91110000-600037341-L",
        "\ufeff91110000600037341L\u200b",
    ],
)
def test_width_case_blanks_and_dashes_do_not_matter(text):
    assert USCC.normalise(text) == "91110000600037341L"
    assert USCC.accepts(text)


@pytest.mark.parametrize("authority", ["A", "N", "Y"])
def test_bodies_of_the_army_of_agriculture_and_others_are_accepted(authority):
    body = f"{authority}2320506MF1234567"[:17]
    assert USCC.problem(body + uscc.check_digit(body)) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", CodeProblem.EMPTY),
        ("无", CodeProblem.EMPTY),
        ("N/A", CodeProblem.EMPTY),
        ("320113000011501", CodeProblem.OLD_NUMBER),
        ("3208001802251", CodeProblem.OLD_NUMBER),
        ("320407NA000023X", CodeProblem.OLD_NUMBER),
        ("91220521664295839", CodeProblem.WRONG_LENGTH),
        ("95028570-8", CodeProblem.WRONG_LENGTH),
        ("企合苏锡总字第003175号", CodeProblem.NOT_A_CODE),
        ("91110000600037341I", CodeProblem.NOT_A_CODE),
        ("91110000600037341M", CodeProblem.WRONG_CHECK_DIGIT),
    ],
)
def test_the_reason_says_what_is_wrong(text, reason):
    assert problem_of(USCC, text) == reason
    assert reason.label


def test_a_credit_code_names_the_region_that_registered_it():
    assert uscc.region_code("91320505MA1MMT665H") == "320505"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("8209948", "08209948"), ("08209948", "08209948"), ("sc 421617", "SC421617"), ("NI1234", "NI001234")],
)
def test_a_company_number_gets_back_the_zeros_that_a_spreadsheet_took(typed, stored):
    assert GB_COMPANY.normalise(typed) == stored
    assert GB_COMPANY.problem(stored) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", CodeProblem.EMPTY),
        ("123456789", CodeProblem.WRONG_LENGTH),
        ("XX123456", CodeProblem.NOT_A_CODE),
        ("0", CodeProblem.NOT_A_CODE),
    ],
)
def test_what_is_no_company_number_is_refused(text, reason):
    assert problem_of(GB_COMPANY, text) == reason


@pytest.mark.parametrize(
    ("scheme", "text", "reason"),
    [
        (SIREN, "404 833 048", None),
        (SIREN, "404833047", CodeProblem.WRONG_CHECK_DIGIT),
        (SIREN, "40483304", CodeProblem.WRONG_LENGTH),
        (SIREN, "40483304X", CodeProblem.NOT_A_CODE),
        (LEI, "213800KUD8LAJWSQ9D15", None),
        (LEI, "213800KUD8LXJWSQ9D15", CodeProblem.WRONG_CHECK_DIGIT),
        (LEI, "213800KUD8LAJWSQ9D1", CodeProblem.WRONG_LENGTH),
        (LEI, "213800KUD8LAJWSQ9DXX", CodeProblem.NOT_A_CODE),
    ],
)
def test_french_and_international_codes_are_judged(scheme, text, reason):
    assert problem_of(scheme, text) == reason


def test_a_body_in_no_register_needs_no_code():
    assert get_scheme("none").accepts("")


# The verdicts of the key, and what the user reads for them. Rows whose cells are shifted, or that
# have thirteen, carry a sound code all the same.
REASONS = {
    "ok": None,
    "shifted": None,
    "columns13": None,
    "missing_code": CodeProblem.EMPTY,
    "len13": CodeProblem.OLD_NUMBER,
    "len15": CodeProblem.OLD_NUMBER,
    "len10": CodeProblem.WRONG_LENGTH,
    "len17": CodeProblem.WRONG_LENGTH,
    "len11": CodeProblem.NOT_A_CODE,
    "len12": CodeProblem.NOT_A_CODE,
    "len16": CodeProblem.NOT_A_CODE,
    "bad_checksum": CodeProblem.WRONG_CHECK_DIGIT,
}
# The key counts both as wrong check digits since they are 18 characters long; one has dashes, the
# other letters where the region stands.
FINER_REASONS = {
    "H-4601043500387-21": CodeProblem.WRONG_LENGTH,
    "429006NA000000022X": CodeProblem.NOT_A_CODE,
}


@pytest.mark.real_data
def test_the_verdict_on_each_of_a_thousand_dirty_rows_agrees_with_the_key():
    rows = list(real_lines("enterprises/cn_1k_dirty.csv"))[1:]
    key = list(real_rows("enterprises/cn_1k_dirty.key.csv"))
    assert len(rows) == len(key) == 1000
    for cells, answer in zip(rows, key, strict=True):
        code = cells[1]
        assert code == answer["uscc_as_given"]
        expected = FINER_REASONS.get(code, REASONS[answer["verdict_python_stdnum"]])
        assert problem_of(USCC, code) == expected, code


@pytest.mark.real_data
def test_ninety_seven_of_a_hundred_codes_of_suzhou_are_sound():
    verdicts = Counter(
        problem_of(USCC, row["统一社会信用代码"]) for row in real_rows("enterprises/cn_suzhou_22k.csv.gz")
    )
    assert verdicts.total() == 22440
    assert verdicts[None] == 21767


@pytest.mark.real_data
def test_every_number_of_the_british_register_is_accepted():
    numbers = [row["CompanyNumber"] for row in real_rows("enterprises/uk_companies_house_1000.csv")]
    numbers += [row["CompanyNumber"] for row in real_rows("enterprises/uk_companies_house_raw_31.csv")]
    assert len(numbers) == 1031
    assert [number for number in numbers if not GB_COMPANY.accepts(number)] == []
    assert all(GB_COMPANY.normalise(number.lstrip("0")) == number for number in numbers)


@pytest.mark.real_data
def test_the_legal_entity_identifiers_of_europe_are_accepted():
    identifiers = [row["LEI"] for row in real_rows("enterprises/gleif_europe_60k.csv.xz")]
    assert len(identifiers) == 60000
    # Nine, all of one issuer, stand in the register itself with check digits that do not fit.
    refused = [code for code in identifiers if not LEI.accepts(code)]
    assert len(refused) == 9
    assert all(code.startswith("39120001") for code in refused)
