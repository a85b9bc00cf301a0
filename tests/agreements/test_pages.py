"""The pages of agreements, as the people of the test world use them."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from agreements.choices import State
from agreements.models import Agreement, AgreementClause, AgreementFile, PaperSignature, Party
from core.models import AuditEvent
from tests.agreements.office import END, NOW, START, TODAY, AgreementsOffice
from tests.agreements.samples import put_into
from tests.query_counts import assert_query_count, queries_of
from tests.world import ONE_PIXEL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOW, tick=True):
        yield


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer(office) -> Client:
    return signed_in(office.world.officer)


@pytest.fixture
def director(office) -> Client:
    return signed_in(office.world.director)


def url(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def fresh(agreement: Agreement) -> Agreement:
    return Agreement.objects.get(pk=agreement.pk)


def signature_of(office: AgreementsOffice, party: Party) -> dict[str, object]:
    """What the form of a signature is sent with."""
    who = office.signatory_of(party)
    if "signatory" in who:
        who["signatory"] = who["signatory"].pk
    return who | {"signed_on": TODAY.isoformat()}


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


class TestDrafting:
    def fields(self, office, **more):
        return {
            "type": office.type.pk,
            "enterprises": [office.world.partner.pk],
            "starts_on": START.isoformat(),
            "language": "both",
            "department": office.world.mechanics.pk,
        } | more

    def test_a_draft_is_made_with_the_usual_term_and_titles(self, office, officer):
        response = officer.post(url("agreement_new"), self.fields(office))
        agreement = Agreement.objects.get()
        assert response["Location"] == agreement.get_absolute_url()
        assert (agreement.starts_on, agreement.ends_on) == (START, END)
        assert agreement.title_en == "Framework agreement – Suzhou Jinggong Machinery"
        assert agreement.title_zh == "苏州精工机械有限公司合作框架协议"
        assert [party.role for party in agreement.parties.all()] == ["centre", "enterprise"]
        assert agreement.clauses.count() == 3

    def test_beginning_from_an_enterprise_its_department_is_chosen(self, office, officer, director):
        address = f"{url('agreement_new')}?enterprise="
        text = page(director, f"{address}{office.world.partner.pk}")
        assert f'<option value="{office.world.mechanics.pk}" selected' in text
        assert "Haitian" not in page(officer, f"{address}{office.world.stranger.pk}")

    def test_what_a_clause_lacks_is_called_as_the_forms_call_it(self, office, officer):
        draft = office.draft(aims="")
        clause = draft.clauses.get(source__clause=office.purpose)
        AgreementClause.objects.filter(pk=clause.pk).update(
            text_en="Their aims: {{ agreement.aims }}; {{ party_b.address }}.",
            text_zh="目标：{{ agreement.aims }}；{{ party_b.address }}。",
        )
        draft.parties.filter(role="enterprise").update(address="", address_en="")
        text = page(officer, draft.get_absolute_url())
        assert "agreement.aims" not in text
        assert "party_b.address" not in text
        assert "</span>aims</mark>" in text
        assert "</span>address of party B</mark>" in text
        assert "</span>合作目标</mark>" in text

    def test_a_negative_value_is_refused_at_its_field(self, office, officer):
        draft = office.draft()
        edit = url("agreement_edit", draft.pk)
        form = officer.get(edit).context["form"]
        data = {name: form[name].value() or "" for name in form.fields}
        answer = officer.post(edit, data | {"value_amount": "-3"})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Ensure this value is greater than or equal to 0." in text
        assert "is violated" not in text
        assert not {"DEM", "FRF", "ITL"} & {code for code, _label in form.fields["value_currency"].choices}

    def test_the_types_say_what_they_are(self, officer):
        text = page(officer, url("agreement_new"))
        assert "36 months" in text
        assert "3 clauses" in text

    def test_what_runs_already_is_hinted_at(self, office, officer):
        running = put_into("signed", office.draft(starts_on=TODAY - timedelta(days=100)))
        text = page(
            officer,
            f"{url('draft_hints')}?type={office.type.pk}&starts_on=2026-04-01&enterprises={office.world.partner.pk}",
        )
        assert running.title in text
        assert "36 months are usual" in text

    def test_nobody_drafts_with_an_enterprise_they_do_not_see(self, office, officer):
        response = officer.post(
            url("agreement_new"), self.fields(office, enterprises=[office.world.stranger.pk])
        )
        assert response.status_code == 422
        assert not Agreement.objects.exists()

    def test_an_older_agreement_is_copied_without_its_dates(self, office, officer):
        source = office.signed()
        officer.post(url("agreement_copy"), {"source": source.pk, "department": office.world.mechanics.pk})
        copy = Agreement.objects.exclude(pk=source.pk).get()
        assert (copy.title_en, copy.starts_on, copy.reference) == (source.title_en, None, None)


class TestEditingTheTerms:
    def fields(self, agreement, **more):
        return {
            "title_en": agreement.title_en,
            "title_zh": agreement.title_zh,
            "language": agreement.language,
            "forms": agreement.forms,
            "aims": agreement.aims,
            "content": "",
            "starts_on": agreement.starts_on.isoformat(),
            "ends_on": agreement.ends_on.isoformat(),
            "renewal_rule": agreement.renewal_rule,
            "notice_days": agreement.notice_days,
            "value_currency": "CNY",
            "expected": agreement.terms_version,
        } | more

    def test_they_are_saved(self, office, officer):
        agreement = office.draft()
        officer.post(url("agreement_edit", agreement.pk), self.fields(agreement, notice_days=90))
        assert fresh(agreement).notice_days == 90

    def test_nobody_overwrites_what_they_have_not_seen(self, office, officer):
        agreement = office.draft()
        typed = self.fields(agreement, aims="Mine", title_en="My title")
        officer.post(url("agreement_edit", agreement.pk), self.fields(agreement, aims="Theirs"))

        response = officer.post(url("agreement_edit", agreement.pk), typed)
        text = response.content.decode()
        assert response.status_code == 422
        assert "Theirs" in text
        assert "My title" in text, "what was typed is still there"
        assert fresh(agreement).aims == "Theirs"

        officer.post(
            url("agreement_edit", agreement.pk), typed | {"expected": fresh(agreement).terms_version}
        )
        assert fresh(agreement).aims == "Mine", "sent again, knowingly, the form wins"

    def test_a_signed_text_is_out_of_reach(self, office, officer):
        agreement = office.signed()
        response = officer.post(url("agreement_edit", agreement.pk), self.fields(agreement, notice_days=5))
        assert response.status_code == 422
        assert fresh(agreement).notice_days == 60


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


class TestTheParties:
    def test_a_signatory_is_chosen_among_the_enterprise_s_people(self, office, officer):
        agreement = office.draft()
        party = agreement.parties.get(role="enterprise")
        people = page(officer, f"{url('party_people', agreement.pk)}?enterprise={office.world.partner.pk}")
        assert "Zhou Qiang" in people
        assert "Qian Duo" not in people
        officer.post(
            url("party_edit", agreement.pk, party.pk),
            {
                "contact": party.contact_id,
                "signatory": office.world.mentor.pk,
                "signatory_name": party.signatory_name,
                "legal_name": party.legal_name,
                "registration_code": party.registration_code,
            },
        )
        party.refresh_from_db()
        assert (party.signatory, party.signatory_name) == (office.world.mentor, "吴师傅")

    def test_another_enterprise_joins_and_leaves(self, office, director):
        agreement = office.draft()
        director.post(url("party_new", agreement.pk), {"enterprise": office.world.stranger.pk})
        joined = agreement.parties.get(enterprise=office.world.stranger)
        assert joined.letter == "C"
        director.post(url("party_remove", agreement.pk, joined.pk))
        assert agreement.parties.count() == 2


class TestTheWayToASignature:
    def test_a_submission_first_lists_what_is_missing(self, office, officer):
        agreement = office.draft(aims="")
        text = page(officer, url("agreement_submit", agreement.pk))
        assert "The aims of the cooperation are missing." in text
        assert url("agreement_edit", agreement.pk) in text
        officer.post(url("agreement_submit", agreement.pk))
        assert fresh(agreement).state == State.DRAFT

    def test_it_is_submitted_decided_sent_and_signed(self, office, officer):
        agreement = office.draft()
        officer.post(url("agreement_submit", agreement.pk))
        assert fresh(agreement).state == State.IN_REVIEW
        for decider in (office.world.head, office.world.lawyer, office.world.director):
            client = signed_in(decider)
            (entry,) = client.get(reverse("signing:desk")).context["waiting"]
            shown = client.get(entry.url)
            assert "Party B offers 20 places a year." in shown.content.decode()
            client.post(entry.url, {"decision": "approve", "seen": shown.context["form"]["seen"].value()})
        officer.post(url("agreement_send", agreement.pk))
        for party in agreement.parties.all():
            officer.post(
                url("signature_new", agreement.pk, party.pk),
                signature_of(office, party),
            )
        assert fresh(agreement).state == State.SIGNED
        assert "Not yet in force" in page(officer, agreement.get_absolute_url())

    def test_for_the_centre_only_who_may_sign_is_offered_and_taken(self, office, officer):
        agreement = office.sent()
        address = url("signature_new", agreement.pk, agreement.parties.get(role="centre").pk)
        field = officer.get(address).context["form"].fields["signatory"]
        assert list(field.queryset) == [office.world.director]
        assert field.initial == office.world.director.pk
        answer = officer.post(address, {"signatory": office.officer.pk, "signed_on": TODAY.isoformat()})
        assert "Select a valid choice" in answer.content.decode()
        assert not PaperSignature.objects.exists()

    def test_the_scan_comes_along_with_the_signature(self, office, officer, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        agreement = office.sent()
        party = agreement.parties.get(role="enterprise")
        officer.post(
            url("signature_new", agreement.pk, party.pk),
            {
                "signatory_name": "Zhou Qiang",
                "signed_on": TODAY.isoformat(),
                "scan": SimpleUploadedFile("signed.png", ONE_PIXEL, "image/png"),
            },
        )
        kept = AgreementFile.objects.get()
        assert (kept.parent, kept.purpose) == (agreement, "scan")
        response = officer.get(url("file", agreement.pk, kept.pk))
        assert b"".join(response.streaming_content) == ONE_PIXEL
        assert (
            signed_in(office.world.stranger_officer).get(url("file", agreement.pk, kept.pk)).status_code
            == 404
        )

    def test_a_signature_in_the_future_is_refused_and_nothing_typed_is_lost(self, office, officer):
        agreement = office.sent()
        party = agreement.parties.get(role="enterprise")
        response = officer.post(
            url("signature_new", agreement.pk, party.pk),
            {"signatory_name": "Zhou Qiang", "signed_on": (TODAY + timedelta(days=3)).isoformat()},
        )
        assert response.status_code == 422
        assert "Zhou Qiang" in response.content.decode()
        assert not party.paper_signatures.exists()


class TestTheDecision:
    def test_it_shows_what_changed_since_the_last_look(self, office, officer):
        agreement = office.submitted()
        head = signed_in(office.world.head)
        (entry,) = head.get(reverse("signing:desk")).context["waiting"]
        assert "What changed" not in page(head, entry.url)
        officer.post(url("agreement_recall", agreement.pk))
        clause = agreement.clauses.get(source__clause=office.places)
        form = officer.get(url("clause_edit", agreement.pk, clause.pk)).context["form"]
        typed = {f"clause-{clause.pk}-{name}": form[name].value() or "" for name in form.fields}
        typed[f"clause-{clause.pk}-text_en"] = "Party B offers {{ places }} posts a year."
        officer.post(url("clause_edit", agreement.pk, clause.pk), typed)
        officer.post(url("agreement_submit", agreement.pk))

        (entry,) = head.get(reverse("signing:desk")).context["waiting"]
        text = page(head, entry.url)
        assert "What changed since you looked at it" in text
        assert "places</del>" in text
        assert "posts</ins>" in text

    def test_words_nobody_saw_are_not_approved_and_the_reason_stays(self, office, officer):
        agreement = office.submitted()
        head = signed_in(office.world.head)
        (entry,) = head.get(reverse("signing:desk")).context["waiting"]
        response = head.post(entry.url, {"decision": "return", "seen": "0" * 64, "reason": "Too few places"})
        assert response.status_code == 422
        assert "Too few places" in response.content.decode()
        assert fresh(agreement).state == State.IN_REVIEW

    def test_a_return_needs_a_reason(self, office):
        agreement = office.submitted()
        head = signed_in(office.world.head)
        (entry,) = head.get(reverse("signing:desk")).context["waiting"]
        seen = head.get(entry.url).context["form"]["seen"].value()
        assert head.post(entry.url, {"decision": "return", "seen": seen}).status_code == 422
        head.post(entry.url, {"decision": "return", "seen": seen, "reason": "Too few places"})
        assert fresh(agreement).state == State.DRAFT
        assert "Too few places" in page(head, f"{agreement.get_absolute_url()}?tab=approval")

    def test_whoever_asked_does_not_decide(self, office, officer):
        office.submitted()
        (entry,) = signed_in(office.world.head).get(reverse("signing:desk")).context["waiting"]
        assert officer.get(entry.url).status_code == 403
        asked = officer.get(reverse("signing:desk")).context["asked"]
        assert {holder.user for holder in asked[0].stuck.deciders} == {
            office.world.head,
            office.world.director,
        }


class TestWhatFollows:
    def test_a_termination_asks_for_day_and_reason(self, office, director):
        agreement = office.signed()
        address = url("agreement_terminate", agreement.pk)
        assert director.post(address, {"terminated_on": "2026-06-30"}).status_code == 422
        director.post(address, {"terminated_on": "2026-06-30", "reason": "The works close"})
        agreement = fresh(agreement)
        assert (agreement.state, agreement.terminated_on) == (State.TERMINATED, date(2026, 6, 30))

    def test_an_agreement_near_its_end_is_renewed(self, office, officer):
        agreement = office.signed(starts_on=date(2023, 4, 1))
        text = page(officer, agreement.get_absolute_url())
        assert "Decide what follows" in text
        officer.post(
            url("agreement_renew", agreement.pk), {"starts_on": "2026-04-01", "ends_on": "2029-03-31"}
        )
        successor = Agreement.objects.get(predecessor=agreement)
        assert successor.state == State.DRAFT
        assert successor.get_absolute_url() in page(officer, agreement.get_absolute_url())

    def test_it_is_left_to_lapse_with_a_reason_and_that_is_taken_back(self, office, director):
        agreement = office.signed(starts_on=date(2023, 4, 1))
        director.post(url("agreement_lapse", agreement.pk), {"reason": "No students any more"})
        assert "No students any more" in page(director, agreement.get_absolute_url())
        director.post(url("agreement_reconsider", agreement.pk), {"reason": "There are"})
        assert fresh(agreement).renewal_decision == ""

    def test_the_deadline_is_acknowledged_and_put_off(self, office, officer):
        agreement = office.signed(starts_on=date(2023, 4, 1))
        officer.post(url("agreement_acknowledge", agreement.pk))
        assert fresh(agreement).acknowledged_by == office.officer
        officer.post(url("agreement_snooze", agreement.pk), {"until": "2026-03-20"})
        assert fresh(agreement).snoozed_until == date(2026, 3, 20)

    def test_deadlines_stand_by_month(self, office, officer):
        agreement = office.signed(starts_on=date(2023, 4, 1))
        text = page(officer, url("deadlines"))
        assert "March 2026" in text
        assert agreement.title in text


class TestAmendments:
    def propose(self, office, officer, agreement, **more):
        form = officer.get(url("agreement_amend", agreement.pk)).context["form"]
        typed = {}
        for name in form.fields:
            value = form[name].value()
            if name == "majors" or value in (None, False):
                continue
            typed[name] = value.isoformat() if isinstance(value, date) else value
        return officer.post(
            url("agreement_amend", agreement.pk),
            typed | {"reason": "More places", "effective_on": "2026-09-01"} | more,
        )

    def test_only_what_differs_becomes_part_of_it(self, office, officer):
        agreement = office.signed()
        clause = agreement.clauses.get(source__clause=office.places)
        self.propose(
            office,
            officer,
            agreement,
            **{"notice_days": "90", f"text_en-{clause.pk}": "Party B offers 30 places a year."},
        )
        amendment = agreement.amendments.get()
        assert {(change.kind, change.target) for change in amendment.changes.all()} == {
            ("field", "notice_days"),
            ("clause", str(clause.pk)),
        }
        text = page(officer, amendment.get_absolute_url())
        assert "20</del>" in text
        assert "30</ins>" in text

    def test_once_signed_the_terms_show_where_they_come_from(self, office, officer):
        agreement = office.signed()
        self.propose(office, officer, agreement, notice_days="90", effective_on="2026-04-01")
        amendment = agreement.amendments.get()
        officer.post(url("amendment_submit", amendment.pk))
        office.approve(amendment)
        officer.post(url("amendment_send", amendment.pk))
        for party in agreement.parties.all():
            officer.post(
                url("amendment_signature_new", amendment.pk, party.pk),
                signature_of(office, party),
            )
        amendment.refresh_from_db()
        assert amendment.state == "signed"
        with time_machine.travel(date(2026, 5, 4)):
            assert "by amendment 1" in page(signed_in(office.officer), agreement.get_absolute_url())

    def test_a_draft_is_changed_again(self, office, officer):
        agreement = office.signed()
        self.propose(office, officer, agreement, notice_days="90")
        amendment = agreement.amendments.get()
        form = officer.get(url("amendment_edit", amendment.pk)).context["form"]
        assert form["notice_days"].value() == 90
        assert form["reason"].value() == "More places"

    def test_an_amendment_that_changes_nothing_is_not_submitted(self, office, officer):
        agreement = office.signed()
        self.propose(office, officer, agreement)
        amendment = agreement.amendments.get()
        officer.post(url("amendment_submit", amendment.pk))
        amendment.refresh_from_db()
        assert amendment.state == "draft"


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
