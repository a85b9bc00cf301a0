"""What agreements put into the lists of other apps, and filters that say nothing until they are set."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from agreements.models import Agreement
from core.models import SavedView
from partnerships.models import Enterprise
from tests.agreements.office import START, TODAY
from tests.agreements.samples import put_into
from tests.factories import EnterpriseFactory
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]

ENTERPRISES = reverse("partnerships:enterprise_list")
AGREEMENTS = reverse("agreements:agreement_list")


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def chips(text: str) -> list[str]:
    """The filters that a list says are set: what stands on the buttons that take them away."""
    return re.findall(r'aria-label="([^"]+) – remove this filter"', text)


class TestEnterprisesByTheirAgreements:
    @pytest.fixture
    def ended(self, office) -> Enterprise:
        """An enterprise whose agreement is over."""
        enterprise = EnterpriseFactory.create(name="无锡华新电子", department=office.world.mechanics)
        agreement = office.draft(title_en="Over", starts_on=START - timedelta(days=3000), counterparties=())
        agreement.parties.create(
            order=2, role="enterprise", enterprise=enterprise, legal_name="无锡华新电子有限公司"
        )
        put_into("signed", agreement, ends_on=TODAY - timedelta(days=1))
        return enterprise

    @pytest.fixture
    def all_kinds(self, office, ended):
        put_into("signed", office.draft(starts_on=TODAY - timedelta(days=100)))
        EnterpriseFactory.create(name="常州从未签约", department=office.world.mechanics)

    @pytest.mark.parametrize(
        ("choice", "found"),
        [
            ("in_force", {"苏州精工机械有限公司"}),
            ("any", {"苏州精工机械有限公司", "无锡华新电子"}),
            ("none", {"常州从未签约"}),
            ("", {"苏州精工机械有限公司", "无锡华新电子", "常州从未签约"}),
            ("nonsense", {"苏州精工机械有限公司", "无锡华新电子", "常州从未签约"}),
        ],
    )
    def test_they_are_found(self, office, all_kinds, choice, found):
        answer = signed_in(office.officer).get(f"{ENTERPRISES}?agreements={choice}&export=csv")
        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]
        assert {line.split(",")[0] for line in lines} == found

    def test_agreements_that_one_does_not_see_do_not_count(self, office, all_kinds):
        Agreement.objects.update(department=office.world.tourism)
        assert "Jinggong" not in page(signed_in(office.officer), f"{ENTERPRISES}?agreements=any")
        assert "Jinggong" in page(signed_in(office.officer), f"{ENTERPRISES}?agreements=none")
        assert "Jinggong" in page(signed_in(office.world.director), f"{ENTERPRISES}?agreements=in_force")

    def test_it_is_offered_only_to_those_who_may_read_agreements(self, office):
        assert 'id="id_agreements"' in page(signed_in(office.officer), f"{ENTERPRISES}?part=filters")
        position = office.officer.appointments.get().position
        position.capabilities = ["enterprise.read"]
        position.save()
        text = page(signed_in(office.officer), f"{ENTERPRISES}?agreements=none")
        fields = page(signed_in(office.officer), f"{ENTERPRISES}?agreements=none&part=filters")
        assert 'id="id_agreements"' not in fields
        assert "Jinggong" in text

    def test_it_speaks_both_languages(self, office, all_kinds):
        officer = signed_in(office.officer)
        assert chips(page(officer, f"{ENTERPRISES}?agreements=in_force")) == ["Agreement: with one in force"]
        officer.cookies["django_language"] = "zh-hans"
        with translation.override("zh-hans"):
            text = page(officer, f"{ENTERPRISES}?agreements=in_force")
        assert "有生效中的协议" in text

    def test_a_saved_view_keeps_it(self, office, all_kinds):
        officer = signed_in(office.officer)
        officer.post(
            reverse("core:view_save", args=["partnerships:enterprises"]),
            {"name": "Without agreement", "query": "agreements=none"},
        )
        view = SavedView.objects.get(owner=office.officer)
        assert f"{ENTERPRISES}?{view.query}" in page(officer, ENTERPRISES)
        assert "常州从未签约" in page(officer, f"{ENTERPRISES}?{view.query}")


class TestBoxesToTick:
    @pytest.mark.parametrize("query", ["", "?q=Jinggong", "?waiting=", "?waiting=false&state=draft"])
    def test_what_nobody_ticked_is_not_set(self, office, query):
        office.draft()
        text = page(signed_in(office.officer), AGREEMENTS + query)
        assert "Framework agreement with Jinggong" in text
        assert [chip for chip in chips(text) if not chip.startswith("State")] == []

    def test_what_is_ticked_narrows_and_says_so(self, office):
        office.draft()
        text = page(signed_in(office.officer), f"{AGREEMENTS}?undecided=on")
        assert "Framework agreement with Jinggong" not in text
        assert chips(text) == ["Its end needs a decision: yes"]
        fields = page(signed_in(office.officer), f"{AGREEMENTS}?undecided=on&part=filters")
        assert re.search(r'name="undecided"[^>]*checked', fields)
        assert not re.search(r'name="waiting"[^>]*checked', text)
