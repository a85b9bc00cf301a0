"""The files of two-way selection: what is read, what is ignored, and what is refused with which words."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from internships.management.commands.select_round import Command
from internships.selection.market import OfferedPost, UnreadableMarket, read_market
from internships.selection.solver import Matching

GOOD = {"students": {"s1": ["p1"]}, "posts": {"p1": {"capacity": 1, "prefs": ["s1"]}}}


def read(content):
    return read_market(json.dumps(content).encode())


def test_a_bare_id_is_a_group_of_one_and_an_inner_list_a_tie():
    market = read(
        {"students": {"s1": ["p1", ["p2", "p3"]]}, "posts": {"p1": {"capacity": 2, "prefs": [["s1"], "s2"]}}}
    )

    assert market.students == {"s1": (("p1",), ("p2", "p3"))}
    assert market.posts == {"p1": OfferedPost(2, 0, (("s1",), ("s2",)))}
    assert market.seed == ""


def test_keys_that_nobody_knows_and_empty_ties_are_ignored():
    market = read(
        {
            "name": "an example",
            "students": {"s1": [[], "p1"]},
            "posts": {"p1": {"capacity": 1, "prefs": [], "colour": "red"}},
        }
    )

    assert market.students == {"s1": (("p1",),)}


def test_a_list_may_name_somebody_who_is_not_there():
    market = read({"students": {"s1": ["p9", "p1"]}, "posts": {"p1": {"capacity": 1, "prefs": ["s8", "s1"]}}})

    assert market.unknown_ids() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "The file is no object."),
        ({"posts": {}}, "“students” is no object."),
        ({"students": {}, "posts": []}, "“posts” is no object."),
        (GOOD | {"seed": 7}, "“seed” is not a text."),
        (GOOD | {"students": {"s1": "p1"}}, 'The list of student "s1" is no list.'),
        (GOOD | {"students": {"s1": [1]}}, 'The list of student "s1" has something other than ids.'),
        (GOOD | {"students": {"s1": [["p1", ["p2"]]]}}, 'student "s1" has something other than ids'),
        (GOOD | {"students": {"s1": ["p1", ["p2", "p1"]]}}, 'The list of student "s1" names "p1" twice.'),
        (GOOD | {"students": {"s\n1": ["p1", "p1"]}}, 'The list of student "s\\n1" names "p1" twice.'),
        (GOOD | {"posts": {"p1": {"prefs": []}}}, 'post "p1" has no “capacity”.'),
        (GOOD | {"posts": {"p1": {"capacity": -1}}}, "“capacity” of post"),
        (GOOD | {"posts": {"p1": {"capacity": True}}}, "“capacity” of post"),
        (GOOD | {"posts": {"p1": {"capacity": 1.5}}}, "“capacity” of post"),
        (GOOD | {"posts": {"p1": {"capacity": 1, "lower": 2}}}, "at least 2 students, but has 1 seats"),
        (GOOD | {"posts": {"p1": 3}}, 'post "p1" is no object.'),
        (GOOD | {"students": {"\ud800": []}}, "whole characters"),
    ],
)
def test_what_leaves_open_what_was_meant_is_refused(content, words):
    with pytest.raises(UnreadableMarket) as refused:
        read(content)

    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is not JSON: line 1"),
        (b'{"students": {},\n "posts": }', "The file is not JSON: line 2"),
        ("{“".encode("gb18030"), "The file is not UTF-8."),
        (b"[" * 200_000, "The file is nested too deeply."),
        (b'{"students": {"s1": [], "s1": []}, "posts": {}}', '"s1" stands twice'),
    ],
)
def test_what_is_no_file_of_ours_is_refused(content, words):
    with pytest.raises(UnreadableMarket) as refused:
        read_market(content)

    assert words in str(refused.value)


def test_a_file_with_a_byte_order_mark_is_read():
    assert read_market(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()).students == {"s1": (("p1",),)}


# --- The command ------------------------------------------------------------------------------


def written(tmp_path, content):
    (tmp_path / "in.json").write_text(json.dumps(content))
    return str(tmp_path / "in.json"), str(tmp_path / "out.json")


def test_the_command_writes_who_goes_where(tmp_path, capsys):
    call_command("select_round", *written(tmp_path, GOOD))

    assert (tmp_path / "out.json").read_text() == '{"assignment":{"s1":"p1"}}\n'
    assert capsys.readouterr().out == "Placed 1 of 1 students.\n"


def test_the_command_says_what_closed_and_what_it_ignored(tmp_path, capsys):
    content = {
        "students": {"s1": ["p1", "p2"], "s2": ["p7"]},
        "posts": {"p1": {"capacity": 2, "lower": 2, "prefs": ["s1"]}, "p2": {"capacity": 1, "prefs": ["s1"]}},
    }

    call_command("select_round", *written(tmp_path, content))

    assert json.loads((tmp_path / "out.json").read_text()) == {
        "assignment": {"s1": "p2", "s2": None},
        "closed": ["p1"],
    }
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        'Closed "p1": 1 of at least 2 students.',
        "Placed 1 of 2 students.",
    ]
    assert told.err.strip() == "Ignored 1 mentions of students or posts that the file does not have."


def run(command: BaseCommand, *arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        command.run_from_argv(["manage.py", "select_round", *arguments])
    return left.value.code


@pytest.mark.parametrize(
    "content", ["no JSON", '{"students": {}}', '{"students": {"s": ["p", "p"]}, "posts": {}}']
)
def test_a_bad_file_is_left_with_two_and_one_line(tmp_path, capsys, content):
    (tmp_path / "in.json").write_text(content)

    assert run(Command(), str(tmp_path / "in.json"), str(tmp_path / "out.json")) == 2

    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "out.json").exists()


def test_a_file_that_is_missing_or_cannot_be_written_is_left_with_two(tmp_path, capsys):
    assert run(Command(), str(tmp_path / "none.json"), str(tmp_path / "out.json")) == 2
    assert "No such file" in capsys.readouterr().err

    source, _out = written(tmp_path, GOOD)
    assert run(Command(), source, str(tmp_path / "nowhere" / "out.json")) == 2


def test_a_result_that_does_not_hold_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "internships.management.commands.select_round.solve",
        lambda market: Matching({"s1": None}),
    )

    with pytest.raises(CommandError, match="blocking_pair, s1, p1"):
        call_command("select_round", *written(tmp_path, GOOD))

    assert not (tmp_path / "out.json").exists()
