from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import Delegation
from core.access import NotVisible
from core.models import AuditEvent
from core.search import search
from core.transitions import TransitionRefused
from partnerships import operations
from partnerships.models import (
    Contact,
    ContactRole,
    Enterprise,
    Interaction,
    InteractionKind,
    NameKind,
    Stage,
)
from partnerships.operations import UnableToAssign, UnableToRecord
from partnerships.transitions import move_between
from tests.factories import EnterpriseFactory, InteractionFactory, TagFactory, UserFactory, social_credit_code

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)


def acts() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


class TestEntering:
    def test_an_officer_enters_a_prospect_for_their_department(self, world):
        enterprise = operations.add_enterprise(
            actor=world.officer,
            now=NOW,
            name="昆山新材料有限公司",
            code=f" {social_credit_code(77).lower()} ",
            department=world.mechanics,
            owner=world.officer,
            tags=[TagFactory.create()],
        )
        assert (enterprise.state, enterprise.state_since) == (Stage.PROSPECT, NOW)
        assert enterprise.code == social_credit_code(77)
        assert enterprise.tags.count() == 1
        assert acts() == ["enterprise.added"]

    def test_not_for_another_department(self, world):
        with pytest.raises(PermissionDenied):
            operations.add_enterprise(actor=world.officer, now=NOW, name="别家", department=world.tourism)
        assert not Enterprise.objects.filter(name="别家").exists()

    @pytest.mark.parametrize("code", ["320113000011501", "91450100MA5K9028AC", "无效"])
    def test_not_with_a_code_that_cannot_be_right(self, world, code):
        with pytest.raises(ValidationError) as refusal:
            operations.add_enterprise(
                actor=world.officer, now=NOW, name="坏码", code=code, department=world.mechanics
            )
        assert set(refusal.value.message_dict) == {"code"}
        assert not Enterprise.objects.filter(name="坏码").exists()

    def test_not_with_a_code_that_another_has(self, world):
        with pytest.raises(ValidationError, match="Another enterprise has this registration code"):
            operations.add_enterprise(
                actor=world.director,
                now=NOW,
                name="重码",
                code=world.stranger.code,
                department=world.mechanics,
            )

    def test_nobody_looks_after_what_they_cannot_see(self, world):
        with pytest.raises(UnableToAssign):
            operations.assign_owner(actor=world.director, pk=world.partner.pk, owner=world.teacher, now=NOW)
        world.partner.refresh_from_db()
        assert world.partner.owner == world.officer


class TestChanging:
    def test_a_replaced_legal_name_is_still_found(self, world):
        operations.change_enterprise(
            actor=world.officer, pk=world.partner.pk, now=NOW, name="苏州智造有限公司"
        )
        former = world.partner.names.get()
        assert (former.name, former.kind, former.until) == (
            "苏州精工机械有限公司",
            NameKind.FORMER,
            date(2026, 3, 10),
        )
        assert list(search(Enterprise.objects.visible_to(world.officer), "精工")) == [world.partner]

    def test_a_stranger_stays_hidden_and_as_it_is(self, world):
        with pytest.raises(NotVisible):
            operations.change_enterprise(
                actor=world.officer, pk=world.stranger.pk, now=NOW, name="改名有限公司"
            )
        world.stranger.refresh_from_db()
        assert world.stranger.name == "扬州海天旅游有限公司"

    def test_who_only_reads_changes_nothing(self, world):
        with pytest.raises(PermissionDenied):
            operations.change_enterprise(actor=world.coordinator, pk=world.partner.pk, now=NOW, notes="x")
        world.partner.refresh_from_db()
        assert world.partner.notes == ""

    def test_an_enterprise_is_not_pushed_into_a_department_one_does_not_edit(self, world):
        with pytest.raises(PermissionDenied):
            operations.change_enterprise(
                actor=world.officer, pk=world.partner.pk, now=NOW, department=world.tourism
            )
        world.partner.refresh_from_db()
        assert world.partner.department == world.mechanics

    def test_names_come_and_go(self, world):
        name = operations.add_name(
            actor=world.officer, pk=world.partner.pk, name="精工  厂", kind=NameKind.ALIAS, now=NOW
        )
        again = operations.add_name(
            actor=world.officer, pk=world.partner.pk, name="精工 厂", kind=NameKind.ALIAS, now=NOW
        )
        assert (name.name, again) == ("精工 厂", None)
        operations.remove_name(actor=world.officer, pk=world.partner.pk, name_pk=name.pk, now=NOW)
        world.partner.refresh_from_db()
        assert world.partner.other_names == ""

    def test_tags_are_put_on_and_taken_off(self, world):
        old, new = TagFactory.create(), TagFactory.create()
        world.partner.tags.add(old)
        operations.tag_enterprise(actor=world.officer, pk=world.partner.pk, add=[new], remove=[old], now=NOW)
        assert list(world.partner.tags.all()) == [new]


class TestStages:
    def test_a_bar_needs_the_power_and_a_reason(self, world):
        with pytest.raises(PermissionDenied):
            operations.move_stage(
                actor=world.officer, pk=world.partner.pk, name="bar", reason="Fraud", now=NOW
            )
        with pytest.raises(TransitionRefused, match="reason"):
            operations.move_stage(actor=world.director, pk=world.partner.pk, name="bar", now=NOW)
        world.partner.refresh_from_db()
        assert world.partner.state == Stage.PARTNER

        operations.move_stage(actor=world.director, pk=world.partner.pk, name="bar", reason="Fraud", now=NOW)
        world.partner.refresh_from_db()
        assert (world.partner.state, world.partner.state_since) == (Stage.BARRED, NOW)
        assert AuditEvent.objects.get(verb="enterprise.bar").reason == "Fraud"

    def test_a_move_from_another_stage_is_refused(self, world):
        with pytest.raises(TransitionRefused, match="not possible any more"):
            operations.move_stage(actor=world.officer, pk=world.partner.pk, name="start_talks", now=NOW)

    def test_at_most_one_move_leads_from_one_stage_to_another(self):
        assert move_between(Stage.PROSPECT, Stage.IN_TALKS) == "start_talks"
        assert move_between(Stage.BARRED, Stage.PARTNER) is None


