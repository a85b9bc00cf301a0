from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "placements"
    verbose_name = _("Placements")

    def ready(self) -> None:
        from core.contact import register_contact
        from core.indicators import register_indicator
        from core.metrics import register_metric
        from core.story import register_story
        from placements.in_contact import days as contact_days
        from placements.indicators import INDICATORS
        from placements.metrics import METRICS
        from placements.offered import offer_placements
        from placements.offered_activities import offer_activities
        from placements.offered_alternation import offer_alternation
        from placements.offered_care import offer_care
        from placements.offered_days import offer_days
        from placements.offered_ends import offer_ends
        from placements.offered_papers import offer_papers
        from placements.story import INTERNS

        offer_placements()
        offer_papers()
        offer_care()
        offer_days()
        offer_ends()
        offer_alternation()
        offer_activities()
        register_story(INTERNS)
        register_contact("supervision", contact_days)
        for metric in METRICS:
            register_metric(metric)
        for indicator in INDICATORS:
            register_indicator(indicator)
