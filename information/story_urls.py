from django.urls import URLPattern, path

from information.portal import stories as portal
from information.views import public, stories, story_acts

urlpatterns: list[URLPattern] = [
    path("stories/", stories.StoryList.as_view(), name="story_list"),
    path("stories/new/", story_acts.StoryNew.as_view(), name="story_new"),
    path("stories/<int:pk>/", stories.StoryDetail.as_view(), name="story_detail"),
    path("stories/<int:pk>/edit/", story_acts.StoryEdit.as_view(), name="story_edit"),
    path("stories/<int:pk>/ask/", story_acts.Ask.as_view(), name="story_ask"),
    path("stories/<int:pk>/publish/", story_acts.Publish.as_view(), name="story_publish"),
    path("stories/<int:pk>/withdraw/", story_acts.Withdraw.as_view(), name="story_withdraw"),
    path("stories/<int:pk>/photos/new/", story_acts.PhotoNew.as_view(), name="story_photo_new"),
    path("stories/<int:pk>/photos/<int:photo_id>/", stories.photo, name="story_photo"),
    path(
        "stories/<int:pk>/photos/<int:photo_id>/edit/",
        story_acts.PhotoWords.as_view(),
        name="story_photo_edit",
    ),
    path("stories/<int:pk>/photos/<int:photo_id>/first/", story_acts.photo_first, name="story_photo_first"),
    path(
        "stories/<int:pk>/photos/<int:photo_id>/remove/", story_acts.photo_remove, name="story_photo_remove"
    ),
    path("enterprises/<int:pk>/in-public/", story_acts.NamingEdit.as_view(), name="naming"),
    path("named/<int:pk>/files/<int:file_id>/", stories.naming_file, name="naming_file"),
    # The public page.
    path("partners/", public.page, name="public_page"),
    path("partners/stories/<int:pk>/", public.story, name="public_story"),
    path("partners/photos/<int:pk>/", public.photo, name="public_photo"),
    path("partners/logos/<int:pk>/", public.logo, name="public_logo"),
]

portal_urlpatterns: list[URLPattern] = [
    path("stories/", portal.story_list, name="stories"),
    path("stories/new/", portal.Propose.as_view(), name="story_new"),
    path("stories/in-public/", portal.OwnNaming.as_view(), name="naming"),
    path("stories/<int:pk>/", portal.story_detail, name="story"),
    path("stories/<int:pk>/edit/", portal.ChangeOwn.as_view(), name="story_edit"),
    path("stories/<int:pk>/photos/new/", portal.AddPhoto.as_view(), name="story_photo_new"),
    path("stories/<int:pk>/photos/<int:photo_id>/", portal.photo, name="story_photo"),
    path("stories/<int:pk>/agree/", portal.agree, name="story_agree"),
    path("stories/<int:pk>/changes/", portal.AskChanges.as_view(), name="story_changes"),
    path("stories/<int:pk>/refuse/", portal.Refuse.as_view(), name="story_refuse"),
    path("stories/<int:pk>/take-back/", portal.TakeBack.as_view(), name="story_take_back"),
]
