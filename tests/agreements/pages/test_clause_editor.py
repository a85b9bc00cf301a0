"""Clauses edited where they stand."""

import pytest

from tests.agreements.pages.browsing import page, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


class TestTheClauseEditor:
    @pytest.fixture
    def agreement(self, office):
        return office.draft()

    def test_what_is_missing_is_marked(self, office, officer, agreement):
        agreement.clauses.update(values={})
        assert '<mark class="missing">' in page(officer, url("agreement_clauses", agreement.pk))
        assert "1 value is missing" in page(officer, agreement.get_absolute_url())

    def fields(self, officer, agreement, clause, **more):
        prefix = f"clause-{clause.pk}"
        form = officer.get(url("clause_edit", agreement.pk, clause.pk)).context["form"]
        typed = {name: form[name].value() or "" for name in form.fields} | more
        return {f"{prefix}-{name}": value for name, value in typed.items()}

    def test_a_clause_is_edited_in_place(self, office, officer, agreement):
        clause = agreement.clauses.get(source__clause=office.disputes)
        response = officer.post(
            url("clause_edit", agreement.pk, clause.pk),
            self.fields(officer, agreement, clause, text_en="Arbitration in {{ party_a.name }}’s city."),
            headers={"HX-Request": "true"},
        )
        text = response.content.decode()
        assert f'id="clause-{clause.pk}"' in text
        assert "Arbitration in Suzhou Modern Vocational Centre’s city." in text
        assert "<html" not in text

    def test_what_is_typed_is_previewed_without_being_saved(self, office, officer, agreement):
        clause = agreement.clauses.get(source__clause=office.places)
        before = clause.values
        typed = self.fields(officer, agreement, clause, value_places="35")
        text = officer.post(url("clause_preview", agreement.pk, clause.pk), typed).content.decode()
        assert "Party B offers 35 places a year." in text
        typed = self.fields(officer, agreement, clause, text_en="{{ party_a.name", value_places="many")
        text = officer.post(url("clause_preview", agreement.pk, clause.pk), typed).content.decode()
        assert "braces that is not closed" in text
        clause.refresh_from_db()
        assert clause.values == before

    def test_nobody_overwrites_a_clause_they_have_not_seen(self, office, officer, agreement):
        clause = agreement.clauses.get(source__clause=office.disputes)
        mine = self.fields(officer, agreement, clause, text_en="Mine alone.")
        officer.post(
            url("clause_edit", agreement.pk, clause.pk),
            self.fields(officer, agreement, clause, text_en="Theirs by now."),
        )

        response = officer.post(url("clause_edit", agreement.pk, clause.pk), mine)
        text = response.content.decode()
        assert response.status_code == 422
        assert "Mine" in text
        assert "Theirs" in text
        clause.refresh_from_db()
        assert clause.text_en == "Theirs by now."

    def test_two_people_work_on_two_clauses(self, office, officer, agreement):
        first, second = agreement.clauses.all()[:2]
        mine = self.fields(officer, agreement, first, heading_en="Aim")
        officer.post(
            url("clause_edit", agreement.pk, second.pk),
            self.fields(officer, agreement, second, heading_en="Posts"),
        )
        officer.post(url("clause_edit", agreement.pk, first.pk), mine)
        assert set(agreement.clauses.values_list("heading_en", flat=True)) >= {"Aim", "Posts"}

    def test_clauses_move_by_buttons(self, office, officer, agreement):
        clause = agreement.clauses.get(source__clause=office.disputes)
        officer.post(url("clause_move", agreement.pk, clause.pk), {"to": "up"})
        assert list(agreement.clauses.values_list("source__clause__code", flat=True)) == [
            "test-purpose",
            "test-disputes",
            "test-places",
        ]

    def test_a_mandatory_clause_stays(self, office, officer, agreement):
        clause = agreement.clauses.get(source__clause=office.purpose)
        text = officer.post(
            url("clause_remove", agreement.pk, clause.pk), headers={"HX-Request": "true"}
        ).content.decode()
        assert "is mandatory" in text
        assert agreement.clauses.count() == 3

    def test_an_optional_one_goes_and_comes_back_from_the_library(self, office, officer, agreement):
        clause = agreement.clauses.get(source__clause=office.places)
        officer.post(url("clause_remove", agreement.pk, clause.pk))
        assert agreement.clauses.count() == 2
        version = office.places.current
        officer.post(url("clause_new", agreement.pk), {"version": version.pk, "position": 1})
        assert agreement.clauses.first().source == version

    def test_the_library_s_words_come_back(self, office, officer, agreement):
        clause = agreement.clauses.get(source__clause=office.disputes)
        officer.post(
            url("clause_edit", agreement.pk, clause.pk),
            self.fields(officer, agreement, clause, text_en="Something else."),
        )
        officer.post(url("clause_reset", agreement.pk, clause.pk))
        clause.refresh_from_db()
        assert clause.text_en == "Courts of Suzhou decide."
