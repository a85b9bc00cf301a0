"""Comments, searches and tabs; what a page costs."""

import json

import pytest
from django.urls import reverse

from tests.agreements.pages.browsing import page, url
from tests.query_counts import assert_query_count, queries_of
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


class TestBesideTheWork:
    def test_colleagues_talk(self, office, officer):
        agreement = office.draft()
        coordinator = signed_in(office.world.coordinator)
        coordinator.post(url("comment_new", agreement.pk), {"text": "Twenty places are too few."})
        assert "Twenty places are too few." in page(officer, f"{agreement.get_absolute_url()}?tab=comments")

    def test_an_enterprise_shows_its_agreements(self, office, officer):
        agreement = office.signed()
        text = page(officer, f"{office.world.partner.get_absolute_url()}?tab=agreements")
        assert agreement.title in text

    def test_the_search_of_everything_finds_agreements(self, office, officer):
        agreement = office.signed()
        assert agreement.get_absolute_url() in page(officer, f"{reverse('core:search')}?q=框架")

    def test_a_field_finds_agreements_while_one_types(self, office, officer):
        agreement = office.signed()
        answer = json.loads(officer.get(f"{url('agreement_choices')}?q=jinggong").content)
        assert answer["results"] == [{"value": str(agreement.pk), "text": str(agreement)}]

    @pytest.mark.parametrize("tab", ["", "?tab=parties", "?tab=approval", "?tab=amendments", "?tab=history"])
    def test_a_page_costs_the_same_for_many_clauses(self, office, officer, tab):
        agreement = office.submitted()
        few = queries_of(officer, agreement.get_absolute_url() + tab)
        agreement.clauses.bulk_create(
            type(agreement.clauses.first())(
                agreement=agreement, order=order, heading_en=f"Clause {order}", text_en="{{ term.start }}"
            )
            for order in range(10, 60)
        )
        many = queries_of(officer, agreement.get_absolute_url() + tab)
        assert len(many) == len(few), "\n".join(many)
        assert_query_count(f"agreements:agreement_detail{tab}", officer, agreement.get_absolute_url() + tab)
