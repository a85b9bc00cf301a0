import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import core.migrating
import core.models.attachments


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0001_database"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Look",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_id", models.BigIntegerField()),
                        ("seen_at", models.DateTimeField()),
                        ("snapshot", models.JSONField()),
                        (
                            "subject_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "last look",
                        "verbose_name_plural": "last looks",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subject_type", "subject_id", "user"),
                                name="one_last_look_per_person_and_record",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalRoute",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=200, verbose_name="English name"),
                        ),
                        (
                            "name_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="Chinese name"),
                        ),
                        (
                            "allows_own_decision",
                            models.BooleanField(
                                default=False,
                                help_text="Normally two pairs of eyes are needed: whoever asks cannot approve.",
                                verbose_name="may decide on one's own request",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "approval route",
                        "verbose_name_plural": "approval routes",
                        "ordering": ["name_en", "name_zh"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="signing_approvalroute_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "signing_approvalrouteevent" ("allows_own_decision", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."allows_own_decision", new_values."id", new_values."is_active", new_values."name_en", new_values."name_zh", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="acc280231a5fb816657859091f9f6d480642ae86",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_5d7e3",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="signing_approvalroute",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "signing_approvalrouteevent" ("allows_own_decision", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."allows_own_decision", new_values."id", new_values."is_active", new_values."name_en", new_values."name_zh", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="da635ce2286ca159c03fb138993af7389a01ba77",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_6337b",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="signing_approvalroute",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalRouteEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=200, verbose_name="English name"),
                        ),
                        (
                            "name_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="Chinese name"),
                        ),
                        (
                            "allows_own_decision",
                            models.BooleanField(
                                default=False,
                                help_text="Normally two pairs of eyes are needed: whoever asks cannot approve.",
                                verbose_name="may decide on one's own request",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="signing.approvalroute",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RouteStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=200, verbose_name="English name"),
                        ),
                        (
                            "name_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="Chinese name"),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("capability", models.CharField(max_length=60, verbose_name="power needed")),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("department", "the record's own department, or anybody above it"),
                                    ("centre", "the whole centre"),
                                ],
                                default="department",
                                max_length=20,
                                verbose_name="held over",
                            ),
                        ),
                        (
                            "days_allowed",
                            models.PositiveSmallIntegerField(
                                default=5,
                                help_text="Calendar days until the decision is overdue.",
                                verbose_name="days allowed",
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="signing.approvalroute",
                                verbose_name="approval route",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step of a route",
                        "verbose_name_plural": "steps of a route",
                        "ordering": ["order"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="signing_routestep_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            ),
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("route", "order"),
                                name="route_step_order_is_unique",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "signing_routestepevent" ("capability", "days_allowed", "id", "name_en", "name_zh", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reach", "route_id") SELECT new_values."capability", new_values."days_allowed", new_values."id", new_values."name_en", new_values."name_zh", new_values."order", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reach", new_values."route_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="71e531327d169cc52d45f4d5aff703441d4d8c80",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_bd42e",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="signing_routestep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "signing_routestepevent" ("capability", "days_allowed", "id", "name_en", "name_zh", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reach", "route_id") SELECT new_values."capability", new_values."days_allowed", new_values."id", new_values."name_en", new_values."name_zh", new_values."order", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reach", new_values."route_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="77d3a059898728d2c6b015bef030f6d4b23380b4",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_31389",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="signing_routestep",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RouteStepEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=200, verbose_name="English name"),
                        ),
                        (
                            "name_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="Chinese name"),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("capability", models.CharField(max_length=60, verbose_name="power needed")),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("department", "the record's own department, or anybody above it"),
                                    ("centre", "the whole centre"),
                                ],
                                default="department",
                                max_length=20,
                                verbose_name="held over",
                            ),
                        ),
                        (
                            "days_allowed",
                            models.PositiveSmallIntegerField(
                                default=5,
                                help_text="Calendar days until the decision is overdue.",
                                verbose_name="days allowed",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="signing.routestep",
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="signing.approvalroute",
                                verbose_name="approval route",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Approval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_id", models.BigIntegerField()),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "allows_own_decision",
                            models.BooleanField(
                                default=False, verbose_name="may decide on one's own request"
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="asked at")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("open", "being decided"),
                                    ("approved", "approved"),
                                    ("returned", "returned"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="open",
                                max_length=20,
                                verbose_name="outcome",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                        ("closing_reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "subject_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="signing.approvalroute",
                                verbose_name="route",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "approval",
                        "verbose_name_plural": "approvals",
                        "ordering": ["-opened_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["subject_type", "subject_id", "-opened_at"],
                                name="approval_by_subject",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "open")),
                                fields=("subject_type", "subject_id"),
                                name="a_record_has_one_open_approval",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("outcome", "open")),
                                    models.Q(
                                        models.Q(("outcome", "open"), _negated=True),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="approval_is_open_until_it_is_closed",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "signing_approvalevent" ("allows_own_decision", "closed_at", "closing_reason", "department_id", "id", "opened_at", "opened_by_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "route_id", "subject_id", "subject_type_id", "title") SELECT new_values."allows_own_decision", new_values."closed_at", new_values."closing_reason", new_values."department_id", new_values."id", new_values."opened_at", new_values."opened_by_id", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."route_id", new_values."subject_id", new_values."subject_type_id", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c7e7ea3f1321dd411e8ad2f2bc7f78cef19fd3c1",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ab264",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="signing_approval",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "signing_approvalevent" ("allows_own_decision", "closed_at", "closing_reason", "department_id", "id", "opened_at", "opened_by_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "route_id", "subject_id", "subject_type_id", "title") SELECT new_values."allows_own_decision", new_values."closed_at", new_values."closing_reason", new_values."department_id", new_values."id", new_values."opened_at", new_values."opened_by_id", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."route_id", new_values."subject_id", new_values."subject_type_id", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="87fc50538269b710c1eaba0eb5f2f2a010cfa952",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_0849c",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="signing_approval",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=200, verbose_name="English name"),
                        ),
                        (
                            "name_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="Chinese name"),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("capability", models.CharField(max_length=60, verbose_name="power needed")),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("department", "the record's own department, or anybody above it"),
                                    ("centre", "the whole centre"),
                                ],
                                default="department",
                                max_length=20,
                                verbose_name="held over",
                            ),
                        ),
                        (
                            "days_allowed",
                            models.PositiveSmallIntegerField(
                                default=5,
                                help_text="Calendar days until the decision is overdue.",
                                verbose_name="days allowed",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "not yet its turn"),
                                    ("current", "to be decided"),
                                    ("approved", "approved"),
                                    ("returned", "returned"),
                                    ("skipped", "not needed any more"),
                                ],
                                default="waiting",
                                max_length=20,
                                verbose_name="status",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "seen",
                            models.JSONField(
                                blank=True,
                                help_text="The record as the approver saw it.",
                                null=True,
                                verbose_name="what was decided on",
                            ),
                        ),
                        (
                            "escalated_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="passed to the superior at"
                            ),
                        ),
                        (
                            "approval",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="signing.approval",
                                verbose_name="approval",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "on_behalf_of",
                            models.ForeignKey(
                                blank=True,
                                help_text="Whose power was used, where it was lent for an absence.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="on behalf of",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step of an approval",
                        "verbose_name_plural": "steps of an approval",
                        "ordering": ["order"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "current")),
                                fields=["capability", "due_on"],
                                name="approval_step_to_decide",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="signing_approvalstep_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            ),
                            models.UniqueConstraint(
                                fields=("approval", "order"), name="approval_step_order_is_unique"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "current")),
                                fields=("approval",),
                                name="an_approval_waits_at_one_step",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["approved", "returned"]), _negated=True),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_decision_has_somebody_who_took_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_return_gives_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "current"), _negated=True),
                                    ("due_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="the_current_step_has_a_deadline",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "signing_approvalstepevent" ("approval_id", "capability", "days_allowed", "decided_at", "decided_by_id", "due_on", "escalated_at", "id", "name_en", "name_zh", "on_behalf_of_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reach", "reason", "seen", "status") SELECT new_values."approval_id", new_values."capability", new_values."days_allowed", new_values."decided_at", new_values."decided_by_id", new_values."due_on", new_values."escalated_at", new_values."id", new_values."name_en", new_values."name_zh", new_values."on_behalf_of_id", new_values."order", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reach", new_values."reason", new_values."seen", new_values."status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="25658cee63e904defb54b04d08bf2b99a205362b",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_9e3cc",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="signing_approvalstep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "signing_approvalstepevent" ("approval_id", "capability", "days_allowed", "decided_at", "decided_by_id", "due_on", "escalated_at", "id", "name_en", "name_zh", "on_behalf_of_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reach", "reason", "seen", "status") SELECT new_values."approval_id", new_values."capability", new_values."days_allowed", new_values."decided_at", new_values."decided_by_id", new_values."due_on", new_values."escalated_at", new_values."id", new_values."name_en", new_values."name_zh", new_values."on_behalf_of_id", new_values."order", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reach", new_values."reason", new_values."seen", new_values."status" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="7bc2e2b6d173e943b008a193880448ae8511085c",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_99b5a",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="signing_approvalstep",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalStepEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=200, verbose_name="English name"),
                        ),
                        (
                            "name_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="Chinese name"),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("capability", models.CharField(max_length=60, verbose_name="power needed")),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("department", "the record's own department, or anybody above it"),
                                    ("centre", "the whole centre"),
                                ],
                                default="department",
                                max_length=20,
                                verbose_name="held over",
                            ),
                        ),
                        (
                            "days_allowed",
                            models.PositiveSmallIntegerField(
                                default=5,
                                help_text="Calendar days until the decision is overdue.",
                                verbose_name="days allowed",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "not yet its turn"),
                                    ("current", "to be decided"),
                                    ("approved", "approved"),
                                    ("returned", "returned"),
                                    ("skipped", "not needed any more"),
                                ],
                                default="waiting",
                                max_length=20,
                                verbose_name="status",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "seen",
                            models.JSONField(
                                blank=True,
                                help_text="The record as the approver saw it.",
                                null=True,
                                verbose_name="what was decided on",
                            ),
                        ),
                        (
                            "escalated_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="passed to the superior at"
                            ),
                        ),
                        (
                            "approval",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="signing.approval",
                                verbose_name="approval",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "on_behalf_of",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Whose power was used, where it was lent for an absence.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="on behalf of",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="signing.approvalstep",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("subject_id", models.BigIntegerField()),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "allows_own_decision",
                            models.BooleanField(
                                default=False, verbose_name="may decide on one's own request"
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="asked at")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("open", "being decided"),
                                    ("approved", "approved"),
                                    ("returned", "returned"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="open",
                                max_length=20,
                                verbose_name="outcome",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                        ("closing_reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="signing.approval",
                            ),
                        ),
                        (
                            "subject_type",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="signing.approvalroute",
                                verbose_name="route",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CommonText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=300, verbose_name="title in English"),
                        ),
                        (
                            "title_zh",
                            models.CharField(blank=True, max_length=300, verbose_name="title in Chinese"),
                        ),
                        (
                            "paragraphs",
                            models.JSONField(
                                help_text="In order: the heading and the text, each in both languages.",
                                verbose_name="paragraphs",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "common text",
                        "verbose_name_plural": "common texts",
                    },
                ),
                migrations.CreateModel(
                    name="Envelope",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_id", models.BigIntegerField()),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=300, verbose_name="title in English"),
                        ),
                        (
                            "title_zh",
                            models.CharField(blank=True, max_length=300, verbose_name="title in Chinese"),
                        ),
                        ("reference", models.CharField(max_length=60, verbose_name="reference")),
                        ("document", models.FileField(max_length=200, upload_to="", verbose_name="document")),
                        (
                            "document_sha256",
                            models.CharField(max_length=64, verbose_name="SHA-256 of the document"),
                        ),
                        ("pages", models.PositiveSmallIntegerField(verbose_name="pages")),
                        (
                            "language",
                            models.CharField(max_length=10, verbose_name="language of the document"),
                        ),
                        (
                            "versions",
                            models.JSONField(
                                default=list,
                                help_text="Every version of the document, with its fingerprint.",
                                verbose_name="versions",
                            ),
                        ),
                        (
                            "differing",
                            models.JSONField(
                                default=list,
                                help_text="Labels and values beside the common text.",
                                verbose_name="what differs",
                            ),
                        ),
                        ("is_ordered", models.BooleanField(default=False, verbose_name="one after another")),
                        ("deadline_on", models.DateField(verbose_name="to be signed by")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("out", "out for signature"),
                                    ("completed", "signed by all"),
                                    ("declined", "declined"),
                                    ("voided", "called off"),
                                    ("expired", "deadline passed"),
                                ],
                                default="out",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="sent at")),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                        ("closing_reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "sealed_file",
                            models.FileField(
                                blank=True, max_length=200, upload_to="", verbose_name="sealed document"
                            ),
                        ),
                        (
                            "sealed_sha256",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="SHA-256 of the sealed document"
                            ),
                        ),
                        ("sealed_at", models.DateTimeField(null=True, verbose_name="sealed at")),
                        (
                            "sealed_ledger",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=64,
                                verbose_name="end of the ledger in the certificate",
                            ),
                        ),
                        (
                            "events_count",
                            models.PositiveIntegerField(default=0, editable=False, verbose_name="events"),
                        ),
                        (
                            "events_head",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="end of the ledger"
                            ),
                        ),
                        (
                            "common_text",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="envelopes",
                                to="signing.commontext",
                                verbose_name="common text",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="sent by",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="signing.envelope",
                                verbose_name="replaces",
                            ),
                        ),
                        (
                            "subject_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "envelope",
                        "verbose_name_plural": "envelopes",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["subject_type", "subject_id", "-created_at"],
                                name="envelope_by_subject",
                            ),
                            models.Index(
                                condition=models.Q(("state", "out")),
                                fields=["deadline_on"],
                                name="envelope_out",
                            ),
                            models.Index(
                                condition=models.Q(("sealed_sha256", ""), _negated=True),
                                fields=["sealed_sha256"],
                                name="envelope_by_sealed_sha256",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "out")),
                                fields=("subject_type", "subject_id"),
                                name="a_record_has_one_envelope_out",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("state", "out")),
                                    models.Q(
                                        models.Q(("state", "out"), _negated=True),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_envelope_is_out_until_it_is_closed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sealed_at", None), ("sealed_file", ""), ("sealed_sha256", "")),
                                    models.Q(
                                        ("sealed_at__isnull", False),
                                        ("state", "completed"),
                                        models.Q(("sealed_sha256", ""), _negated=True),
                                        models.Q(("sealed_file", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="only_what_all_have_signed_is_sealed",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="what_is_signed_never_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."subject_type_id" IS DISTINCT FROM (NEW."subject_type_id") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."document" IS DISTINCT FROM (NEW."document") OR OLD."document_sha256" IS DISTINCT FROM (NEW."document_sha256") OR OLD."pages" IS DISTINCT FROM (NEW."pages") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="3952a294fa0737077a111903ed5cdd7f7f69186e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_what_is_signed_never_changes_47ea1",
                                    table="signing_envelope",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="a_sealed_envelope_never_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."sealed_at" IS NOT NULL AND (NEW."sealed_sha256" IS DISTINCT FROM (OLD."sealed_sha256") OR NEW."sealed_file" IS DISTINCT FROM (OLD."sealed_file") OR NEW."sealed_at" IS DISTINCT FROM (OLD."sealed_at")))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="b80e94ad946bdc6f6ce8cbf572a804eb62d7c0b5",
                                    operation="UPDATE",
                                    pgid="pgtrigger_a_sealed_envelope_never_changes_d6d44",
                                    table="signing_envelope",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="envelopes_are_kept",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="ec2955cb225f630f2c9aa6e7f959039c901775d6",
                                    operation="DELETE",
                                    pgid="pgtrigger_envelopes_are_kept_2292c",
                                    table="signing_envelope",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ordered_at", models.DateTimeField(verbose_name="ordered at")),
                        ("next_attempt_at", models.DateTimeField(verbose_name="next attempt")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("error", models.TextField(blank=True, verbose_name="why it is not sealed yet")),
                        (
                            "envelope",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seal_order",
                                to="signing.envelope",
                                verbose_name="envelope",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document to be sealed",
                        "verbose_name_plural": "documents to be sealed",
                        "ordering": ["ordered_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Signatory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "party_key",
                            models.CharField(
                                help_text="As the record's app knows it.", max_length=60, verbose_name="party"
                            ),
                        ),
                        ("party_en", models.CharField(max_length=300, verbose_name="party in English")),
                        ("party_zh", models.CharField(max_length=300, verbose_name="party in Chinese")),
                        ("name", models.CharField(max_length=150, verbose_name="name")),
                        (
                            "name_latin",
                            models.CharField(
                                blank=True, max_length=150, verbose_name="name in Latin letters"
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=150, verbose_name="position")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                                default="zh-hans",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("electronic", "electronically"), ("paper", "on paper")],
                                default="electronic",
                                max_length=20,
                                verbose_name="signs",
                            ),
                        ),
                        (
                            "means_allowed",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("email", "code sent by e-mail"),
                                        ("sms", "code sent as a text message"),
                                        ("totp", "code of an authenticator app"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                verbose_name="means of identification",
                            ),
                        ),
                        (
                            "deputises_for",
                            models.CharField(
                                blank=True,
                                help_text="Empty: signs in their own right.",
                                max_length=150,
                                verbose_name="deputy of",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "not yet their turn"),
                                    ("invited", "asked to sign"),
                                    ("opened", "has opened it"),
                                    ("signed", "has signed"),
                                    ("declined", "has declined"),
                                ],
                                default="waiting",
                                max_length=20,
                                verbose_name="status",
                            ),
                        ),
                        ("invited_at", models.DateTimeField(null=True, verbose_name="asked at")),
                        ("opened_at", models.DateTimeField(null=True, verbose_name="opened at")),
                        (
                            "pages_seen",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=list,
                                verbose_name="pages seen",
                            ),
                        ),
                        (
                            "read_in_batch",
                            models.BooleanField(
                                default=False,
                                help_text="The common text once, and what differs in a table.",
                                verbose_name="read with others of its kind",
                            ),
                        ),
                        (
                            "consented_at",
                            models.DateTimeField(null=True, verbose_name="agreed to sign electronically at"),
                        ),
                        (
                            "statement",
                            models.CharField(blank=True, max_length=20, verbose_name="statement agreed to"),
                        ),
                        ("identified_at", models.DateTimeField(null=True, verbose_name="identified at")),
                        (
                            "identified_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("email", "code sent by e-mail"),
                                    ("sms", "code sent as a text message"),
                                    ("totp", "code of an authenticator app"),
                                ],
                                max_length=20,
                                verbose_name="identified by",
                            ),
                        ),
                        (
                            "identified_with",
                            models.CharField(blank=True, max_length=254, verbose_name="identified with"),
                        ),
                        (
                            "typed_name",
                            models.CharField(blank=True, max_length=150, verbose_name="name as typed"),
                        ),
                        ("address", models.GenericIPAddressField(null=True, verbose_name="network address")),
                        ("user_agent", models.CharField(blank=True, max_length=300, verbose_name="browser")),
                        ("signed_at", models.DateTimeField(null=True, verbose_name="signed at")),
                        ("signed_on", models.DateField(null=True, verbose_name="signed on")),
                        ("declined_at", models.DateTimeField(null=True, verbose_name="declined at")),
                        ("decline_reason", models.TextField(blank=True, verbose_name="reason for declining")),
                        (
                            "carried_from",
                            models.ForeignKey(
                                help_text="The same person's signature under the same bytes, in an envelope called off since.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="signing.signatory",
                                verbose_name="signature kept from",
                            ),
                        ),
                        (
                            "envelope",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatories",
                                to="signing.envelope",
                                verbose_name="envelope",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="signs in as",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signatory",
                        "verbose_name_plural": "signatories",
                        "ordering": ["envelope", "order", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("user__isnull", False)),
                                fields=["user", "status"],
                                name="signatory_by_user",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("envelope", "order"), name="signatory_order_is_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), _negated=True),
                                    ("signed_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_signature_has_its_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), ("way", "electronic"), _negated=True),
                                    models.Q(
                                        ("consented_at__isnull", False),
                                        ("identified_at__isnull", False),
                                        ("signed_at__isnull", False),
                                        models.Q(("typed_name", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="nobody_signs_without_consent_identity_and_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "declined"), _negated=True),
                                    models.Q(("decline_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="whoever_declines_gives_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("way", "electronic"), _negated=True),
                                    ("user__isnull", False),
                                    models.Q(("email", ""), _negated=True),
                                    models.Q(("phone", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_electronic_signatory_can_be_reached",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="a_signature_is_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.\"status\" = 'signed')",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="981dcc9bc12218ea812f5c7456aa84681fad4986",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_a_signature_is_never_altered_14746",
                                    table="signing_signatory",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdentityCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("salt", models.CharField(editable=False, max_length=64)),
                        ("sent_to", models.CharField(max_length=254, verbose_name="sent to")),
                        ("created_at", models.DateTimeField(verbose_name="made at")),
                        ("expires_at", models.DateTimeField(verbose_name="expires at")),
                        ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="wrong tries")),
                        ("used_at", models.DateTimeField(null=True, verbose_name="used at")),
                        (
                            "signatory",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="identity_codes",
                                to="signing.signatory",
                                verbose_name="signatory",
                            ),
                        ),
                        (
                            "means",
                            models.CharField(
                                choices=[
                                    ("email", "code sent by e-mail"),
                                    ("sms", "code sent as a text message"),
                                    ("totp", "code of an authenticator app"),
                                ],
                                default="email",
                                max_length=20,
                                verbose_name="means",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "code to identify",
                        "verbose_name_plural": "codes to identify",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["signatory", "-created_at"], name="identity_code_by_signatory"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnvelopeEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sequence", models.PositiveIntegerField(verbose_name="number")),
                        ("at", models.DateTimeField(verbose_name="at")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sent", "sent out"),
                                    ("carried", "signature kept from the earlier envelope"),
                                    ("invited", "asked to sign"),
                                    ("reminded", "reminded"),
                                    ("readdressed", "was sent the link again"),
                                    ("handed_over", "was handed the link"),
                                    ("link_revoked", "had the link taken back"),
                                    ("opened", "opened the document"),
                                    ("read", "saw every page"),
                                    ("consented", "agreed to sign electronically"),
                                    ("authorised", "handed in a proof of authority"),
                                    ("code_sent", "was sent a code"),
                                    ("identity_refused", "gave a wrong code"),
                                    ("identified", "was identified"),
                                    ("signed", "signed"),
                                    ("signed_on_paper", "signed on paper"),
                                    ("declined", "declined"),
                                    ("voided", "called off"),
                                    ("expired", "ended with its deadline"),
                                    ("completed", "signed by all"),
                                    ("sealed", "sealed"),
                                ],
                                max_length=30,
                                verbose_name="what happened",
                            ),
                        ),
                        (
                            "details",
                            models.JSONField(
                                default=dict,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                verbose_name="details",
                            ),
                        ),
                        (
                            "previous_hash",
                            models.CharField(blank=True, max_length=64, verbose_name="hash before"),
                        ),
                        ("hash", models.CharField(max_length=64, verbose_name="hash")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="actor",
                            ),
                        ),
                        (
                            "envelope",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="signing.envelope",
                                verbose_name="envelope",
                            ),
                        ),
                        (
                            "signatory",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="signing.signatory",
                                verbose_name="signatory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of an envelope",
                        "verbose_name_plural": "ledger of envelopes",
                        "ordering": ["envelope", "sequence"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("envelope", "sequence"), name="events_of_an_envelope_are_numbered"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="the_ledger_is_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="e1ca7c3debce39b084d10039623e13c4125553bf",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_the_ledger_is_never_altered_5aacd",
                                    table="signing_envelopeevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignatoryFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                upload_to=core.models.attachments.random_name, verbose_name="file"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="As whoever added it called it.",
                                max_length=255,
                                verbose_name="name",
                            ),
                        ),
                        ("mime", models.CharField(max_length=100, verbose_name="type")),
                        ("size", models.PositiveBigIntegerField(help_text="In bytes.", verbose_name="size")),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("added_at", models.DateTimeField(verbose_name="added at")),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("authority", "proof of authority"),
                                    ("scan", "scan of the signed paper"),
                                ],
                                max_length=20,
                                verbose_name="what it is",
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="added by",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="signing.signatory",
                                verbose_name="signatory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a signatory",
                        "verbose_name_plural": "files of signatories",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TaskLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("task", models.CharField(max_length=40, verbose_name="task")),
                        ("subject_id", models.BigIntegerField(verbose_name="record")),
                        ("name", models.CharField(max_length=150, verbose_name="name")),
                        (
                            "name_latin",
                            models.CharField(
                                blank=True, max_length=150, verbose_name="name in Latin letters"
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                                default="zh-hans",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "by e-mail"),
                                    ("sms", "as a text message"),
                                    ("by_hand", "by hand: a copied address or a printed code"),
                                ],
                                max_length=20,
                                verbose_name="goes out",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveSmallIntegerField(
                                default=1,
                                help_text="Only the address of the last version opens.",
                                verbose_name="version",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="made at")),
                        ("sent_at", models.DateTimeField(verbose_name="given out at")),
                        ("opened_at", models.DateTimeField(null=True, verbose_name="opened at")),
                        ("used_at", models.DateTimeField(null=True, verbose_name="used at")),
                        ("revoked_at", models.DateTimeField(null=True, verbose_name="taken back at")),
                        ("expires_at", models.DateTimeField(verbose_name="open until")),
                    ],
                    options={
                        "verbose_name": "link to one task",
                        "verbose_name_plural": "links to one task",
                        "ordering": ["-sent_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("task", "subject_id"), name="a_task_has_one_link"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("channel", "by_hand"),
                                    models.Q(("channel", "email"), models.Q(("email", ""), _negated=True)),
                                    models.Q(("channel", "sms"), models.Q(("phone", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="a_link_goes_where_somebody_can_be_reached",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
