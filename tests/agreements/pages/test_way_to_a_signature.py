"""Submitted, decided, sent out and signed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.choices import State
from agreements.models import AgreementFile, PaperSignature
from tests.agreements.office import TODAY
from tests.agreements.pages.browsing import fresh, page, signature_of, url
from tests.world import ONE_PIXEL, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


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
