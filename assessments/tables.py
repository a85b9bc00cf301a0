from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import Action, Assessment, EarlyWarning, Survey
from core.look import chip_html, deadline_html
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn


class AssessmentTable(RecordTable):
    default_columns = ("enterprise", "study_year", "score", "grade", "word_due_on", "state")

    enterprise = LinkColumn(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    study_year = tables.Column(accessor="year", verbose_name=_("school year"))
    agreement = tables.Column(verbose_name=_("agreement"))
    score = NumberColumn(verbose_name=_("score"))
    grade = tables.Column(
        accessor="final_grade__label", verbose_name=pgettext_lazy("of a partnership", "grade")
    )
    department = tables.Column(accessor="enterprise__department", verbose_name=_("department"))
    owner = tables.Column(accessor="enterprise__owner", verbose_name=_("owner"))
    word_due_on = tables.Column(verbose_name=_("word of the enterprise until"))
    approved_at = RelativeDateColumn(verbose_name=_("approved at"))
    published_at = RelativeDateColumn(verbose_name=_("published at"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Assessment
        fields = ()

    def render_grade(self, record: Assessment) -> SafeString | str:
        return chip_html(record.grade_chip) if record.grade_chip else ""

    def render_word_due_on(self, value: Any, record: Assessment) -> SafeString | str:
        """Only while it is waited for: that it was due once tells nobody anything."""
        is_over = record.word_at is not None or record.state != "with_enterprise"
        return "—" if is_over else deadline_html(value, today=timezone.localdate())

    def value_word_due_on(self, value: Any) -> Any:
        return value


class SurveyTable(RecordTable):
    default_columns = ("enterprise", "study_year", "opens_on", "closes_on", "answered", "state")

    enterprise = LinkColumn(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    study_year = tables.Column(accessor="year", verbose_name=_("school year"))
    opens_on = RelativeDateColumn(verbose_name=pgettext_lazy("survey", "opens on"))
    closes_on = RelativeDateColumn(verbose_name=pgettext_lazy("survey", "closes on"))
    answered = NumberColumn(verbose_name=_("answers"))
    asked = NumberColumn(verbose_name=pgettext_lazy("survey", "people asked"))
    state = tables.Column(accessor="pk", verbose_name=_("state"))

    class Meta:
        model = Survey
        fields = ()

    def render_state(self, record: Survey) -> SafeString:
        return chip_html(record.chip_on(timezone.localdate()))

    def value_state(self, record: Survey) -> str:
        return str(record.chip_on(timezone.localdate()).label)


class ActionTable(RecordTable):
    default_columns = ("title", "enterprise", "side", "owner", "due_on", "state")

    title = LinkColumn(verbose_name=_("what is to be done"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    side = tables.Column(accessor="get_side_display", verbose_name=pgettext_lazy("action", "whose"))
    owner = tables.Column(verbose_name=pgettext_lazy("action", "looked after by"))
    due_on = tables.Column(verbose_name=_("due on"))
    done_on = RelativeDateColumn(verbose_name=pgettext_lazy("action", "done on"))
    state = StateColumn(accessor="pk", verbose_name=_("state"))

    class Meta:
        model = Action
        fields = ()

    def render_due_on(self, value: Any, record: Action) -> SafeString:
        return deadline_html(value, done=record.done_on is not None, today=timezone.localdate())

    def value_due_on(self, value: Any) -> Any:
        return value


class WarningTable(RecordTable):
    default_columns = ("enterprise", "reason", "text", "since_on", "next_step", "next_step_on", "state")

    enterprise = LinkColumn(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    reason = tables.Column(accessor="get_reason_display", verbose_name=pgettext_lazy("early warning", "why"))
    text = tables.Column(verbose_name=pgettext_lazy("early warning", "numbers"))
    department = tables.Column(accessor="enterprise__department", verbose_name=_("department"))
    owner = tables.Column(accessor="enterprise__owner", verbose_name=_("owner"))
    since_on = RelativeDateColumn(verbose_name=pgettext_lazy("early warning", "since"))
    next_step = tables.Column(verbose_name=pgettext_lazy("early warning", "next step"))
    next_step_on = tables.Column(verbose_name=_("until"))
    closed_on = RelativeDateColumn(verbose_name=pgettext_lazy("early warning", "gone since"))
    state = StateColumn(accessor="pk", verbose_name=_("state"))

    class Meta:
        model = EarlyWarning
        fields = ()

    def render_next_step_on(self, value: Any, record: EarlyWarning) -> SafeString:
        return deadline_html(value, done=record.closed_on is not None, today=timezone.localdate())

    def value_next_step_on(self, value: Any) -> Any:
        return value
