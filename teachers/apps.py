from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeachersConfig(AppConfig):
    name = "teachers"
    verbose_name = _("Teachers")

    def ready(self) -> None:
        from core.metrics import register_metric
        from core.story import register_story
        from teachers.metrics import METRICS
        from teachers.offered import offer_teachers
        from teachers.offered_indicators import offer_indicators
        from teachers.offered_parttime import offer_part_time
        from teachers.offered_practice import offer_practice
        from teachers.offered_recognition import offer_recognition
        from teachers.story import PRACTICE

        offer_teachers()
        offer_practice()
        offer_recognition()
        offer_part_time()
        offer_indicators()
        register_story(PRACTICE)
        for metric in METRICS:
            register_metric(metric)
