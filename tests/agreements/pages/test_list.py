"""The list of agreements: what it finds, sorts, exports and does to many at once."""

from datetime import date

import pytest
from django.utils import translation

from agreements.models import Agreement
from agreements.operations import Counterparty
from core.models import AuditEvent
from tests.agreements.pages.browsing import page, url
from tests.factories import EnterpriseFactory
from tests.query_counts import assert_query_count, queries_of
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


class TestTheList:
    @pytest.fixture
    def both(self, office):
        framework = office.signed()
        other = office.draft(
            title_en="Order class for welders", title_zh="焊工订单班", starts_on=date(2027, 1, 1)
        )
        return framework, other

    def test_it_shows_what_one_may_see(self, office, both):
        text = page(signed_in(office.world.officer), url("agreement_list"))
        assert "Framework agreement with Jinggong" in text
        assert "Order class for welders" in text
        text = page(signed_in(office.world.stranger_officer), url("agreement_list"))
        assert "Jinggong" not in text

    @pytest.mark.parametrize(
        "query",
        [
            "q=焊工",
            "state=draft",
            "phase=&state=draft",
            "starts_after=2026-12-01",
            "q=welders&sort=-last_day",
            "sort=title&state=draft",
        ],
    )
    def test_it_finds(self, officer, both, query):
        text = page(officer, f"{url('agreement_list')}?{query}")
        assert "Order class for welders" in text
        assert "Framework agreement with Jinggong" not in text

    @pytest.mark.parametrize(
        "query",
        ["state=signed", "phase=upcoming", "q=精工机械", "ends_before=2029-12-31&ends_after=2029-01-01"],
    )
    def test_it_filters_by_what_the_dates_say(self, officer, both, query):
        assert "Framework agreement with Jinggong" in page(officer, f"{url('agreement_list')}?{query}")

    def test_its_filters_come_when_somebody_looks_at_them_and_are_kept_until_then(self, officer, both):
        address = f"{url('agreement_list')}?state=draft&sort=title"
        text = page(officer, address)
        assert '<input type="hidden" name="state" value="draft">' in text
        assert 'name="phase"' not in text
        assert f'hx-get="{address.replace("&", "&amp;")}&amp;part=filters"' in text
        fields = page(officer, f"{address}&part=filters")
        assert '<option value="draft" selected>' in fields
        assert 'name="phase"' in fields
        assert "<html" not in fields

    def test_an_approver_finds_what_waits_for_them(self, office, both):
        office.submitted(title_en="For the head", title_zh="请系主任审核")
        text = page(signed_in(office.world.head), f"{url('agreement_list')}?waiting=on")
        assert "For the head" in text
        assert "Order class for welders" not in text

    def test_an_enterprise_finds_its_agreements(self, office, officer, both):
        text = page(officer, f"{url('agreement_list')}?enterprise={office.world.partner.pk}")
        assert "Order class for welders" in text

    def test_titles_sort_in_the_language_of_the_page(self, officer, both):
        officer.cookies["django_language"] = "zh-hans"
        with translation.override("zh-hans"):
            text = page(officer, f"{url('agreement_list')}?sort=title")
        assert text.index("焊工订单班") < text.index("与精工机械的合作框架协议")

    @pytest.fixture
    def three(self, office):
        """With enterprises whose order differs by language; one has no English name."""
        mechanics = office.world.mechanics
        second = EnterpriseFactory.create(
            name="安徽宏图电子有限公司", name_en="Zhongshan Electronics", department=mechanics
        )
        third = EnterpriseFactory.create(name="无锡新源材料有限公司", name_en="", department=mechanics)
        titles = {"First": office.world.partner, "Second": second, "Third": third}
        return [
            office.draft(title_en=title, counterparties=[Counterparty(enterprise)])
            for title, enterprise in titles.items()
        ]

    def test_an_enterprise_is_called_and_sorted_by_its_name_in_the_language_of_the_page(self, officer, three):
        address = f"{url('agreement_list')}?sort=enterprise&columns=enterprise"
        text = page(officer, address)
        names = ["Suzhou Jinggong Machinery", "无锡新源材料有限公司", "Zhongshan Electronics"]
        assert sorted(names, key=text.index) == names
        assert "安徽宏图电子有限公司" not in text

        officer.cookies["django_language"] = "zh-hans"
        text = page(officer, address)
        names = ["安徽宏图电子有限公司", "苏州精工机械有限公司", "无锡新源材料有限公司"]
        assert sorted(names, key=text.index) == names
        assert "Zhongshan Electronics" not in text

    def test_an_enterprise_is_found_by_its_name_in_any_language(self, officer, three):
        for typed in ("zhongshan", "宏图"):
            text = page(officer, f"{url('agreement_list')}?q={typed}")
            assert "Second" in text
            assert "Third" not in text

    def test_what_is_filtered_is_exported(self, officer, both):
        response = officer.get(f"{url('agreement_list')}?state=draft&export=csv")
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        assert "Order class for welders" in text
        assert "Framework agreement with Jinggong" not in text

    def test_the_owner_of_several_is_changed_after_asking(self, office, director, both):
        head = office.world.officer
        chosen = {"action": "hand_over", "selected": [one.pk for one in both]}
        assert "Hand over 2 agreements" in director.post(url("agreement_list"), chosen).content.decode()
        Agreement.objects.update(owner=office.world.director)
        director.post(
            url("agreement_list"),
            chosen | {"confirmed": "1", "owner": head.pk, "reason": "Leaves the centre"},
        )
        assert set(Agreement.objects.values_list("owner", flat=True)) == {head.pk}
        assert AuditEvent.objects.filter(verb="agreement.hand_over", reason="Leaves the centre").count() == 2

    def test_it_costs_the_same_for_a_thousand_rows(self, office, officer):
        template = office.draft()
        few = queries_of(officer, url("agreement_list"))
        Agreement.objects.bulk_create(
            Agreement(
                title_en=f"Agreement {number}",
                type=office.type,
                department=office.world.mechanics,
                owner=office.officer,
                counterparty_name=template.counterparty_name,
            )
            for number in range(1000)
        )
        assert len(queries_of(officer, url("agreement_list"))) == len(few)
        assert_query_count("agreements:agreement_list", officer, url("agreement_list"))