class TestContacts:
    def test_the_first_contact_is_the_first_to_ask(self, world):
        enterprise = EnterpriseFactory.create(department=world.mechanics)
        first, second = (
            operations.add_contact(
                actor=world.officer,
                enterprise_pk=enterprise.pk,
                now=NOW,
                name=name,
                roles=[ContactRole.LIAISON],
            )
            for name in ("甲", "乙")
        )
        assert (first.is_primary, second.is_primary) == (True, False)

    def test_choosing_another_first_contact_replaces_the_one_before(self, world):
        operations.change_contact(actor=world.officer, pk=world.mentor.pk, now=NOW, is_primary=True)
        assert Contact.objects.get(enterprise=world.partner, is_primary=True) == world.mentor

    def test_somebody_who_left_stays_in_the_records(self, world):
        operations.end_contact(actor=world.officer, pk=world.liaison.pk, left_on=date(2026, 3, 1), now=NOW)
        assert world.liaison not in world.partner.contacts.current()
        assert world.liaison in world.partner.contacts.all()
        operations.bring_back_contact(actor=world.officer, pk=world.liaison.pk, now=NOW)
        assert world.liaison in world.partner.contacts.current()

    def test_a_strangers_contact_is_out_of_reach(self, world):
        with pytest.raises(NotVisible):
            operations.change_contact(actor=world.officer, pk=world.stranger_liaison.pk, now=NOW, phone="123")
        world.stranger_liaison.refresh_from_db()
        assert world.stranger_liaison.phone == ""

    def test_a_contact_has_known_roles_only(self, world):
        with pytest.raises(ValidationError):
            operations.change_contact(actor=world.officer, pk=world.mentor.pk, now=NOW, roles=["emperor"])


class TestInteractions:
    FIELDS = {
        "kind": InteractionKind.VISIT,
        "happened_at": NOW - timedelta(hours=2),
        "summary": "Saw the new line",
        "next_action": "Send the draft",
        "next_action_on": date(2026, 3, 20),
    }

    def test_a_visit_is_recorded_with_who_was_there_and_what_follows(self, world):
        visit = operations.record_interaction(
            actor=world.officer,
            enterprise_pk=world.partner.pk,
            now=NOW,
            staff=[world.officer],
            contacts=[world.liaison],
            next_action_owner=world.officer,
            **self.FIELDS,
        )
        assert visit.has_open_action
        assert list(Interaction.objects.visible_to(world.officer).overdue(date(2026, 3, 21))) == [visit]
        assert list(visit.contacts.all()) == [world.liaison]

    @pytest.mark.parametrize(
        "wrong", ["in the future", "with somebody of another enterprise", "asking somebody who cannot see it"]
    )
    def test_a_visit_is_not_recorded(self, world, wrong):
        fields = self.FIELDS | {"next_action_owner": world.officer, "contacts": [world.liaison]}
        fields |= {
            "in the future": {"happened_at": NOW + timedelta(days=1)},
            "with somebody of another enterprise": {"contacts": [world.stranger_liaison]},
            "asking somebody who cannot see it": {"next_action_owner": world.teacher},
        }[wrong]
        with pytest.raises(UnableToRecord):
            operations.record_interaction(
                actor=world.officer, enterprise_pk=world.partner.pk, now=NOW, **fields
            )
        assert not Interaction.objects.exists()

    def test_whoever_was_asked_says_it_is_done(self, world):
        visit = InteractionFactory.create(
            enterprise=world.partner,
            next_action="Call back",
            next_action_on=date(2026, 3, 20),
            next_action_owner=world.coordinator,
        )
        operations.complete_action(actor=world.coordinator, pk=visit.pk, now=NOW)
        visit.refresh_from_db()
        assert visit.next_action_done_at == NOW
        with pytest.raises(UnableToRecord):
            operations.complete_action(actor=world.coordinator, pk=visit.pk, now=NOW)

    def test_whoever_was_asked_says_so_in_their_own_name_whatever_was_lent_to_them(self, world):
        today = timezone.localdate()
        Delegation.objects.create(
            delegator=world.officer,
            delegate=world.coordinator,
            starts_on=today - timedelta(days=1),
            ends_on=today + timedelta(days=1),
            reason="leave",
        )
        visit = InteractionFactory.create(
            enterprise=world.partner,
            next_action="Call back",
            next_action_on=date(2026, 3, 20),
            next_action_owner=world.coordinator,
        )
        assert world.coordinator.on_behalf_of("enterprise.edit", world.mechanics.pk) == world.officer
        operations.complete_action(actor=world.coordinator, pk=visit.pk, now=NOW)
        event = AuditEvent.objects.get(verb="interaction.action_done")
        assert (event.actor, event.on_behalf_of) == (world.coordinator, None)

    def test_nobody_else_does_who_only_reads(self, world):
        visit = InteractionFactory.create(
            enterprise=world.partner,
            next_action="Call back",
            next_action_on=date(2026, 3, 20),
            next_action_owner=world.officer,
        )
        with pytest.raises(PermissionDenied):
            operations.complete_action(actor=world.coordinator, pk=visit.pk, now=NOW)
        with pytest.raises(NotVisible):
            operations.complete_action(actor=UserFactory.create(), pk=visit.pk, now=NOW)
        visit.refresh_from_db()
        assert visit.next_action_done_at is None
