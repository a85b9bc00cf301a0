from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.registry import register_children, register_partner_figures, register_tab, register_verbs


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        from core.contact import register_contact
        from core.duties import register_duty_source
        from core.imports.spec import register_import
        from core.metrics import register_metric
        from core.notifications import on_refused
        from core.notifications import register_kind as register_notification
        from core.search import Kind, register_kind
        from core.story import register_story
        from core.walls import register_wall
        from partnerships.duties import next_actions
        from partnerships.imports import PartnersImport, RegisterImport
        from partnerships.in_contact import days as contact_days
        from partnerships.metrics import VISITS
        from partnerships.models import Enterprise, RegisterEntry
        from partnerships.notices import (
            CORRECTIONS_DECIDED,
            CORRECTIONS_PROPOSED,
            INVITATION,
            QUESTION,
            QUESTION_ANSWERED,
            tell_of_refusal,
        )
        from partnerships.portal.home import figures
        from partnerships.portal.signing import entrance
        from partnerships.portal.walls import WALLS
        from partnerships.questions import TASK
        from partnerships.questions import WALLS as WALLS_OF_LINKS
        from partnerships.story import INTERACTIONS
        from partnerships.views.corrections import CORRECTIONS
        from partnerships.views.papers import COMMENTS, DOCUMENTS, INTERACTION_DOCUMENTS
        from partnerships.views.questions import QUESTIONS
        from signing.links import register_link_task
        from signing.signables import register_entrance

        register_metric(VISITS)
        register_contact("interactions", contact_days)
        register_duty_source(
            "next_actions",
            label=_("Next steps after visits, calls and meetings"),
            icon="message",
            duties=next_actions,
            order=20,
        )
        register_capabilities(
            "enterprise",
            _("Enterprises"),
            {
                "read": _("see"),
                "edit": _("edit"),
                "merge": _("merge"),
                "import": _("import"),
                "bar": _("bar, and lift a bar"),
            },
        )
        for order, (label, name, icon) in enumerate(
            (
                (_("Enterprises"), "enterprise_list", "building-factory-2"),
                (_("Stage board"), "enterprise_board", "layout-kanban"),
                (_("Interactions"), "interaction_list", "message"),
                (_("People of the portal"), "portal_people", "door-enter"),
                (_("Look-up register"), "register_list", "books"),
            )
        ):
            register_entry(
                Entry(
                    group="partners",
                    label=label,
                    url_name=f"partnerships:{name}",
                    icon=icon,
                    order=10 + order,
                    capability="enterprise.read",
                )
            )
        for kind in (INVITATION, CORRECTIONS_PROPOSED, CORRECTIONS_DECIDED, QUESTION, QUESTION_ANSWERED):
            register_notification(kind)
        for kind in (CORRECTIONS_DECIDED, QUESTION):
            on_refused(kind.name, tell_of_refusal)
        register_link_task(TASK)
        register_entrance(entrance)
        for wall in (*WALLS, *WALLS_OF_LINKS):
            register_wall(wall)
        register_portal_entry(
            PortalEntry(
                label=_("Our enterprise"), url_name="portal:enterprise", icon="building-factory-2", order=90
            ),
        )
        register_story(INTERACTIONS)
        register_partner_figures("partnerships", figures, order=40)
        register_import(RegisterImport())
        register_import(PartnersImport())
        register_kind(
            Kind(
                name="enterprise",
                label=_("Enterprises"),
                icon="building-factory-2",
                rows=Enterprise.objects.visible_to,
                line=lambda row: (str(row), " · ".join(filter(None, (row.name, row.code)))),
                list_url_name="partnerships:enterprise_list",
                order=10,
            )
        )
        register_kind(
            Kind(
                name="register",
                label=_("Look-up register"),
                icon="books",
                rows=RegisterEntry.objects.visible_to,
                find=lambda rows, terms: rows.matching(terms),
                line=lambda row: (row.name, " · ".join(filter(None, (row.code, row.region)))),
                list_url_name="partnerships:register_list",
                order=90,
            )
        )
        register_tab("partnerships.Enterprise", CORRECTIONS)
        register_tab("partnerships.Enterprise", QUESTIONS)
        register_tab("partnerships.Enterprise", DOCUMENTS)
        register_tab("partnerships.Enterprise", COMMENTS)
        register_tab("partnerships.Interaction", INTERACTION_DOCUMENTS)
        register_children(
            "partnerships.Enterprise",
            ("partnerships.Contact", "enterprise"),
            ("partnerships.EnterpriseName", "enterprise"),
            ("partnerships.Interaction", "enterprise"),
        )
        register_verbs(
            {
                "enterprise.added": _("entered it"),
                "enterprise.changed": _("changed it"),
                "enterprise.imported": _("imported it"),
                "enterprise.adopted": _("took it over from the register"),
                "enterprise.name_added": _("added a name"),
                "enterprise.name_removed": _("removed a name"),
                "enterprise.merged": _("merged two records"),
                "enterprise.merge_undone": _("undid a merge"),
                "enterprise.start_talks": _("started talks"),
                "enterprise.become_partner": _("made it a partner"),
                "enterprise.let_rest": _("let it rest"),
                "enterprise.put_back": _("put it back to the prospects"),
                "enterprise.end": _("ended the relationship"),
                "enterprise.bar": _("barred it"),
                "enterprise.lift_bar": _("lifted the bar"),
                "enterprise.attached": _("added a file"),
                "enterprise.detached": _("removed a file"),
                "enterprise.correction_proposed": _("proposed corrections from the partner portal"),
                "enterprise.correction_withdrawn": _("took a proposed correction back"),
                "enterprise.correction_accepted": _("accepted a proposed correction"),
                "enterprise.correction_rejected": _("rejected a proposed correction"),
                "contact.added": _("added a contact"),
                "contact.changed": _("changed a contact"),
                "contact.left": _("noted that a contact has left"),
                "contact.invited": _("invited a contact to the portal"),
                "contact.invitation_revoked": _("took an invitation back"),
                "contact.joined": _("came into the portal"),
                "contact.came_back": _("noted that a contact is back"),
                "question.asked": _("asked something by link"),
                "question.asked_again": _("sent a question again"),
                "question.taken_back": _("took a question back"),
                "question.confirmed": _("was told by link that something is right"),
                "question.denied": _("was told by link that something is not right"),
                "question.answered": _("was answered by link"),
                "interaction.recorded": _("recorded an interaction"),
                "interaction.changed": _("changed the record of an interaction"),
                "interaction.action_done": _("did what was to be done next"),
            }
        )
