"""Signing in: throttled, listed, ended elsewhere, and shown again before what matters is changed."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import PASSWORD, UserFactory
from tests.world import give_second_factor

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def teacher() -> User:
    return UserFactory.create(name="赵老师", name_latin="Zhao Lei", email="teacher@centre.example")


def try_password(email: str, password: str, address: str = "192.0.2.1") -> Client:
    client = Client(REMOTE_ADDR=address)
    client.post(LOGIN, {"login": email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_five_wrong_passwords_close_an_account_for_every_address_for_a_while(teacher):
    for number in range(5):
        assert not is_in(try_password(teacher.email, "wrong", address=f"192.0.2.{number}"))

    assert not is_in(try_password(teacher.email, PASSWORD, address="192.0.2.77"))
    other = UserFactory.create(email="other@centre.example")
    assert is_in(try_password(other.email, PASSWORD, address="192.0.2.77"))


def test_ten_wrong_passwords_from_one_address_close_it_for_every_account(teacher):
    for number in range(10):
        try_password(f"guess{number}@centre.example", "wrong")

    assert not is_in(try_password(teacher.email, PASSWORD))
    assert is_in(try_password(teacher.email, PASSWORD, address="198.51.100.7"))


def test_a_refusal_says_the_same_whether_an_account_exists(teacher):
    said = [
        Client().post(LOGIN, {"login": email, "password": "wrong"}).context["form"].errors.as_text()
        for email in (teacher.email, "nobody@centre.example")
    ]
    assert said[0] == said[1]


def test_the_counts_are_kept_where_all_processes_find_them():
    """In tests the cache is of the process; in earnest it is the table or Redis."""
    source = (configured.BASE_DIR / "config" / "settings.py").read_text()
    assert "DatabaseCache" in source
    assert source.count("LocMemCache") == 1


def test_a_password_alone_does_not_let_in_whoever_has_a_second_factor(teacher):
    give_second_factor(teacher)
    client = Client()
    answer = client.post(LOGIN, {"login": teacher.email, "password": PASSWORD})

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_email", {"action_add": "", "email": "new@centre.example"}),
        ("mfa_activate_totp", {"code": "123456"}),
        ("mfa_deactivate_totp", {}),
        ("mfa_add_webauthn", {"credential": "{}"}),
        ("mfa_generate_recovery_codes", {}),
    ],
)
def test_an_address_or_a_second_factor_is_changed_only_by_whoever_shows_again_who_they_are(
    teacher, client, name, data
):
    if name != "mfa_activate_totp":
        give_second_factor(teacher)
    client.force_login(teacher)
    before = list(teacher.authenticator_set.values_list("pk", "data"))

    answer = client.post(reverse(name), data)

    assert answer.status_code == 302
    assert answer["Location"].startswith((reverse("account_reauthenticate"), reverse("mfa_reauthenticate")))
    teacher.refresh_from_db()
    assert teacher.email == "teacher@centre.example"
    assert list(teacher.authenticator_set.values_list("pk", "data")) == before


def test_people_see_where_they_are_signed_in_and_end_it(teacher):
    here, elsewhere = (
        try_password(teacher.email, PASSWORD, address) for address in ("192.0.2.1", "198.51.100.7")
    )
    for client, address in ((here, "192.0.2.1"), (elsewhere, "198.51.100.7")):
        assert client.get("/", REMOTE_ADDR=address).status_code == 200

    page = here.get(reverse("usersessions_list")).content.decode()
    assert "198.51.100.7" in page
    assert UserSession.objects.filter(user=teacher).count() == 2

    here.post(reverse("usersessions_list"))
    assert here.get("/").status_code == 200
    assert elsewhere.get("/")["Location"].startswith(LOGIN)


def test_the_cookie_of_the_session_is_closed_to_scripts_and_other_sites(teacher):
    cookie = try_password(teacher.email, PASSWORD).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
