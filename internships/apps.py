from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InternshipsConfig(AppConfig):
    name = "internships"
    verbose_name = _("Internships")

    def ready(self) -> None:
        from core.indicators import register_indicator
        from core.metrics import register_metric
        from internships.indicators import INDICATORS
        from internships.metrics import INTERNSHIP_PLACES
        from internships.offered_plans import offer_plans
        from internships.offered_rounds import offer_rounds
        from internships.offered_students import offer_students

        offer_students()
        offer_plans()
        offer_rounds()
        register_metric(INTERNSHIP_PLACES)
        for indicator in INDICATORS:
            register_indicator(indicator)
