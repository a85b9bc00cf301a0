from django.urls import path

from partnerships.views import (
    board,
    contacts,
    corrections,
    enterprises,
    interactions,
    merging,
    names,
    papers,
    portal_people,
    register,
)

app_name = "partnerships"

urlpatterns = [
    path("enterprises/", enterprises.EnterpriseList.as_view(), name="enterprise_list"),
    path("enterprises/board/", board.board, name="enterprise_board"),
    path("enterprises/new/", enterprises.EnterpriseNew.as_view(), name="enterprise_new"),
    path("enterprises/hints/", enterprises.hints, name="enterprise_hints"),
    path("enterprises/choices/", enterprises.choices, name="enterprise_choices"),
    path("enterprises/portal/", portal_people.PortalPeople.as_view(), name="portal_people"),
    path("enterprises/<int:pk>/", enterprises.EnterpriseDetail.as_view(), name="enterprise_detail"),
    path("enterprises/<int:pk>/edit/", enterprises.EnterpriseEdit.as_view(), name="enterprise_edit"),
    path("enterprises/<int:pk>/move/", board.move, name="enterprise_move"),
    path("enterprises/<int:pk>/move/<slug:name>/", enterprises.StageMove.as_view(), name="enterprise_stage"),
    path("enterprises/<int:pk>/names/new/", names.NameNew.as_view(), name="name_new"),
    path("enterprises/<int:pk>/names/<int:name_pk>/remove/", names.remove, name="name_remove"),
    path("enterprises/<int:pk>/merge/", merging.MergePick.as_view(), name="enterprise_merge"),
    path("enterprises/<int:pk>/merge/<int:other>/", merging.MergePreview.as_view(), name="merge_preview"),
    path("merges/<int:pk>/undo/", merging.undo, name="merge_undo"),
    path("enterprises/<int:pk>/contacts/new/", contacts.ContactNew.as_view(), name="contact_new"),
    path("contacts/<int:pk>/edit/", contacts.ContactEdit.as_view(), name="contact_edit"),
    path("contacts/<int:pk>/leave/", contacts.ContactLeave.as_view(), name="contact_leave"),
    path("contacts/<int:pk>/invite/", contacts.invite, name="contact_invite"),
    path("contacts/<int:pk>/uninvite/", contacts.uninvite, name="contact_uninvite"),
    path("contacts/<int:pk>/return/", contacts.bring_back, name="contact_return"),
    path(
        "enterprises/<int:pk>/interactions/new/",
        interactions.InteractionNew.as_view(),
        name="interaction_new",
    ),
    path("interactions/", interactions.InteractionList.as_view(), name="interaction_list"),
    path("interactions/<int:pk>/", interactions.InteractionDetail.as_view(), name="interaction_detail"),
    path("interactions/<int:pk>/edit/", interactions.InteractionEdit.as_view(), name="interaction_edit"),
    path("interactions/<int:pk>/done/", interactions.done, name="interaction_done"),
    path("enterprises/<int:pk>/files/new/", papers.EnterpriseFileNew.as_view(), name="enterprise_file_new"),
    path("enterprises/<int:pk>/files/<int:file_id>/", papers.enterprise_file, name="enterprise_file"),
    path(
        "enterprises/<int:pk>/files/<int:file_id>/remove/",
        papers.enterprise_file_remove,
        name="enterprise_file_remove",
    ),
    path("enterprises/<int:pk>/corrections/", corrections.Decide.as_view(), name="corrections"),
    path("corrections/<int:pk>/file/", corrections.file, name="correction_file"),
    path("enterprises/<int:pk>/comments/new/", papers.comment_new, name="comment_new"),
    path(
        "interactions/<int:pk>/files/new/", papers.InteractionFileNew.as_view(), name="interaction_file_new"
    ),
    path("interactions/<int:pk>/files/<int:file_id>/", papers.interaction_file, name="interaction_file"),
    path(
        "interactions/<int:pk>/files/<int:file_id>/remove/",
        papers.interaction_file_remove,
        name="interaction_file_remove",
    ),
    path("register/", register.RegisterList.as_view(), name="register_list"),
    path("register/<int:pk>/", register.RegisterDetail.as_view(), name="register_detail"),
    path("register/<int:pk>/adopt/", register.Adopt.as_view(), name="register_adopt"),
]
