from django.urls import path

from teachers.views import (
    my_recognition,
    panels,
    recognition,
    recognition_acts,
    recognition_boards,
    recognition_papers,
)

acts = recognition_acts

urlpatterns = [
    path("my-recognition/", my_recognition.my_recognition, name="my_recognition"),
    path("my-recognition/new/", my_recognition.MyRecognitionNew.as_view(), name="my_recognition_new"),
    path("recognitions/", recognition.RecognitionList.as_view(), name="recognition_list"),
    path("recognitions/new/", acts.RecognitionNew.as_view(), name="recognition_new"),
    path("recognitions/standing/", recognition_boards.standing, name="recognition_standing"),
    path("recognitions/public/", recognition_boards.publicity, name="recognition_publicity"),
    path(
        "recognitions/public/<int:pk>/object/",
        recognition_boards.ObjectTo.as_view(),
        name="recognition_object",
    ),
    path(
        "recognitions/objections/<int:pk>/answer/",
        acts.AnswerObjection.as_view(),
        name="objection_answer",
    ),
    path(
        "recognitions/appeals/<int:pk>/answer/",
        acts.AnswerAppeal.as_view(),
        name="recognition_appeal_answer",
    ),
    path(
        "recognitions/certificates/<int:pk>/",
        recognition_papers.certificate,
        name="recognition_certificate",
    ),
    path("recognitions/<int:pk>/", recognition.RecognitionDetail.as_view(), name="recognition_detail"),
    path("recognitions/<int:pk>/edit/", acts.Edit.as_view(), name="recognition_edit"),
    path("recognitions/<int:pk>/check/", acts.check, name="recognition_check"),
    path("recognitions/<int:pk>/apply/", acts.Apply.as_view(), name="recognition_apply"),
    path("recognitions/<int:pk>/withdraw/", acts.Withdraw.as_view(), name="recognition_withdraw"),
    path("recognitions/<int:pk>/return/", acts.Return.as_view(), name="recognition_return"),
    path("recognitions/<int:pk>/approve/", acts.Approve.as_view(), name="recognition_approve"),
    path("recognitions/<int:pk>/recognise/", acts.Conclude.as_view(), name="recognition_recognise"),
    path("recognitions/<int:pk>/refuse/", acts.Refuse.as_view(), name="recognition_refuse"),
    path("recognitions/<int:pk>/review/", acts.Review.as_view(), name="recognition_review"),
    path("recognitions/<int:pk>/send-out/", acts.SendOut.as_view(), name="recognition_send_out"),
    path(
        "recognitions/<int:pk>/outside-decision/",
        acts.OutsideDecision.as_view(),
        name="recognition_recognised_outside",
    ),
    path("recognitions/<int:pk>/appeal/", acts.Appeal.as_view(), name="recognition_appeal"),
    path("recognitions/<int:pk>/dossier/", recognition_papers.dossier, name="recognition_dossier"),
    path(
        "recognitions/<int:pk>/files/<int:file_id>/",
        recognition_papers.recognition_file,
        name="recognition_file",
    ),
    path("panels/", panels.PanelList.as_view(), name="panel_list"),
    path("panels/new/", panels.PanelNew.as_view(), name="panel_new"),
    path("panels/<int:pk>/", panels.PanelDetail.as_view(), name="panel_detail"),
    path("panels/<int:pk>/edit/", panels.PanelEdit.as_view(), name="panel_edit"),
    path("panels/<int:pk>/agenda/", panels.PutOnAgenda.as_view(), name="panel_agenda"),
    path("panels/<int:pk>/cases/<int:case_id>/take-off/", panels.take_off, name="panel_take_off"),
    path("panels/<int:pk>/open/", panels.Open.as_view(), name="panel_open"),
    path("panels/<int:pk>/desk/", panels.Desk.as_view(), name="panel_desk"),
    path(
        "panels/<int:pk>/cases/<int:case_id>/conflict/",
        panels.Conflict.as_view(),
        name="panel_conflict",
    ),
    path("panels/<int:pk>/close/", panels.Close.as_view(), name="panel_close"),
    path("panels/<int:pk>/cancel/", panels.Cancel.as_view(), name="panel_cancel"),
]
