import time
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from core.pinyin import pinyin_initials, pinyin_key
from tests.real_data import real_rows


@pytest.mark.parametrize(
    ("name", "key", "initials"),
    [
        ("苏州工业设备有限公司", "su zhou gong ye she bei you xian gong si", "szgysbyxgs"),
        ("苏州ABC科技（昆山）", "su zhou abc ke ji kun shan", "szabckjks"),
        ("重庆银行", "chong qing yin hang", "cqyh"),
        ("长沙重工", "chang sha zhong gong", "cszg"),
        ("厦门大厦", "xia men da sha", "xmds"),
        ("３Ｍ中国", "3m zhong guo", "3mzg"),
        ("Acme Tools Ltd", "acme tools ltd", "atl"),
        ("Électricité", "electricite", "e"),
        ("", "", ""),
        ("——", "", ""),
    ],
)
def test_a_name_is_spelt_and_abbreviated_as_people_type_it(name, key, initials):
    assert pinyin_key(name) == key
    assert pinyin_initials(name) == initials


def test_names_sort_as_in_a_dictionary():
    assert sorted(["张江", "西安", "先锋", "阿里", "北京"], key=pinyin_key) == [
        "阿里",
        "北京",
        "西安",
        "先锋",
        "张江",
    ]


@given(st.text())
def test_every_text_has_a_key_without_stray_blanks(text):
    key = pinyin_key(text)
    assert key == " ".join(key.split())


@pytest.mark.real_data
def test_real_names_read_as_the_phrase_dictionary_reads_them():
    names = [
        row["企业名称"]
        for row in islice(real_rows("enterprises/cn_200k_slim.csv.xz"), 3000)
        if row["企业名称"].isalpha() and not any(c.isascii() for c in row["企业名称"])
    ]
    assert len(names) > 2500
    differing = [name for name in names if pinyin_key(name) != " ".join(lazy_pinyin(name))]
    assert len(differing) / len(names) < 0.001, differing


@pytest.mark.real_data
def test_twenty_thousand_names_take_about_a_second():
    names = [row["企业名称"] for row in islice(real_rows("enterprises/cn_200k_slim.csv.xz"), 20_000)]
    pinyin_key("重庆")
    started = time.process_time()
    for name in names:
        pinyin_key(name)
    assert time.process_time() - started < 5
