from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.second_factor import register_signing_capability
from core.access import register_capabilities
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.registry import (
    register_children,
    register_partner_deadlines,
    register_partner_figures,
    register_verbs,
)


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        from agreements.indicators import INDICATORS
        from core.indicators import register_indicator

        for indicator in INDICATORS:
            register_indicator(indicator)
        register_capabilities(
            "agreement",
            _("Agreements"),
            {
                "read": _("see"),
                "edit": _("draft, edit and submit"),
                "review": _("review for the department"),
                "legal_review": _("review as a lawyer"),
                "approve": _("approve for the centre"),
                "sign": _("sign for the centre"),
                "end": _("suspend, terminate and decide on renewal"),
                "administer": _("take over existing agreements, change owners"),
            },
        )
        register_signing_capability("agreement.sign")
        register_verbs(
            {
                "agreement.draft": _("drafted it"),
                "agreement.copy": _("copied it from another agreement"),
                "agreement.edit": _("changed the text"),
                "agreement.delete": _("deleted the draft"),
                "agreement.hand_over": _("handed it over"),
                "agreement.submit": _("submitted it for review"),
                "agreement.recall": _("took it back from review"),
                "agreement.approve": _("approved it"),
                "agreement.return": _("returned it with a reason"),
                "agreement.review_again": _("changed it after approval: it is reviewed again"),
                "agreement.send": _("sent it for signature"),
                "agreement.call_back": _("called it back from signature"),
                "agreement.signature": _("recorded a signature"),
                "agreement.signature_removed": _("removed a signature recorded by mistake"),
                "agreement.sign": _("concluded it: every party has signed"),
                "agreement.withdraw": _("withdrew it"),
                "agreement.suspend": _("suspended it"),
                "agreement.resume": _("resumed it"),
                "agreement.terminate": _("terminated it"),
                "agreement.succeed": _("replaced it by its successor"),
                "agreement.extend": _("renewed itself"),
                "agreement.adopt": _("took it over as signed"),
                "agreement.adopt_terminated": _("took it over as terminated"),
                "agreement.acknowledge": _("acknowledged the deadline"),
                "agreement.snooze": _("asked to be reminded later"),
                "agreement.lapse": _("decided to let it lapse"),
                "agreement.reconsider": _("took the decision to let it lapse back"),
                "agreement.renew": _("began its renewal"),
                "agreement.partner_comment": _("wrote to us from the partner portal"),
                "agreement.request_asked": _("asked for something from the partner portal"),
                "agreement.request_accepted": _("agreed to what the enterprise asked for"),
                "agreement.request_refused": _("declined what the enterprise asked for"),
                "agreement.request_withdrawn": _("took back what was asked for"),
                "agreement.enter_promises": _("entered promises from the signed paper"),
                "agreement.count_promises": _("had the promises counted"),
                "agreement.confirm_promise": _("confirmed the number of a promise"),
                "agreement.dispute_promise": _("objected to the number of a promise"),
                "agreement.confirm_entered": _("confirmed that the paper promises so"),
                "agreement.dispute_entered": _("said that the paper promises otherwise"),
                "agreement.attach": _("added a file"),
                "agreement.detach": _("took a file away"),
                "amendment.draft": _("proposed an amendment"),
                "amendment.edit": _("changed the amendment"),
                "amendment.submit": _("submitted the amendment for review"),
                "amendment.recall": _("took the amendment back from review"),
                "amendment.approve": _("approved the amendment"),
                "amendment.return": _("returned the amendment with a reason"),
                "amendment.send": _("sent the amendment for signature"),
                "amendment.call_back": _("called the amendment back from signature"),
                "amendment.sign": _("concluded the amendment: every party has signed"),
                "amendment.withdraw": _("withdrew the amendment"),
            }
        )
        register_children(
            "agreements.Agreement",
            ("agreements.Party", "agreement"),
            ("agreements.AgreementClause", "agreement"),
            ("agreements.Obligation", "agreement"),
            ("agreements.Amendment", "agreement"),
        )
        register_children("agreements.Amendment", ("agreements.AmendmentChange", "amendment"))
        register_entry(
            Entry(
                group="agreements",
                label=_("Agreements"),
                url_name="agreements:agreement_list",
                icon="file-certificate",
                order=10,
                capability="agreement.read",
            )
        )
        register_entry(
            Entry(
                group="agreements",
                label=_("Promises"),
                url_name="agreements:promise_list",
                icon="target-arrow",
                order=20,
                capability="agreement.read",
            )
        )
        register_entry(
            Entry(
                group="agreements",
                label=_("Deadlines"),
                url_name="agreements:deadlines",
                icon="calendar-due",
                order=30,
                capability="agreement.read",
            )
        )
        self.register_lists()
        self.register_with_signing()
        self.register_with_others()
        self.register_reminders()
        self.build_walls()

    def register_reminders(self) -> None:
        from agreements.calendar import deadlines
        from agreements.notices import (
            KINDS,
            PARTNER_COMMENT,
            PROMISE_KINDS,
            REQUEST,
            REQUEST_ANSWERED,
            tell_of_refusal,
        )
        from agreements.portal import home
        from agreements.story import AGREEMENTS as STORY
        from core.calendar import register_deadlines
        from core.notifications import on_refused, register_kind
        from core.story import register_story

        for kind in KINDS:
            register_kind(kind)
            on_refused(kind.name, tell_of_refusal)
        for kind in (PARTNER_COMMENT, REQUEST, REQUEST_ANSWERED, *PROMISE_KINDS):
            register_kind(kind)
        on_refused(REQUEST_ANSWERED.name, tell_of_refusal)
        register_deadlines("agreements", deadlines)
        register_portal_entry(
            PortalEntry(
                label=_("Agreements"), url_name="portal:agreements", icon="file-certificate", order=10
            ),
            PortalEntry(
                label=_("Our promises and theirs"),
                url_name="portal:promises",
                icon="target-arrow",
                group="together",
                order=40,
            ),
        )
        register_story(STORY)
        register_partner_deadlines("agreements", home.deadlines)
        register_partner_figures("agreements", home.figures, order=10)
        register_partner_figures("promises", home.promises, order=15)

    def build_walls(self) -> None:
        from agreements.portal.walls import FUNCTIONS, WALLS
        from core.walls import register_wall, register_wall_function

        for name, definition in FUNCTIONS.items():
            register_wall_function(name, definition)
        for wall in WALLS:
            register_wall(wall)

    def register_with_others(self) -> None:
        from agreements.cooperation_rules import rules_on
        from agreements.models import Agreement
        from agreements.policies import LEGAL_REVIEW
        from agreements.shown_elsewhere import (
            AGREEMENTS_OF_ENTERPRISE,
            AGREEMENTS_OF_ENTERPRISES,
            FOUND_BY_SEARCH,
            REQUESTS_OF_MERGED,
        )
        from agreements.views.promises import PROMISES_OF_ENTERPRISE
        from compliance.subjects import Subject, register_subject
        from core.registry import register_filter, register_tab
        from core.search import register_kind
        from partnerships.merging import register_step

        register_subject(
            Subject(
                name="agreement",
                model=Agreement,
                version=rules_on,
                rows=Agreement.objects.visible_to,
                tab="rules",
                power=LEGAL_REVIEW,
            )
        )
        register_kind(FOUND_BY_SEARCH)
        register_step(REQUESTS_OF_MERGED)
        register_tab("partnerships.Enterprise", AGREEMENTS_OF_ENTERPRISE)
        register_tab("partnerships.Enterprise", PROMISES_OF_ENTERPRISE)
        register_filter("partnerships.Enterprise", AGREEMENTS_OF_ENTERPRISES)

    def register_lists(self) -> None:
        from agreements.imports import ExistingAgreements
        from core.imports.spec import register_import

        register_import(ExistingAgreements())

    def register_with_signing(self) -> None:
        from agreements import reviews, snapshots
        from agreements.models import Agreement, Amendment
        from agreements.operations import amendments, electronic, review
        from signing.signables import Signable, register_signable
        from signing.subjects import Subject, register_subject

        register_subject(
            Agreement,
            Subject(
                snapshot=snapshots.snapshot_of_agreement,
                lock=review.locked_agreement,
                approved=review.agreement_approved,
                returned=review.agreement_returned,
                review=reviews.review_of_agreement,
                review_template="agreements/review.html",
            ),
        )
        register_subject(
            Amendment,
            Subject(
                snapshot=snapshots.snapshot_of_amendment,
                lock=amendments.locked_amendment,
                approved=amendments.amendment_approved,
                returned=amendments.amendment_returned,
                review=reviews.review_of_amendment,
                review_template="agreements/review_amendment.html",
                related=("agreement",),
            ),
        )
        for model, lock, owner in (
            (Agreement, electronic.lock_agreement, lambda agreement: agreement.owner),
            (Amendment, electronic.lock_amendment, lambda amendment: amendment.agreement.owner),
        ):
            register_signable(
                model,
                Signable(
                    capability="agreement.edit",
                    lock=lock,
                    owner=owner,
                    objection=electronic.objection,
                    party_signed=electronic.party_signed,
                    all_signed=electronic.all_signed,
                    ended=electronic.ended,
                ),
            )
