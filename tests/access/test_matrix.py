"""Every address, for everybody of the kind it is for and one of each other. None goes unclassified."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from http.cookies import SimpleCookie
from zlib import crc32

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.access.classification import RULES, THIRD_PARTY
from tests.access.rules import Rule, addresses, forms
from tests.access.unchanged import rows_in_every_table, undone, written
from tests.governance.inspecting import come_in as let_in
from tests.governance.inspecting import named, opened, prepared
from tests.world import World, come_in, join, make_world

STAFF = (
    *("anonymous", "teacher", "class_teacher", "coordinator", "officer", "stranger_officer"),
    *("director", "administrator"),
)
PARTNERS = ("liaison", "signatory", "mentor", "stranger_liaison")
STUDENTS = ("student", "stranger_student")
INSPECTORS = ("inspector", "stranger_inspector")
PEOPLE = (*STAFF, *PARTNERS, *STUDENTS, *INSPECTORS)
# People of another kind are turned away by a middleware, before any page is asked.
KINDS = {"portal": PARTNERS, "me": STUDENTS, "inspector": INSPECTORS}
REFUSED = {302, 403, 404}


@pytest.fixture(scope="module")
def inhabited(django_db_setup, django_db_blocker) -> Iterator[tuple[World, dict[str, SimpleCookie]]]:
    """Everybody who looks, each signed in: made once, because this is asked some six hundred times."""
    with django_db_blocker.unblock(), undone():
        world = make_world()
        for who in PARTNERS:
            join(getattr(world, who))
        for who in STUDENTS:
            come_in(getattr(world, who))
        inspectors = let_inspectors_in(world)
        cookies = {}
        for who in PEOPLE:
            client = Client()
            if who != "anonymous":
                person = inspectors[who] if who in INSPECTORS else getattr(world, who)
                client.force_login(person.user if who in (*PARTNERS, *STUDENTS) else person)
            cookies[who] = client.cookies
        yield world, cookies


def let_inspectors_in(world: World) -> dict[str, User]:
    """Each to an inspection of their own: the first is the one that addresses are made with."""
    found = {}
    for who in INSPECTORS:
        inspection = prepared(world, title=who)
        named(world, inspection, email=f"{who}@edu.example")
        found[who] = let_in(opened(world, inspection).inspectors.get())
    return found


@pytest.fixture
def world(inhabited) -> Iterator[World]:
    """What a test does to it is taken back, in the database and in memory."""
    cache.clear()
    with undone():
        yield deepcopy(inhabited[0])


@pytest.fixture
def client_of(inhabited) -> Callable[[str], Client]:
    def signed_in(who: str) -> Client:
        client = Client()
        client.cookies = deepcopy(inhabited[1][who])
        return client

    return signed_in


def expected(rule: Rule, world: World, who: str) -> str:
    """``allowed``, ``sign in``, ``forbidden`` or ``hidden``, from the powers the world hands out."""
    if rule.access == "public":
        return "allowed"
    if who == "anonymous":
        return "sign in"
    if rule.access == "inspector":
        if who not in INSPECTORS:
            return "forbidden"
        return "allowed" if rule.row is None or who == "inspector" else "hidden"
    if who in INSPECTORS:
        if rule.leads_to_portal or rule.open_to_inspectors:
            return "allowed"
        return "forbidden" if rule.access in KINDS else "hidden"
    if rule.access == "me":
        if who not in STUDENTS:
            return "forbidden"
        return "allowed" if rule.row is None or who == "student" else "hidden"
    if rule.access == "portal":
        if who in STAFF or who in STUDENTS:
            return "forbidden"
        is_theirs = who == rule.only_for if rule.only_for else who != "stranger_liaison" or rule.row is None
        if is_theirs or who in rule.also_for:
            return "allowed"
        return "forbidden" if who in rule.seen_by else "hidden"
    if who in PARTNERS or who in STUDENTS:
        is_open = rule.leads_to_portal or (rule.part_of_account and rule.access == "signed in")
        return "allowed" if is_open else "hidden"
    person = getattr(world, who)
    if rule.access == "signed in":
        return "allowed"
    if rule.access == "administrator":
        return "allowed" if person.is_staff else "forbidden"
    if rule.access == "own":
        return "allowed" if person == world.director else "hidden"
    if rule.access == "holder":
        may = who in rule.also_for or person.scope_for(rule.capability)
        return "allowed" if may else "forbidden"
    assert rule.row is not None
    department = rule.row(world).department_id
    if who in rule.also_for or person.scope_for(rule.capability).covers(department):
        return "allowed"
    is_seen = who in rule.seen_by or person.scope_for(rule.read).covers(department)
    return "forbidden" if is_seen else "hidden"


def asked(rule: Rule, name: str) -> list[str]:
    """Everybody of the kind the address is for; of the other kinds one, another at each address."""
    own = KINDS.get(rule.access, STAFF)
    turn = crc32(name.encode())
    if rule.access in {"public", "signed in"} or rule.leads_to_portal:
        return list(PEOPLE)
    others = [
        kind[turn % len(kind)]
        for kind in (STAFF[1:], PARTNERS, STUDENTS, INSPECTORS)
        if not set(kind) <= set(own)
    ]
    return ["anonymous", *(who for who in own if who != "anonymous"), *others]


def answered(response) -> str:
    if response.status_code == 404:
        return "hidden"
    if response.status_code == 403:
        return "forbidden"
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign in"
    assert response.status_code != 500
    return "allowed"


def test_every_address_is_classified():
    names = set(addresses())

    assert {name for name in names - set(RULES) if not name.startswith(THIRD_PARTY)} == set()
    assert set(RULES) - names == set(), "rules for addresses that do not exist"


def test_what_a_request_writes_is_noticed_even_where_it_is_taken_back(world):
    so_far = written()
    with undone():
        world.partner.notes = "changed"
        world.partner.save()

    assert written() != so_far


@pytest.mark.parametrize("name", sorted(RULES))
def test_an_address_opens_to_those_it_is_for_and_nobody_else(world, client_of, name):
    assert wrong_answers(world, client_of, name, method=RULES[name].method) == []


@pytest.mark.parametrize("name", sorted(set(forms()) & set(RULES)))
def test_what_is_sent_to_a_page_is_taken_from_those_it_is_for_and_nobody_else(world, client_of, name):
    assert wrong_answers(world, client_of, name, method="POST") == []


@pytest.mark.parametrize(
    "name", sorted(name for name in set(forms()) & set(RULES) if RULES[name].access in KINDS)
)
def test_whoever_fills_in_a_form_may_ask_for_its_choices(world, client_of, name):
    rule = RULES[name]
    client = client_of(rule.only_for or KINDS[rule.access][0])
    page = client.get(reverse(name, kwargs=rule.arguments(world))).content.decode()

    for address in re.findall(r'data-url="([^"]+)"', page):
        assert client.get(address, {"q": "a"}).status_code == 200, address


def wrong_answers(world: World, client_of: Callable[[str], Client], name: str, *, method: str) -> list[str]:
    rule = RULES[name]
    address = reverse(name, kwargs=rule.arguments(world))  # what it is about is made once, for all of them
    wrong = []
    for who in asked(rule, name):
        client = client_of(who)
        after = None
        with undone():  # what one person was allowed to change, the next one meets unchanged
            wanted = expected(rule, world, who)
            so_far = written()  # some records are made when they are asked for
            answer = answered(client.post(address) if method == "POST" else client.get(address))
            if answer != wanted:
                wrong.append(f"{who}: {answer}, expected {wanted}")
            if wanted != "allowed" and written() != so_far:
                after = rows_in_every_table()
        # Reading every table takes longer than most requests; a refusal that wrote nothing changed nothing.
        if after is not None and after != rows_in_every_table():
            wrong.append(f"{who}: was refused, and yet something changed")
    return wrong


@pytest.mark.parametrize("who", PEOPLE)
def test_the_administration_is_for_administrators(world, client_of, who):
    client = client_of(who)
    for model in admin.site._registry:
        response = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        if who == "administrator":
            assert response.status_code == 200
        else:
            assert response.status_code in REFUSED


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.method == "POST"))
def test_an_act_is_never_done_by_opening_its_address(world, client_of, name):
    rule = RULES[name]
    kinds = {"portal": "liaison", "me": "student", "inspector": "inspector"}
    who = rule.only_for or kinds.get(rule.access, "director")
    response = client_of(who).get(reverse(name, kwargs=rule.arguments(world)))

    assert response.status_code == 405
