"""Addresses of assessments: those of the staff, of the portal, and of students."""

from __future__ import annotations

from django.urls import URLPattern, path

from assessments import me
from assessments.portal import assessments as portal
from assessments.views import actions, acts, assessments, papers, surveys, warnings

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("assessments/", assessments.AssessmentList.as_view(), name="assessment_list"),
    path("assessments/begin/", assessments.Begin.as_view(), name="begin"),
    path("assessments/new/<int:enterprise_id>/", assessments.AssessmentNew.as_view(), name="assessment_new"),
    path("assessments/published/", papers.summary, name="summary"),
    path("assessments/published/<int:year>.pdf", papers.summary_paper, name="summary_paper"),
    path("assessments/<int:pk>/", assessments.AssessmentDetail.as_view(), name="assessment_detail"),
    path("assessments/<int:pk>/paper/", papers.assessment_paper, name="assessment_paper"),
    path("assessments/<int:pk>/judge/", acts.Judge.as_view(), name="judge"),
    path("assessments/<int:pk>/conclude/", acts.Conclude.as_view(), name="conclude"),
    path("assessments/<int:pk>/grade/", acts.GiveGrade.as_view(), name="grade"),
    path("assessments/<int:pk>/send/", acts.Send.as_view(), name="send"),
    path("assessments/<int:pk>/take-back/", acts.TakeBack.as_view(), name="take_back"),
    path("assessments/<int:pk>/word/", acts.RecordWord.as_view(), name="record_word"),
    path("assessments/<int:pk>/answer/", acts.Answer.as_view(), name="answer"),
    path("assessments/<int:pk>/approve/", acts.Approve.as_view(), name="approve"),
    path("assessments/<int:pk>/reopen/", acts.Reopen.as_view(), name="reopen"),
    path("assessments/<int:pk>/publish/", acts.Publish.as_view(), name="publish"),
    path("assessments/<int:pk>/unpublish/", acts.Unpublish.as_view(), name="unpublish"),
    path("assessments/<int:pk>/recount/", acts.recount, name="recount"),
    path("assessments/<int:pk>/discard/", acts.discard, name="discard"),
    path("assessments/<int:pk>/check/", acts.check, name="check"),
    path("assessments/<int:pk>/actions/new/", actions.ActionNew.as_view(), name="action_new"),
    path("improvements/", actions.ActionList.as_view(), name="action_list"),
    path("improvements/<int:pk>/", actions.ActionDetail.as_view(), name="action_detail"),
    path("improvements/<int:pk>/done/", actions.Finish.as_view(), name="action_finish"),
    path("improvements/<int:pk>/again/", actions.Again.as_view(), name="action_again"),
    path("surveys/", surveys.SurveyList.as_view(), name="survey_list"),
    path("surveys/open/", surveys.OpenSurveys.as_view(), name="survey_open"),
    path("surveys/<int:pk>/", surveys.SurveyDetail.as_view(), name="survey_detail"),
    path("surveys/<int:pk>/end/", surveys.MoveEnd.as_view(), name="survey_move"),
    path("surveys/<int:pk>/answer/", surveys.InstructorAnswer.as_view(), name="survey_answer"),
    path("early-warnings/", warnings.WarningList.as_view(), name="warning_list"),
    path("early-warnings/<int:pk>/", warnings.WarningDetail.as_view(), name="warning_detail"),
    path("early-warnings/<int:pk>/take-up/", warnings.Acknowledge.as_view(), name="warning_acknowledge"),
]

portal_urlpatterns: list[URLPattern] = [
    path("assessments/", portal.assessment_list, name="assessments"),
    path("assessments/published/", portal.summary, name="assessment_summary"),
    path("assessments/published/<int:year>.pdf", portal.summary_paper, name="assessment_summary_paper"),
    path("assessments/<int:pk>/", portal.assessment_detail, name="assessment"),
    path("assessments/<int:pk>/paper/", portal.assessment_paper, name="assessment_paper"),
    path("assessments/<int:pk>/word/", portal.SayWord.as_view(), name="assessment_word"),
    path("surveys/<int:pk>/", portal.SurveyAnswer.as_view(), name="survey"),
    path("improvements/<int:pk>/", portal.action_detail, name="action"),
    path("improvements/<int:pk>/done/", portal.ActionDone.as_view(), name="action_done"),
]

me_urlpatterns: list[URLPattern] = [
    path("surveys/<int:pk>/", me.SurveyAnswer.as_view(), name="survey"),
]
