"""The sidebar: its groups fold, so that whoever may do much finds their way."""

import pytest
from django.utils.functional import Promise

from core import navigation
from core.navigation import Entry, navigation_for


class Everything:
    """Somebody who may do all there is."""

    is_staff = True

    def can(self, capability: str) -> bool:
        return True


@pytest.fixture
def entries(monkeypatch) -> list[Entry]:
    """Three groups: the page of enterprises is in the second."""
    found = [
        Entry(group="today", label="Home", url_name="insights:home", icon="home"),
        Entry(group="partners", label="Enterprises", url_name="partnerships:enterprise_list", icon="home"),
        Entry(group="agreements", label="Agreements", url_name="agreements:agreement_list", icon="home"),
    ]
    monkeypatch.setattr(navigation, "_entries", found)
    return found


def unfolded(path: str, folded: str | None = None) -> list[str]:
    groups = navigation_for(Everything(), path, folded=folded)
    return [group["name"] for group in groups if group["is_open"]]


def test_a_short_sidebar_is_unfolded(entries):
    assert unfolded("/") == ["today", "partners", "agreements"]


def test_a_long_one_shows_today_and_where_one_is(entries, monkeypatch):
    monkeypatch.setattr(navigation, "SHOWN_AT_ONCE", 2)

    assert unfolded("/") == ["today"]
    assert unfolded("/enterprises/") == ["today", "partners"]


def test_what_somebody_folded_stays_so_but_for_where_they_are(entries):
    assert unfolded("/", "partners.today") == ["today", "agreements"]
    assert unfolded("/enterprises/", "partners.today") == ["partners", "agreements"]


def test_whoever_folded_nothing_finds_all_groups(entries, monkeypatch):
    monkeypatch.setattr(navigation, "SHOWN_AT_ONCE", 2)

    assert unfolded("/", "") == ["today", "partners", "agreements"]


def test_the_bar_of_the_portal_shows_a_role_its_pages_in_groups_and_where_one_is():
    bar = navigation.portal_navigation({"liaison"}, "/portal/exchanges/3/")
    labels = [str(entry["label"]) for entry in bar]
    assert labels[0] == "Home"
    assert labels[-1] == "Our enterprise"
    together = next(entry for entry in bar if entry["label"] == "Together")
    assert together["active"]
    assert [str(one["label"]) for one in together["pages"] if one["active"]] == ["Exchanges"]
    assert not bar[0]["active"]


def test_only_a_mentor_finds_where_to_report_a_problem():
    def labels(role: str) -> set[str]:
        bar = navigation.portal_navigation({role}, "/portal/")
        return {str(one["label"]) for group in bar for one in group.get("pages", [])}

    assert labels("mentor") - labels("liaison") == {"Report a problem"}


def test_every_label_of_a_bar_is_said_in_the_language_of_its_reader():
    entries = [*navigation._entries, *navigation._portal_entries]

    assert [str(entry.label) for entry in entries if not isinstance(entry.label, Promise)] == []
