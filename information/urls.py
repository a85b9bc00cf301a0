from django.urls import URLPattern, path

from information.me import announcements as own
from information.portal import announcements as portal
from information.portal import library as portal_library
from information.story_urls import portal_urlpatterns as portal_story_urls
from information.story_urls import urlpatterns as story_urls
from information.views import announcements, assignments, library

app_name = "information"

urlpatterns: list[URLPattern] = [
    path("announcements/", announcements.board, name="announcement_board"),
    path("announcements/all/", announcements.AnnouncementList.as_view(), name="announcement_list"),
    path("announcements/new/", announcements.AnnouncementNew.as_view(), name="announcement_new"),
    path("announcements/<int:pk>/", announcements.AnnouncementDetail.as_view(), name="announcement_detail"),
    path("announcements/<int:pk>/edit/", announcements.AnnouncementEdit.as_view(), name="announcement_edit"),
    path("announcements/<int:pk>/publish/", announcements.Publish.as_view(), name="announcement_publish"),
    path("announcements/<int:pk>/withdraw/", announcements.Withdraw.as_view(), name="announcement_withdraw"),
    path("announcements/<int:pk>/discard/", announcements.Discard.as_view(), name="announcement_discard"),
    path("announcements/<int:pk>/readers/", announcements.readers_export, name="announcement_readers"),
    path("announcements/<int:pk>/files/new/", announcements.Attach.as_view(), name="announcement_attach"),
    path("announcements/<int:pk>/files/<int:file_id>/", announcements.file, name="announcement_file"),
    path(
        "announcements/<int:pk>/files/<int:file_id>/remove/",
        announcements.file_remove,
        name="announcement_file_remove",
    ),
    path("tasks/", assignments.board, name="assignment_board"),
    path("tasks/all/", assignments.AssignmentList.as_view(), name="assignment_list"),
    path("tasks/new/", assignments.AssignmentNew.as_view(), name="assignment_new"),
    path("tasks/<int:pk>/", assignments.AssignmentDetail.as_view(), name="assignment_detail"),
    path("tasks/<int:pk>/edit/", assignments.AssignmentEdit.as_view(), name="assignment_edit"),
    path("tasks/<int:pk>/finish/", assignments.Finish.as_view(), name="assignment_finish"),
    path("tasks/<int:pk>/give-up/", assignments.GiveUp.as_view(), name="assignment_give_up"),
    path("tasks/<int:pk>/hand-over/", assignments.HandOver.as_view(), name="assignment_hand_over"),
    path("library/", library.LibraryList.as_view(), name="library_list"),
    path("library/new/", library.LibraryNew.as_view(), name="library_new"),
    path("library/<int:pk>/", library.LibraryDetail.as_view(), name="library_detail"),
    path("library/<int:pk>/edit/", library.LibraryEdit.as_view(), name="library_edit"),
    path("library/<int:pk>/share/", library.Share.as_view(), name="library_share"),
    path("library/<int:pk>/withdraw/", library.Withdraw.as_view(), name="library_withdraw"),
    path("library/<int:pk>/discard/", library.Discard.as_view(), name="library_discard"),
    path("library/<int:pk>/downloads/", library.downloads_export, name="library_downloads"),
    path("library/<int:pk>/versions/new/", library.VersionNew.as_view(), name="library_version_new"),
    path("library/<int:pk>/versions/<int:number>/", library.version, name="library_version"),
    *story_urls,
]

portal_urlpatterns: list[URLPattern] = [
    path("announcements/", portal.announcement_list, name="announcements"),
    path("announcements/<int:pk>/", portal.announcement_detail, name="announcement"),
    path("announcements/<int:pk>/files/<int:file_id>/", portal.file, name="announcement_file"),
    path("library/", portal_library.library, name="library"),
    path("library/<int:pk>/", portal_library.document, name="library_document"),
    path("library/<int:pk>/file/", portal_library.file, name="library_file"),
    *portal_story_urls,
]

me_urlpatterns: list[URLPattern] = [
    path("announcements/", own.announcement_list, name="announcements"),
    path("announcements/<int:pk>/", own.announcement_detail, name="announcement"),
    path("announcements/<int:pk>/files/<int:file_id>/", own.file, name="announcement_file"),
]
