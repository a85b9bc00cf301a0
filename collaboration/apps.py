from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollaborationConfig(AppConfig):
    name = "collaboration"
    verbose_name = _("Working together")

    def ready(self) -> None:
        from collaboration.in_contact import days as contact_days
        from collaboration.indicators import JOINT_TEACHING_HOURS
        from collaboration.offered_adjustments import offer_adjustments
        from collaboration.offered_exchanges import offer_exchanges
        from collaboration.offered_needs import offer_needs
        from collaboration.story import STORIES
        from core.contact import register_contact
        from core.indicators import register_indicator
        from core.story import register_story

        offer_exchanges()
        register_contact("exchanges", contact_days)
        offer_needs()
        offer_adjustments()
        register_indicator(JOINT_TEACHING_HOURS)
        for story in STORIES:
            register_story(story)
