from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.names import name_key
from tests.real_data import real_rows


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华美软胶囊技术(南京)有限公司", "华美软胶囊技术（南京）有限责任公司"),
        ("苏州工业设备股份有限公司", "苏州工业设备公司"),
        ("苏州３Ｍ科技有限公司", "苏州3m科技有限公司"),
        ("DISPLAYLINK (UK) LIMITED", "DisplayLink (UK) Ltd"),
        ("F Schumacher & Co UK Ltd", "F. SCHUMACHER & CO. UK LTD"),
        ("HeartFlow U.K. Ltd.", "Heartflow UK Limited"),
        ("Rada Cafe Ltd ", "Rada Cafe Ltd t/a Rada"),
        ("Rada Cafe Ltd", "Rada Cafe Limited Trading As Rada's"),
        ("Smith & Sons Ltd", "Smith and Sons Ltd"),
        ("M.A. SERVICE S.R.L.", "MA Service"),
        ("Müller GmbH & Co. KG", "MULLER GMBH"),
        ("Électricité Générale SARL", "ELECTRICITE GENERALE"),
        ("AIR PRODUCTS PUBLIC LIMITED COMPANY", "Air Products PLC"),
    ],
)
def test_two_spellings_of_one_name_share_a_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("苏州明德机械有限公司", "苏州明德机械有限公司昆山分公司"),
        ("华美软胶囊技术(南京)有限公司", "华美软胶囊技术(苏州)有限公司"),
        ("Hilltop Motors Ltd", "Hilltop Motor Ltd"),
        ("Limited Editions Ltd", "Editions Ltd"),
        ("Data Systems Ltd", "Systems Ltd"),
    ],
)
def test_different_names_keep_different_keys(one, other):
    assert name_key(one) != name_key(other)


def test_a_name_that_is_nothing_but_a_legal_form_keeps_it():
    assert name_key("有限公司") == "有限公司"
    assert name_key("Limited") == "limited"


@given(st.text())
def test_width_and_case_never_matter(text):
    assert name_key(text.upper()) == name_key(text.upper().casefold())
    assert name_key(f"  {text} ") == name_key(text)


@pytest.mark.real_data
def test_the_duplicate_sponsors_of_the_united_kingdom_meet_and_many_more():
    names = [row["Organisation Name"] for row in real_rows("enterprises/uk_sponsor_names_106k.csv.gz")]
    folded = defaultdict(set)
    for name in names:
        folded[" ".join(name.casefold().split())].add(name_key(name))
    assert len(names) - len(folded) == 266
    assert all(len(keys) == 1 for keys in folded.values())
    assert len(names) - len({key for keys in folded.values() for key in keys}) > 600


@pytest.mark.real_data
def test_few_names_of_europe_meet_and_none_loses_its_key():
    keys = [name_key(row["Entity.LegalName"]) for row in real_rows("enterprises/gleif_europe_60k.csv.xz")]
    assert all(keys)
    assert len(set(keys)) / len(keys) > 0.98
