"""The pages of enterprises, as the people of the test world use them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from partnerships.models import Contact, Enterprise, Interaction, Merge, RegisterEntry, Stage
from tests.factories import EnterpriseFactory, InteractionFactory, TagFactory, social_credit_code
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(world) -> Client:
    return signed_in(world.officer)


def url(name: str, *args) -> str:
    return reverse(f"partnerships:{name}", args=args)


ENTERED = {
    "name": "昆山新材料有限公司",
    "name_en": "",
    "scheme": "uscc",
    "code": social_credit_code(900),
    "country": "CN",
    "address": "",
    "size_band": "",
    "website": "",
    "notes": "",
}


class TestTheList:
    def test_it_shows_what_one_may_see(self, world, officer):
        page = officer.get(url("enterprise_list")).content.decode()
        assert "Suzhou Jinggong Machinery" in page
        assert "Yangzhou Haitian" not in page

    @pytest.mark.parametrize("query", ["q=精工", "q=szjg", "state=partner", "q=jinggong&sort=-updated_at"])
    def test_it_finds(self, world, officer, query):
        EnterpriseFactory.create(name="无锡华新电子", department=world.mechanics)
        page = officer.get(f"{url('enterprise_list')}?{query}").content.decode()
        assert "Jinggong" in page
        assert "无锡华新电子" not in page

    def test_a_region_finds_what_lies_below_it(self, world, officer):
        from catalogue.models import Region

        province = Region.objects.get(code="320000", country="CN")
        city = Region.objects.get(code="320500", country="CN")
        Enterprise.objects.filter(pk=world.partner.pk).update(region=city)
        EnterpriseFactory.create(name="上海华新电子", department=world.mechanics)
        page = officer.get(f"{url('enterprise_list')}?region={province.pk}").content.decode()
        assert "Jinggong" in page
        assert "上海华新电子" not in page

    def test_its_queries_do_not_grow_with_its_rows(self, world, officer):
        officer.get(url("enterprise_list"))  # what is fetched once per process
        with CaptureQueriesContext(connection) as with_one_row:
            officer.get(url("enterprise_list"))
        tag = TagFactory.create()
        for _number in range(20):
            EnterpriseFactory.create(department=world.mechanics, owner=world.officer).tags.add(tag)
        with CaptureQueriesContext(connection) as with_a_page:
            officer.get(url("enterprise_list"))
        assert len(with_a_page) == len(with_one_row)

    def test_it_is_exported_as_it_is_filtered(self, world, officer):
        EnterpriseFactory.create(name="无锡华新电子", department=world.mechanics)
        answer = officer.get(f"{url('enterprise_list')}?q=精工&export=csv")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert "苏州精工机械有限公司" in text
        assert "无锡华新电子" not in text

    def test_many_get_an_owner_at_once(self, world, officer):
        other = EnterpriseFactory.create(department=world.mechanics)
        data = {"action": "owner", "selected": [world.partner.pk, other.pk, world.stranger.pk]}
        asked = officer.post(url("enterprise_list"), data).content.decode()
        assert "these 2 enterprises" in asked
        officer.post(url("enterprise_list"), data | {"confirmed": "1", "owner": world.director.pk})
        owners = Enterprise.objects.order_by("pk").values_list("owner__email", flat=True)
        assert list(owners) == ["director@centre.example", None, "director@centre.example"]

    def test_a_refused_move_is_said_and_the_others_are_made(self, world, officer):
        prospect = EnterpriseFactory.create(department=world.mechanics)
        data = {
            "action": "move",
            "selected": [world.partner.pk, prospect.pk],
            "confirmed": "1",
            "name": "start_talks",
        }
        page = officer.post(url("enterprise_list"), data, follow=True).content.decode()
        assert "Not done for 1" in page
        prospect.refresh_from_db()
        world.partner.refresh_from_db()
        assert (prospect.state, world.partner.state) == (Stage.IN_TALKS, Stage.PARTNER)


class TestEntering:
    def test_a_new_enterprise(self, world, officer):
        data = ENTERED | {"department": world.mechanics.pk, "owner": world.officer.pk}
        answer = officer.post(url("enterprise_new"), data)
        enterprise = Enterprise.objects.get(code=ENTERED["code"])
        assert answer.headers["Location"] == enterprise.get_absolute_url()
        assert enterprise.owner == world.officer

    def test_a_forged_department_gets_nowhere(self, world, officer):
        answer = officer.post(url("enterprise_new"), ENTERED | {"department": world.tourism.pk})
        assert answer.status_code == 422
        assert not Enterprise.objects.filter(code=ENTERED["code"]).exists()

    def test_a_code_that_is_taken_is_said_and_nothing_typed_is_lost(self, world, officer):
        data = ENTERED | {"department": world.mechanics.pk, "code": world.partner.code}
        answer = officer.post(url("enterprise_new"), data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "昆山新材料有限公司" in page
        assert "Another enterprise has this registration code" in page
        assert "Same code" in page

    def test_hints_come_while_typing(self, world, officer):
        page = officer.get(
            url("enterprise_hints"), {"name": "苏州精工机械", "scheme": "uscc"}
        ).content.decode()
        assert "Is it one of these?" in page
        assert "<html" not in page

    def test_a_line_of_the_register_becomes_an_enterprise_once(self, world, officer):
        code = social_credit_code(901)
        entry = RegisterEntry.objects.create(
            scheme="uscc", key=code, code=code, name="吴江丝绸有限公司", imported_at=timezone.now()
        )
        page = officer.get(url("register_adopt", entry.pk)).content.decode()
        assert "吴江丝绸有限公司" in page
        data = ENTERED | {"name": entry.name, "code": code, "department": world.mechanics.pk}
        officer.post(url("register_adopt", entry.pk), data)
        entry.refresh_from_db()
        assert entry.adopted_as == Enterprise.objects.get(code=code)
        again = officer.post(url("register_adopt", entry.pk), data | {"code": ""})
        assert "already" in again.content.decode()
        assert Enterprise.objects.filter(name=entry.name).count() == 1


class TestOneEnterprise:
    @pytest.mark.parametrize("tab", ["", "contacts", "interactions", "history"])
    def test_its_tabs_open(self, world, officer, tab):
        InteractionFactory.create(
            enterprise=world.partner,
            next_action="Send the draft",
            next_action_on=timezone.localdate(),
            next_action_owner=world.officer,
        )
        page = officer.get(
            f"{world.partner.get_absolute_url()}?tab={tab}" if tab else world.partner.get_absolute_url()
        )
        assert page.status_code == 200
        assert "Send the draft" in page.content.decode()

    def test_a_colleague_s_edit_of_another_field_is_not_lost(self, world, officer):
        form = officer.get(url("enterprise_edit", world.partner.pk)).context["form"]
        data = {name: form[name].value() or "" for name in form.fields if name != "tags"}
        Enterprise.objects.filter(pk=world.partner.pk).update(address="吴江区")
        officer.post(url("enterprise_edit", world.partner.pk), data | {"notes": "Met at the fair"})
        world.partner.refresh_from_db()
        assert world.partner.notes == "Met at the fair"

    def test_who_only_reads_is_offered_nothing_to_change(self, world):
        page = signed_in(world.coordinator).get(world.partner.get_absolute_url()).content.decode()
        assert "Jinggong" in page
        assert url("enterprise_edit", world.partner.pk) not in page
        assert url("enterprise_stage", world.partner.pk, "let_rest") not in page

    def test_a_stage_moves_with_a_reason(self, world, officer):
        answer = officer.post(url("enterprise_stage", world.partner.pk, "end"), {"reason": ""})
        assert answer.status_code == 422
        officer.post(url("enterprise_stage", world.partner.pk, "end"), {"reason": "Closed down"})
        world.partner.refresh_from_db()
        assert world.partner.state == Stage.ENDED
        assert AuditEvent.objects.get(verb="enterprise.end").reason == "Closed down"

    def test_a_card_moves_on_the_board(self, world, officer):
        move = url("enterprise_move", world.partner.pk)
        assert officer.post(move, {"to": "dormant"}).json() == {"state": "dormant"}
        refused = officer.post(move, {"to": "ended"})
        assert (refused.status_code, "reason" in refused.json()["error"]) == (409, True)
        world.partner.refresh_from_db()
        assert world.partner.state == Stage.DORMANT
        assert "Jinggong" in officer.get(url("enterprise_board")).content.decode()


class TestContactsAndInteractions:
    def test_a_contact_is_added_and_leaves(self, world, officer):
        data = {"name": "郑工", "roles": ["mentor"], "language": "zh-hans", "email": "zheng@jinggong.example"}
        officer.post(url("contact_new", world.partner.pk), data)
        contact = Contact.objects.get(name="郑工")
        officer.post(url("contact_leave", contact.pk), {"left_on": "2026-03-01"})
        contact.refresh_from_db()
        assert contact.left_on.isoformat() == "2026-03-01"
        page = officer.get(contact.get_absolute_url()).content.decode()
        assert "No longer there" in page

    def test_a_visit_with_what_follows(self, world, officer):
        data = {
            "kind": "visit",
            "happened_at": "2026-03-02T09:00",
            "summary": "Saw the new line",
            "staff": [world.officer.pk],
            "contacts": [world.liaison.pk],
            "next_action": "Send the draft",
            "next_action_on": "2026-03-20",
            "next_action_owner": world.officer.pk,
        }
        officer.post(url("interaction_new", world.partner.pk), data)
        visit = Interaction.objects.get()
        assert (
            "Send the draft" in officer.get(f"{url('interaction_list')}?whose=mine&due=open").content.decode()
        )
        officer.post(url("interaction_done", visit.pk))
        visit.refresh_from_db()
        assert visit.next_action_done_at is not None

    def test_an_action_without_a_date_is_refused_at_the_form(self, world, officer):
        data = {
            "kind": "call",
            "happened_at": "2026-03-02T09:00",
            "summary": "Called",
            "next_action": "Call again",
        }
        answer = officer.post(url("interaction_new", world.partner.pk), data)
        assert answer.status_code == 422
        assert "Say by when it is to be done." in answer.content.decode()
        assert not Interaction.objects.exists()

    def test_a_stranger_s_contact_cannot_be_named(self, world, officer):
        data = {
            "kind": "call",
            "happened_at": "2026-03-02T09:00",
            "summary": "Called",
            "contacts": [world.stranger_liaison.pk],
        }
        assert officer.post(url("interaction_new", world.partner.pk), data).status_code == 422
        assert not Interaction.objects.exists()


class TestMerging:
    def test_two_records_become_one_and_two_again(self, world, officer):
        twin = EnterpriseFactory.create(
            name="苏州精工机械公司", address="吴江区", code=None, scheme="none", department=world.mechanics
        )
        picked = officer.post(url("enterprise_merge", world.partner.pk), {"other": twin.pk})
        preview = url("merge_preview", world.partner.pk, twin.pk)
        assert picked.headers["Location"] == preview
        assert "Filled in" in officer.get(preview).content.decode()
        officer.post(preview, {"take": ["name"], "reason": "Entered twice"})
        twin.refresh_from_db()
        assert twin.merged_into == world.partner
        old_link = officer.get(twin.get_absolute_url())
        assert old_link.headers["Location"] == world.partner.get_absolute_url()
        officer.post(url("merge_undo", Merge.objects.get().pk))
        twin.refresh_from_db()
        assert twin.merged_into is None

    def test_a_stranger_cannot_be_picked(self, world, officer):
        answer = officer.post(url("enterprise_merge", world.partner.pk), {"other": world.stranger.pk})
        assert answer.status_code == 422

    def test_a_hidden_merged_record_stays_hidden(self, world, officer):
        hidden = EnterpriseFactory.create(department=world.tourism, merged_into=world.stranger)
        assert officer.get(hidden.get_absolute_url()).status_code == 404


def test_the_search_of_everything_finds_enterprises_and_the_register(world, officer):
    RegisterEntry.objects.create(scheme="none", key="a", name="精工仪表", imported_at=timezone.now())
    page = officer.get(reverse("core:search"), {"q": "精工"}).content.decode()
    assert world.partner.get_absolute_url() in page
    assert "精工仪表" in page


def test_choices_hold_only_what_one_may_see(world, officer):
    found = officer.get(url("enterprise_choices"), {"q": "有限"}).json()["results"]
    assert [choice["value"] for choice in found] == [str(world.partner.pk)]
    regions = officer.get(reverse("catalogue:region_choices"), {"q": "苏州"}).json()["results"]
    assert any("苏州" in choice["text"] or "Suzhou" in choice["text"] for choice in regions)


class TestFilesAndComments:
    @pytest.fixture(autouse=True)
    def files(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    def test_a_licence_is_kept_beside_the_enterprise_and_shown_to_those_who_see_it(self, world, officer):
        upload = SimpleUploadedFile("营业执照.txt", "许可经营项目".encode())
        officer.post(url("enterprise_file_new", world.partner.pk), {"purpose": "licence", "upload": upload})
        kept = world.partner.files.get()
        address = url("enterprise_file", world.partner.pk, kept.pk)
        assert b"".join(officer.get(address).streaming_content).decode() == "许可经营项目"
        assert signed_in(world.stranger_officer).get(address).status_code == 404
        assert officer.get(url("enterprise_file", world.stranger.pk, kept.pk)).status_code == 404
        page = officer.get(f"{world.partner.get_absolute_url()}?tab=documents").content.decode()
        assert "营业执照.txt" in page
        officer.post(url("enterprise_file_remove", world.partner.pk, kept.pk))
        assert not world.partner.files.exists()

    def test_what_is_no_document_is_refused_and_nothing_kept(self, world, officer):
        upload = SimpleUploadedFile("licence.pdf", b"MZ\x90\x00 a program")
        answer = officer.post(
            url("enterprise_file_new", world.partner.pk), {"purpose": "licence", "upload": upload}
        )
        assert answer.status_code == 422
        assert not world.partner.files.exists()

    def test_whoever_reads_may_comment(self, world):
        coordinator = signed_in(world.coordinator)
        page = coordinator.post(url("comment_new", world.partner.pk), {"text": "Good mentors"}, follow=True)
        assert "Good mentors" in page.content.decode()
        assert world.partner.comments.get().author == world.coordinator
        coordinator.post(url("comment_new", world.partner.pk), {"text": " "})
        assert world.partner.comments.count() == 1


def test_the_admin_finds_an_enterprise_and_leads_to_it(world):
    world.director.is_staff = world.director.is_superuser = True
    world.director.save()
    page = signed_in(world.director).get("/admin/partnerships/enterprise/", {"q": "精工"}).content.decode()
    assert f'href="{world.partner.get_absolute_url()}"' in page
    assert "海天" not in page
