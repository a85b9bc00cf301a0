from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import core.encryption
import core.fields
import core.migrating
import core.models.attachments
import core.search
import placements.models.alternation


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("agreements", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("core", "0001_database"),
        ("internships", "0001_initial"),
        ("partnerships", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("signing", "0001_initial"),
        ("teachers", "0001_initial"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Placement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "arrangement",
                            models.CharField(
                                choices=[
                                    ("selection", "Two-way selection"),
                                    ("assigned", "Assigned by the school"),
                                    ("order_class", "Order class"),
                                    ("self_arranged", "Arranged by the student"),
                                ],
                                default="assigned",
                                max_length=20,
                                verbose_name="how it came about",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("offered", "Offered"),
                                    ("prepared", "Ready to start"),
                                    ("in_progress", "Under way"),
                                    ("interrupted", "Interrupted"),
                                    ("finished", "Finished"),
                                    ("ended_early", "Ended early"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="offered",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "started_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="began on"),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="ended on"),
                        ),
                        ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied on")),
                        ("application", models.TextField(blank=True, verbose_name="application")),
                        (
                            "approved_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="approved on"
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(
                                blank=True,
                                editable=False,
                                help_text="Why it was interrupted, cancelled, or ended before its last day.",
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="last changed"
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approved by",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "instructor",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="teachers.teacher",
                                verbose_name="school instructor",
                            ),
                        ),
                        (
                            "mentor",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="partnerships.contact",
                                verbose_name="mentor at the enterprise",
                            ),
                        ),
                        (
                            "outcome",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placement",
                                to="internships.outcome",
                                verbose_name="outcome of a round",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="internships.post",
                                verbose_name="post",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "is_host_imposed",
                            models.BooleanField(
                                blank=True,
                                help_text="Nobody is made to go to a certain host (INT-10).",
                                null=True,
                                verbose_name="the host was imposed on the student",
                            ),
                        ),
                        (
                            "hours_per_day",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                editable=False,
                                max_digits=3,
                                null=True,
                                verbose_name="own hours a day",
                            ),
                        ),
                        (
                            "workplace",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="own place of work"
                            ),
                        ),
                        (
                            "lodging",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("unified", "Arranged for all"),
                                    ("home", "At home"),
                                    ("own", "Found by the student"),
                                ],
                                help_text="Empty: as the post offers it. Whoever lives elsewhere has a guardian’s signature.",
                                max_length=10,
                                verbose_name="lodging",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "placement",
                        "verbose_name_plural": "placements",
                        "ordering": ["-starts_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["plan", "state", "id"], name="placement_by_plan"),
                            models.Index(fields=["post", "state"], name="placement_by_post"),
                            models.Index(
                                fields=["enterprise", "state", "id"], name="placement_by_enterprise"
                            ),
                            models.Index(
                                fields=["department", "starts_on", "id"], name="placement_by_department"
                            ),
                            models.Index(
                                fields=["instructor", "state", "id"], name="placement_by_instructor"
                            ),
                            models.Index(fields=["mentor", "state", "id"], name="placement_by_mentor"),
                            models.Index(fields=["state", "starts_on", "id"], name="placement_by_state"),
                            models.Index(fields=["starts_on", "id"], name="placement_by_start"),
                            models.Index(fields=["ends_on", "id"], name="placement_by_end"),
                            models.Index(fields=["updated_at", "id"], name="placement_by_change"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["in_progress", "interrupted", "offered", "prepared"])
                                ),
                                fields=("plan", "student"),
                                name="a_student_has_one_place_in_a_plan",
                                violation_error_message="The student has a place in this plan already.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["in_progress", "interrupted"])),
                                fields=("student",),
                                name="a_student_is_at_one_host_at_a_time",
                                violation_error_message="The student is at another host at present.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                                name="placement_ends_after_it_starts",
                                violation_error_message="The last day comes after the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["ended_early", "finished"]), _negated=True),
                                    ("ended_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_placement_that_is_over_says_since_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["cancelled", "ended_early", "interrupted"]),
                                        _negated=True,
                                    ),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_placement_is_broken_off_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("arrangement", "self_arranged"), _negated=True),
                                    ("applied_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="who_arranges_a_place_applies_for_it",
                                violation_error_message="Say when the student applied for it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours_per_day", None),
                                    models.Q(("hours_per_day__gt", 0), ("hours_per_day__lte", 24)),
                                    _connector="OR",
                                ),
                                name="placement_has_possible_hours",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_placementevent" ("application", "applied_on", "approved_by_id", "approved_on", "arrangement", "created_at", "created_by_id", "department_id", "ended_on", "ends_on", "enterprise_id", "hours_per_day", "id", "instructor_id", "is_host_imposed", "lodging", "mentor_id", "outcome_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "reason", "started_on", "starts_on", "state", "student_id", "updated_at", "workplace") SELECT new_values."application", new_values."applied_on", new_values."approved_by_id", new_values."approved_on", new_values."arrangement", new_values."created_at", new_values."created_by_id", new_values."department_id", new_values."ended_on", new_values."ends_on", new_values."enterprise_id", new_values."hours_per_day", new_values."id", new_values."instructor_id", new_values."is_host_imposed", new_values."lodging", new_values."mentor_id", new_values."outcome_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."post_id", new_values."reason", new_values."started_on", new_values."starts_on", new_values."state", new_values."student_id", new_values."updated_at", new_values."workplace" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="751991c1afe43edbd4134ef4b8b9c478917693ae",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1caba",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_placement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_placementevent" ("application", "applied_on", "approved_by_id", "approved_on", "arrangement", "created_at", "created_by_id", "department_id", "ended_on", "ends_on", "enterprise_id", "hours_per_day", "id", "instructor_id", "is_host_imposed", "lodging", "mentor_id", "outcome_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "reason", "started_on", "starts_on", "state", "student_id", "updated_at", "workplace") SELECT new_values."application", new_values."applied_on", new_values."approved_by_id", new_values."approved_on", new_values."arrangement", new_values."created_at", new_values."created_by_id", new_values."department_id", new_values."ended_on", new_values."ends_on", new_values."enterprise_id", new_values."hours_per_day", new_values."id", new_values."instructor_id", new_values."is_host_imposed", new_values."lodging", new_values."mentor_id", new_values."outcome_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."post_id", new_values."reason", new_values."started_on", new_values."starts_on", new_values."state", new_values."student_id", new_values."updated_at", new_values."workplace" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="82bc01e0252f1eb29bf30b5eaa153626e82aaba1",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_3ab36",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_placement",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlacementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "arrangement",
                            models.CharField(
                                choices=[
                                    ("selection", "Two-way selection"),
                                    ("assigned", "Assigned by the school"),
                                    ("order_class", "Order class"),
                                    ("self_arranged", "Arranged by the student"),
                                ],
                                default="assigned",
                                max_length=20,
                                verbose_name="how it came about",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("offered", "Offered"),
                                    ("prepared", "Ready to start"),
                                    ("in_progress", "Under way"),
                                    ("interrupted", "Interrupted"),
                                    ("finished", "Finished"),
                                    ("ended_early", "Ended early"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="offered",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "started_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="began on"),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="ended on"),
                        ),
                        ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied on")),
                        ("application", models.TextField(blank=True, verbose_name="application")),
                        (
                            "approved_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="approved on"
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(
                                blank=True,
                                editable=False,
                                help_text="Why it was interrupted, cancelled, or ended before its last day.",
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="last changed"
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approved by",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "instructor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.teacher",
                                verbose_name="school instructor",
                            ),
                        ),
                        (
                            "mentor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="mentor at the enterprise",
                            ),
                        ),
                        (
                            "outcome",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.outcome",
                                verbose_name="outcome of a round",
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
                                to="placements.placement",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.post",
                                verbose_name="post",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "is_host_imposed",
                            models.BooleanField(
                                blank=True,
                                help_text="Nobody is made to go to a certain host (INT-10).",
                                null=True,
                                verbose_name="the host was imposed on the student",
                            ),
                        ),
                        (
                            "hours_per_day",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                editable=False,
                                max_digits=3,
                                null=True,
                                verbose_name="own hours a day",
                            ),
                        ),
                        (
                            "workplace",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="own place of work"
                            ),
                        ),
                        (
                            "lodging",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("unified", "Arranged for all"),
                                    ("home", "At home"),
                                    ("own", "Found by the student"),
                                ],
                                help_text="Empty: as the post offers it. Whoever lives elsewhere has a guardian’s signature.",
                                max_length=10,
                                verbose_name="lodging",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AffectedPlacement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="placements.placement",
                            ),
                        ),
                        (
                            "concern",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="affected_rows",
                                to="placements.concern",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "affected placement",
                        "verbose_name_plural": "affected placements",
                        "ordering": ["concern", "placement"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("concern", "placement"), name="a_concern_names_a_placement_once"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_affectedplacementevent" ("concern_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id") SELECT new_values."concern_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="66cd92efe2c9d2ccfc4f82c4cd923ee4ff3b8b0a",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2a6d0",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_affectedplacement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_affectedplacementevent" ("concern_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id") SELECT old_values."concern_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."placement_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="cedf30c90811b2c84fe5a3d2f6f24a73759a4255",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_daee4",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="placements_affectedplacement",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Concern",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("safety", "Safety"),
                                    ("overwork", "Too much work, nights, no rest"),
                                    ("pay", "Pay and deductions"),
                                    ("harassment", "Harassment or violence"),
                                    ("health", "Health"),
                                    ("accident", "Accident"),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                                verbose_name="what it is about",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("minor", "Bothers me"),
                                    ("serious", "Serious"),
                                    ("urgent", "Urgent: somebody is in danger"),
                                ],
                                default="minor",
                                max_length=10,
                                verbose_name="how bad it is",
                            ),
                        ),
                        (
                            "is_incident",
                            models.BooleanField(
                                default=False,
                                help_text="Something has happened, and is investigated.",
                                verbose_name="incident",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("looked_into", "Being looked into"),
                                    ("settled", "Settled"),
                                    ("not_upheld", "Not upheld"),
                                ],
                                default="new",
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("text", core.encryption.EncryptedTextField(verbose_name="what happened")),
                        (
                            "raised_by",
                            models.CharField(
                                choices=[
                                    ("student", "Student"),
                                    ("guardian", "Guardian"),
                                    ("mentor", "Mentor"),
                                    ("staff", "School"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="raised by",
                            ),
                        ),
                        (
                            "raiser_name",
                            models.CharField(editable=False, max_length=150, verbose_name="raised by"),
                        ),
                        (
                            "is_anonymous",
                            models.BooleanField(
                                default=False,
                                help_text="Nobody at the enterprise is told who raised it.",
                                verbose_name="anonymous towards the enterprise",
                            ),
                        ),
                        ("raised_at", models.DateTimeField(editable=False, verbose_name="raised")),
                        (
                            "outcome",
                            core.encryption.EncryptedTextField(
                                blank=True, editable=False, verbose_name="outcome"
                            ),
                        ),
                        ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="closed")),
                        (
                            "contact",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.contact",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="concerns",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="concerns",
                                to="internships.guardian",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="looked into by",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="concerns_raised",
                                to="placements.placement",
                                verbose_name="raised about",
                            ),
                        ),
                        (
                            "raiser",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "affected",
                            models.ManyToManyField(
                                related_name="concerns",
                                through="placements.AffectedPlacement",
                                to="placements.placement",
                                verbose_name="affected",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "concern",
                        "verbose_name_plural": "concerns",
                        "ordering": ["-raised_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["department", "raised_at", "id"], name="concern_by_department"
                            ),
                            models.Index(fields=["state", "raised_at", "id"], name="concern_by_state"),
                            models.Index(
                                fields=["enterprise", "raised_at", "id"], name="concern_by_enterprise"
                            ),
                            models.Index(fields=["raiser", "raised_at"], name="concern_by_raiser"),
                            models.Index(fields=["raised_at", "id"], name="concern_by_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False), ("state__in", ["not_upheld", "settled"])
                                    ),
                                    models.Q(("ended_at", None), ("state__in", ["looked_into", "new"])),
                                    _connector="OR",
                                ),
                                name="a_closed_concern_says_since_when",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_concernevent" ("contact_id", "department_id", "ended_at", "enterprise_id", "guardian_id", "handler_id", "id", "is_anonymous", "is_incident", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "raised_at", "raised_by", "raiser_id", "raiser_name", "severity", "state") SELECT new_values."contact_id", new_values."department_id", new_values."ended_at", new_values."enterprise_id", new_values."guardian_id", new_values."handler_id", new_values."id", new_values."is_anonymous", new_values."is_incident", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."raised_at", new_values."raised_by", new_values."raiser_id", new_values."raiser_name", new_values."severity", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="9c8cb2975b20475d545a5c166d52dfaa0a118272",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_bc23e",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_concern",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_concernevent" ("contact_id", "department_id", "ended_at", "enterprise_id", "guardian_id", "handler_id", "id", "is_anonymous", "is_incident", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "raised_at", "raised_by", "raiser_id", "raiser_name", "severity", "state") SELECT new_values."contact_id", new_values."department_id", new_values."ended_at", new_values."enterprise_id", new_values."guardian_id", new_values."handler_id", new_values."id", new_values."is_anonymous", new_values."is_incident", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."raised_at", new_values."raised_by", new_values."raiser_id", new_values."raiser_name", new_values."severity", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."contact_id" IS DISTINCT FROM (new_values."contact_id") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."enterprise_id" IS DISTINCT FROM (new_values."enterprise_id") OR old_values."guardian_id" IS DISTINCT FROM (new_values."guardian_id") OR old_values."handler_id" IS DISTINCT FROM (new_values."handler_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_anonymous" IS DISTINCT FROM (new_values."is_anonymous") OR old_values."is_incident" IS DISTINCT FROM (new_values."is_incident") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."placement_id" IS DISTINCT FROM (new_values."placement_id") OR old_values."raised_at" IS DISTINCT FROM (new_values."raised_at") OR old_values."raised_by" IS DISTINCT FROM (new_values."raised_by") OR old_values."raiser_id" IS DISTINCT FROM (new_values."raiser_id") OR old_values."raiser_name" IS DISTINCT FROM (new_values."raiser_name") OR old_values."severity" IS DISTINCT FROM (new_values."severity") OR old_values."state" IS DISTINCT FROM (new_values."state")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="917d9548560afaa7d24fd29abde8988d4951e8ab",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_d353e",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_concern",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AffectedPlacementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
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
                                to="placements.affectedplacement",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                            ),
                        ),
                        (
                            "concern",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.concern",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConcernAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", core.encryption.EncryptedTextField(verbose_name="what is to be done")),
                        ("due_on", models.DateField(verbose_name="until")),
                        ("done_at", models.DateTimeField(editable=False, null=True, verbose_name="done")),
                        (
                            "result",
                            core.encryption.EncryptedTextField(
                                blank=True, editable=False, verbose_name="what came of it"
                            ),
                        ),
                        ("set_at", models.DateTimeField(editable=False, verbose_name="set")),
                        (
                            "escalated_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="told to superiors"),
                        ),
                        (
                            "concern",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="actions",
                                to="placements.concern",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who does it",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "action on a concern",
                        "verbose_name_plural": "actions on concerns",
                        "ordering": ["due_on", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["due_on", "id"],
                                name="concern_action_open",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_concernactionevent" ("concern_id", "done_at", "due_on", "escalated_at", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id") SELECT new_values."concern_id", new_values."done_at", new_values."due_on", new_values."escalated_at", new_values."id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."set_at", new_values."set_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c3170987821d136fadae6a3c1f7c3e120e1d7f73",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0c464",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_concernaction",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_concernactionevent" ("concern_id", "done_at", "due_on", "escalated_at", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id") SELECT new_values."concern_id", new_values."done_at", new_values."due_on", new_values."escalated_at", new_values."id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."set_at", new_values."set_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."concern_id" IS DISTINCT FROM (new_values."concern_id") OR old_values."done_at" IS DISTINCT FROM (new_values."done_at") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."escalated_at" IS DISTINCT FROM (new_values."escalated_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."set_at" IS DISTINCT FROM (new_values."set_at") OR old_values."set_by_id" IS DISTINCT FROM (new_values."set_by_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c159ef257fa35aa59e0334dbf718bf95d1d81d8f",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_bfd54",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_concernaction",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConcernActionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("due_on", models.DateField(verbose_name="until")),
                        ("done_at", models.DateTimeField(editable=False, null=True, verbose_name="done")),
                        ("set_at", models.DateTimeField(editable=False, verbose_name="set")),
                        (
                            "escalated_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="told to superiors"),
                        ),
                        (
                            "concern",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.concern",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who does it",
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
                                to="placements.concernaction",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConcernEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("safety", "Safety"),
                                    ("overwork", "Too much work, nights, no rest"),
                                    ("pay", "Pay and deductions"),
                                    ("harassment", "Harassment or violence"),
                                    ("health", "Health"),
                                    ("accident", "Accident"),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                                verbose_name="what it is about",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("minor", "Bothers me"),
                                    ("serious", "Serious"),
                                    ("urgent", "Urgent: somebody is in danger"),
                                ],
                                default="minor",
                                max_length=10,
                                verbose_name="how bad it is",
                            ),
                        ),
                        (
                            "is_incident",
                            models.BooleanField(
                                default=False,
                                help_text="Something has happened, and is investigated.",
                                verbose_name="incident",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("looked_into", "Being looked into"),
                                    ("settled", "Settled"),
                                    ("not_upheld", "Not upheld"),
                                ],
                                default="new",
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "raised_by",
                            models.CharField(
                                choices=[
                                    ("student", "Student"),
                                    ("guardian", "Guardian"),
                                    ("mentor", "Mentor"),
                                    ("staff", "School"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="raised by",
                            ),
                        ),
                        (
                            "raiser_name",
                            models.CharField(editable=False, max_length=150, verbose_name="raised by"),
                        ),
                        (
                            "is_anonymous",
                            models.BooleanField(
                                default=False,
                                help_text="Nobody at the enterprise is told who raised it.",
                                verbose_name="anonymous towards the enterprise",
                            ),
                        ),
                        ("raised_at", models.DateTimeField(editable=False, verbose_name="raised")),
                        ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="closed")),
                        (
                            "contact",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.guardian",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="looked into by",
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
                                to="placements.concern",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="raised about",
                            ),
                        ),
                        (
                            "raiser",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConcernFile",
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
                            "from_raiser",
                            models.BooleanField(default=False, verbose_name="added by whoever raised it"),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="placements.concern",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a concern",
                        "verbose_name_plural": "files of concerns",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConcernNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", core.encryption.EncryptedTextField(verbose_name="note")),
                        (
                            "is_for_raiser",
                            models.BooleanField(default=False, verbose_name="whoever raised it reads this"),
                        ),
                        (
                            "from_raiser",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="said by whoever raised it"
                            ),
                        ),
                        ("at", models.DateTimeField(editable=False, verbose_name="at")),
                        (
                            "author",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "concern",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="placements.concern",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "note on a concern",
                        "verbose_name_plural": "notes on concerns",
                        "ordering": ["concern", "at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_raiser", False), ("is_for_raiser", True), _connector="OR"
                                ),
                                name="whoever_raised_it_reads_their_own_words",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConcernReader",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("named_at", models.DateTimeField(verbose_name="named")),
                        (
                            "concern",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readers",
                                to="placements.concern",
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who reads it",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reader of a concern",
                        "verbose_name_plural": "readers of concerns",
                        "ordering": ["concern", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("concern", "user"), name="somebody_is_named_once_on_a_concern"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_concernreaderevent" ("concern_id", "id", "named_at", "named_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."concern_id", new_values."id", new_values."named_at", new_values."named_by_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="e4b1fa11684e0d2b179f27b27ed6d37bd0102e6e",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_179c5",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_concernreader",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_concernreaderevent" ("concern_id", "id", "named_at", "named_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."concern_id", old_values."id", old_values."named_at", old_values."named_by_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="0702b68d6382c16eb3a06a85aa2ddb416376d2eb",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_334ec",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="placements_concernreader",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConcernReaderEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("named_at", models.DateTimeField(verbose_name="named")),
                        (
                            "concern",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.concern",
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                to="placements.concernreader",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who reads it",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="GuardianPage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("given_at", models.DateTimeField(verbose_name="given")),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="given by",
                            ),
                        ),
                        (
                            "guardian",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="page",
                                to="internships.guardian",
                                verbose_name="guardian",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "page of a guardian",
                        "verbose_name_plural": "pages of guardians",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SupervisionVisit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("on_site", "On site"), ("phone", "By phone"), ("online", "Online")],
                                default="on_site",
                                max_length=10,
                                verbose_name="how",
                            ),
                        ),
                        ("visited_on", models.DateField(verbose_name="visited on")),
                        (
                            "others_met",
                            models.CharField(
                                blank=True,
                                help_text="The mentor, the head of the workshop, whoever looks after the lodging.",
                                max_length=300,
                                verbose_name="whom else they saw",
                            ),
                        ),
                        ("summary", models.TextField(max_length=4000, verbose_name="what was seen")),
                        (
                            "measures",
                            models.TextField(
                                blank=True,
                                help_text="What was agreed, who does it, until when.",
                                max_length=2000,
                                verbose_name="measures",
                            ),
                        ),
                        (
                            "next_on",
                            models.DateField(
                                blank=True,
                                help_text="Empty means: as often as the plan says.",
                                null=True,
                                verbose_name="next visit until",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded"
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervision_visits",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "visitors",
                            models.ManyToManyField(
                                related_name="supervision_visits",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who visited",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "visit of an instructor",
                        "verbose_name_plural": "visits of instructors",
                        "ordering": ["-visited_on", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["department", "visited_on", "id"], name="visit_by_department"
                            ),
                            models.Index(
                                fields=["enterprise", "visited_on", "id"], name="visit_by_enterprise"
                            ),
                            models.Index(fields=["visited_on", "id"], name="visit_by_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_on", None),
                                    ("next_on__gt", models.F("visited_on")),
                                    _connector="OR",
                                ),
                                name="the_next_visit_comes_after_this_one",
                                violation_error_message="The next visit comes after this one.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_supervisionvisitevent" ("created_at", "department_id", "enterprise_id", "id", "measures", "next_on", "others_met", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "summary", "visited_on", "way") SELECT new_values."created_at", new_values."department_id", new_values."enterprise_id", new_values."id", new_values."measures", new_values."next_on", new_values."others_met", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."recorded_by_id", new_values."summary", new_values."visited_on", new_values."way" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="b2209289c37dab9215f216355562e2b5ef5114ad",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_84128",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_supervisionvisit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_supervisionvisitevent" ("created_at", "department_id", "enterprise_id", "id", "measures", "next_on", "others_met", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "summary", "visited_on", "way") SELECT new_values."created_at", new_values."department_id", new_values."enterprise_id", new_values."id", new_values."measures", new_values."next_on", new_values."others_met", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."recorded_by_id", new_values."summary", new_values."visited_on", new_values."way" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="82afc8ab84b53ad0303195c3e8244762fa9b424c",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b8357",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_supervisionvisit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupervisionVisitEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "way",
                            models.CharField(
                                choices=[("on_site", "On site"), ("phone", "By phone"), ("online", "Online")],
                                default="on_site",
                                max_length=10,
                                verbose_name="how",
                            ),
                        ),
                        ("visited_on", models.DateField(verbose_name="visited on")),
                        (
                            "others_met",
                            models.CharField(
                                blank=True,
                                help_text="The mentor, the head of the workshop, whoever looks after the lodging.",
                                max_length=300,
                                verbose_name="whom else they saw",
                            ),
                        ),
                        ("summary", models.TextField(max_length=4000, verbose_name="what was seen")),
                        (
                            "measures",
                            models.TextField(
                                blank=True,
                                help_text="What was agreed, who does it, until when.",
                                max_length=2000,
                                verbose_name="measures",
                            ),
                        ),
                        (
                            "next_on",
                            models.DateField(
                                blank=True,
                                help_text="Empty means: as often as the plan says.",
                                null=True,
                                verbose_name="next visit until",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded"
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
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
                                to="placements.supervisionvisit",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="VisitedStudent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("was_met", models.BooleanField(default=True, verbose_name="was seen or spoken to")),
                        (
                            "note",
                            models.CharField(blank=True, max_length=1000, verbose_name="about this student"),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit_lines",
                                to="placements.placement",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="placements.supervisionvisit",
                            ),
                        ),
                        (
                            "mood",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("well", "Doing well"),
                                    ("unsettled", "To be watched"),
                                    ("help", "Needs help"),
                                ],
                                max_length=10,
                                verbose_name="how the student is",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "student in a visit",
                        "verbose_name_plural": "students in visits",
                        "ordering": ["visit", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "placement"), name="a_visit_speaks_of_a_student_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("mood", "help"), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_needs_help_is_said_with_what",
                                violation_error_message="Say what the student needs help with.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_visitedstudentevent" ("id", "mood", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "visit_id", "was_met") SELECT new_values."id", new_values."mood", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."visit_id", new_values."was_met" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="dcc127b480412a4253b4e10ad4e97f84089ba04a",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ee8b7",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_visitedstudent",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_visitedstudentevent" ("id", "mood", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "visit_id", "was_met") SELECT new_values."id", new_values."mood", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."visit_id", new_values."was_met" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="40f8e61548324b0de3678fd30e705827bce1f48b",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_10055",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_visitedstudent",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_visitedstudentevent" ("id", "mood", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "visit_id", "was_met") SELECT old_values."id", old_values."mood", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."placement_id", old_values."visit_id", old_values."was_met" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="bde5be41bf5502b1ee73dec857ac6fbee5876a33",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_e60ae",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="placements_visitedstudent",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitedStudentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("was_met", models.BooleanField(default=True, verbose_name="was seen or spoken to")),
                        (
                            "note",
                            models.CharField(blank=True, max_length=1000, verbose_name="about this student"),
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
                                to="placements.visitedstudent",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.supervisionvisit",
                            ),
                        ),
                        (
                            "mood",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("well", "Doing well"),
                                    ("unsettled", "To be watched"),
                                    ("help", "Needs help"),
                                ],
                                max_length=10,
                                verbose_name="how the student is",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="VisitFile",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="placements.supervisionvisit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a visit",
                        "verbose_name_plural": "files of visits",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="VisitFinding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "aspect",
                            models.CharField(
                                choices=[
                                    ("tasks", "Tasks, as the plan has them"),
                                    ("guidance", "Guidance by the mentor"),
                                    ("hours", "Hours, rest and overtime"),
                                    ("pay", "Pay and deductions"),
                                    ("safety", "Safety and protective gear"),
                                    ("living", "Meals and lodging"),
                                    ("wellbeing", "Health and mood"),
                                    ("conduct", "Attendance and conduct"),
                                ],
                                max_length=20,
                                verbose_name="looked at",
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[("met", "Met"), ("partly", "Partly met"), ("not_met", "Not met")],
                                max_length=10,
                                verbose_name="verdict",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="placements.supervisionvisit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "finding of a visit",
                        "verbose_name_plural": "findings of visits",
                        "ordering": ["visit", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "aspect"), name="a_visit_judges_each_aspect_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict", "met"), models.Q(("note", ""), _negated=True), _connector="OR"
                                ),
                                name="what_a_visit_finds_wanting_says_why",
                                violation_error_message="Say what is missing.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_visitfindingevent" ("aspect", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict", "visit_id") SELECT new_values."aspect", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."verdict", new_values."visit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="958d85031f43fa6e0f677e0984734a19aa13fa0d",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a8563",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_visitfinding",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_visitfindingevent" ("aspect", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict", "visit_id") SELECT new_values."aspect", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."verdict", new_values."visit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="671f7ea1526ee27d245065e1e122880b8c7c6e88",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_3c49f",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_visitfinding",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_visitfindingevent" ("aspect", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict", "visit_id") SELECT old_values."aspect", old_values."id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."verdict", old_values."visit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="722d9cfef3af6c22af630eb3cbb090ae06b9eafe",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_94fa5",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="placements_visitfinding",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitFindingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "aspect",
                            models.CharField(
                                choices=[
                                    ("tasks", "Tasks, as the plan has them"),
                                    ("guidance", "Guidance by the mentor"),
                                    ("hours", "Hours, rest and overtime"),
                                    ("pay", "Pay and deductions"),
                                    ("safety", "Safety and protective gear"),
                                    ("living", "Meals and lodging"),
                                    ("wellbeing", "Health and mood"),
                                    ("conduct", "Attendance and conduct"),
                                ],
                                max_length=20,
                                verbose_name="looked at",
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[("met", "Met"), ("partly", "Partly met"), ("not_met", "Not met")],
                                max_length=10,
                                verbose_name="verdict",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
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
                                to="placements.visitfinding",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.supervisionvisit",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="VisitFrequency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "every_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                                verbose_name="days from one visit to the next",
                            ),
                        ),
                        (
                            "plan",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="visit_frequency",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "frequency of visits",
                        "verbose_name_plural": "frequencies of visits",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("every_days__gte", 1), ("every_days__lte", 365)),
                                name="visits_come_round_within_a_year",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_visitfrequencyevent" ("every_days", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") SELECT new_values."every_days", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="0e85d5de9f5c9364bb373c651bc81421c52f2d03",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e27aa",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_visitfrequency",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_visitfrequencyevent" ("every_days", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") SELECT new_values."every_days", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="2a7f9548db611ac4284d51f07c6caefc4d9442c8",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_5c17a",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_visitfrequency",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitFrequencyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "every_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                                verbose_name="days from one visit to the next",
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
                                to="placements.visitfrequency",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CertificateCounter",
                    fields=[
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                primary_key=True, serialize=False, verbose_name="year"
                            ),
                        ),
                        ("last", models.PositiveIntegerField(default=0, verbose_name="last number given")),
                    ],
                    options={
                        "verbose_name": "counter of certificates",
                        "verbose_name_plural": "counters of certificates",
                        "ordering": ["-year"],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ordered_at", models.DateTimeField(verbose_name="ordered at")),
                        (
                            "ordered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ordered by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate_batches",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "order of certificates",
                        "verbose_name_plural": "orders of certificates",
                        "ordering": ["-ordered_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="EvaluationResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("lines", models.JSONField(verbose_name="scores")),
                        ("school_remark", models.TextField(blank=True, verbose_name="remark of the school")),
                        (
                            "enterprise_remark",
                            models.TextField(blank=True, verbose_name="remark of the enterprise"),
                        ),
                        ("total", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="total")),
                        (
                            "grade",
                            models.CharField(
                                choices=[
                                    ("excellent", "excellent"),
                                    ("good", "good"),
                                    ("pass", "pass"),
                                    ("fail", "fail"),
                                ],
                                max_length=10,
                                verbose_name="grade",
                            ),
                        ),
                        ("excellent_from", models.PositiveSmallIntegerField(verbose_name="excellent from")),
                        ("good_from", models.PositiveSmallIntegerField(verbose_name="good from")),
                        ("pass_from", models.PositiveSmallIntegerField(verbose_name="pass from")),
                        (
                            "counts_for_credit",
                            models.BooleanField(default=True, verbose_name="counts for credit"),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="why it was corrected")),
                        ("confirmed_at", models.DateTimeField(verbose_name="confirmed at")),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="confirmed by",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "result of an internship",
                        "verbose_name_plural": "results of internships",
                        "ordering": ["placement_id", "-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "version"), name="results_are_numbered"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total__gte", 0), ("total__lte", 100)),
                                name="a_total_is_out_of_a_hundred",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("version", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="a_result_is_corrected_for_a_reason",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="results_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="9eabade2dd39e08536504f7eca6a1a2e0d6f5f5b",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_results_are_never_altered_bd6fa",
                                    table="placements_evaluationresult",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "placement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "result",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeals",
                                to="placements.evaluationresult",
                                verbose_name="result of an internship",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "appeal against a result",
                        "verbose_name_plural": "appeals against results",
                        "ordering": ["-made_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["made_at", "id"],
                                name="appeal_waiting",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="who_appeals_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("answered_at", None)),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_appeal_is_answered_in_words",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_appealevent" ("answer", "answered_at", "answered_by_id", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "reason", "result_id") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."id", new_values."made_at", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."reason", new_values."result_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="16425889d91a625c17ed5d903c5e2c174b27845a",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_aa39f",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_appeal",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_appealevent" ("answer", "answered_at", "answered_by_id", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "reason", "result_id") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."id", new_values."made_at", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."reason", new_values."result_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="20c5b58757b49aefdbc6450c96e4b135d17b6f31",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_535de",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_appeal",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                        ("holder", models.CharField(max_length=200, verbose_name="name")),
                        ("host", models.CharField(max_length=300, verbose_name="enterprise")),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "grade",
                            models.CharField(
                                choices=[
                                    ("excellent", "excellent"),
                                    ("good", "good"),
                                    ("pass", "pass"),
                                    ("fail", "fail"),
                                ],
                                max_length=10,
                                verbose_name="grade",
                            ),
                        ),
                        (
                            "content_sha256",
                            models.CharField(max_length=64, verbose_name="fingerprint of the contents"),
                        ),
                        ("file", models.FileField(max_length=200, upload_to="", verbose_name="file")),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                        ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                        ("pages", models.PositiveSmallIntegerField(verbose_name="pages")),
                        ("issued_at", models.DateTimeField(verbose_name="issued at")),
                        (
                            "issued_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="issued by",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "result",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate",
                                to="placements.evaluationresult",
                                verbose_name="result of an internship",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "certificate of an internship",
                        "verbose_name_plural": "certificates of internships",
                        "ordering": ["-issued_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["sha256"], name="certificate_by_sha256"),
                            models.Index(
                                fields=["content_sha256"],
                                name="certificate_by_code",
                                opclasses=["varchar_pattern_ops"],
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="certificates_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="9a6fae6f47c942e9dc55a745dfc203a81803f772",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_certificates_are_never_altered_a5a9f",
                                    table="placements_certificate",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                        ("next_attempt_at", models.DateTimeField(verbose_name="next attempt")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("error", models.TextField(blank=True, verbose_name="why it is not made yet")),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="orders",
                                to="placements.certificatebatch",
                                verbose_name="order of certificates",
                            ),
                        ),
                        (
                            "certificate",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="order",
                                to="placements.certificate",
                                verbose_name="certificate of an internship",
                            ),
                        ),
                        (
                            "result",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate_order",
                                to="placements.evaluationresult",
                                verbose_name="result of an internship",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "certificate to be made",
                        "verbose_name_plural": "certificates to be made",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("certificate", None)),
                                fields=["next_attempt_at", "id"],
                                name="certificate_due",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppealEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
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
                                to="placements.appeal",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "result",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.evaluationresult",
                                verbose_name="result of an internship",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="GradeScale",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "excellent_from",
                            models.PositiveSmallIntegerField(
                                default=90,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="excellent from",
                            ),
                        ),
                        (
                            "good_from",
                            models.PositiveSmallIntegerField(
                                default=80,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="good from",
                            ),
                        ),
                        (
                            "pass_from",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="pass from",
                            ),
                        ),
                        (
                            "plan",
                            models.OneToOneField(
                                blank=True,
                                help_text="Empty: for every plan that has no scale of its own.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grade_scale",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scale of grades",
                        "verbose_name_plural": "scales of grades",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan",),
                                name="one_scale_for_all_and_one_a_plan",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("excellent_from__gt", models.F("good_from")),
                                    ("excellent_from__lte", 100),
                                    ("good_from__gt", models.F("pass_from")),
                                    ("pass_from__gt", 0),
                                ),
                                name="better_grades_ask_for_more",
                                violation_error_message="A better grade begins at a higher total.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_gradescaleevent" ("excellent_from", "good_from", "id", "pass_from", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") SELECT new_values."excellent_from", new_values."good_from", new_values."id", new_values."pass_from", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="80c5036999ce93a3cb794f181f00035a3702c9ed",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f73d7",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_gradescale",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_gradescaleevent" ("excellent_from", "good_from", "id", "pass_from", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") SELECT new_values."excellent_from", new_values."good_from", new_values."id", new_values."pass_from", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="54caafc34dcabc01345895f5d0c3ed513ff15003",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9d734",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_gradescale",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_gradescaleevent" ("excellent_from", "good_from", "id", "pass_from", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") SELECT old_values."excellent_from", old_values."good_from", old_values."id", old_values."pass_from", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="14161bd8e74e09f3ade24c3265187e64fb3dd070",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_8269e",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="placements_gradescale",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GradeScaleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "excellent_from",
                            models.PositiveSmallIntegerField(
                                default=90,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="excellent from",
                            ),
                        ),
                        (
                            "good_from",
                            models.PositiveSmallIntegerField(
                                default=80,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="good from",
                            ),
                        ),
                        (
                            "pass_from",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="pass from",
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
                                to="placements.gradescale",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Empty: for every plan that has no scale of its own.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InternshipReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=30000, verbose_name="report")),
                        ("summary", models.TextField(blank=True, max_length=5000, verbose_name="summary")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being written"),
                                    ("submitted", "Handed in"),
                                    ("returned", "Returned"),
                                    ("accepted", "Accepted"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("saved_at", models.DateTimeField(verbose_name="last saved")),
                        (
                            "submitted_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="handed in at"),
                        ),
                        (
                            "answer",
                            models.TextField(
                                blank=True,
                                editable=False,
                                help_text="Why it was returned, or what was good.",
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "placement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "report of an internship",
                        "verbose_name_plural": "reports of internships",
                        "ordering": ["-submitted_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["state", "submitted_at", "id"], name="report_by_state")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"), ("submitted_at__isnull", False), _connector="OR"
                                ),
                                name="a_report_says_when_it_was_handed_in",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_returned_report_gives_its_reason",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_internshipreportevent" ("answer", "decided_at", "decided_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "saved_at", "state", "submitted_at") SELECT new_values."answer", new_values."decided_at", new_values."decided_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."saved_at", new_values."state", new_values."submitted_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="06f3ded2af4c85eb00105ab38d4a491216dfae26",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c2a43",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_internshipreport",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_internshipreportevent" ("answer", "decided_at", "decided_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "saved_at", "state", "submitted_at") SELECT new_values."answer", new_values."decided_at", new_values."decided_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."saved_at", new_values."state", new_values."submitted_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."placement_id" IS DISTINCT FROM (new_values."placement_id") OR old_values."saved_at" IS DISTINCT FROM (new_values."saved_at") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="9e531a4b7a0217862a68956b9f5664fb43346869",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_4d182",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_internshipreport",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InternshipReportEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being written"),
                                    ("submitted", "Handed in"),
                                    ("returned", "Returned"),
                                    ("accepted", "Accepted"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("saved_at", models.DateTimeField(verbose_name="last saved")),
                        (
                            "submitted_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="handed in at"),
                        ),
                        (
                            "answer",
                            models.TextField(
                                blank=True,
                                editable=False,
                                help_text="Why it was returned, or what was good.",
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
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
                                to="placements.internshipreport",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReportFile",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="placements.internshipreport",
                                verbose_name="report of an internship",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a report",
                        "verbose_name_plural": "files of reports",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SideEvaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("school", "School"), ("enterprise", "Enterprise")],
                                max_length=20,
                                verbose_name="judged by",
                            ),
                        ),
                        ("remark", models.TextField(blank=True, max_length=2000, verbose_name="remark")),
                        (
                            "given_as",
                            models.CharField(
                                blank=True,
                                help_text="Name of the person, as it stands on papers.",
                                max_length=200,
                                verbose_name="as",
                            ),
                        ),
                        ("given_at", models.DateTimeField(verbose_name="given at")),
                        (
                            "given_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="given by",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="side_evaluations",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        ("judged_on", models.DateField(blank=True, null=True, verbose_name="judged on")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evaluation by one side",
                        "verbose_name_plural": "evaluations by one side",
                        "ordering": ["placement_id", "side"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "side"), name="each_side_evaluates_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("judged_on", None), ("recorded_by", None)),
                                    models.Q(
                                        ("judged_on__isnull", False),
                                        ("recorded_by__isnull", False),
                                        ("side", "enterprise"),
                                        models.Q(("given_as", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_evaluation_on_paper_says_whose_and_who_entered_it",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="a_confirmed_evaluation_stands",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nIF EXISTS (SELECT 1 FROM placements_evaluationresult WHERE placement_id IN (OLD.placement_id, NEW.placement_id)) THEN\n    RAISE EXCEPTION 'pgtrigger: what was confirmed is not changed';\nEND IF;\nIF TG_OP = 'DELETE' THEN\n    RETURN OLD;\nEND IF;\nRETURN NEW;\n",
                                    hash="f53f167f6e2904c6ee6fd6504ab10b5f5927fed3",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_a_confirmed_evaluation_stands_f229f",
                                    table="placements_sideevaluation",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_sideevaluationevent" ("given_as", "given_at", "given_by_id", "id", "judged_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "recorded_by_id", "remark", "side") SELECT new_values."given_as", new_values."given_at", new_values."given_by_id", new_values."id", new_values."judged_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."recorded_by_id", new_values."remark", new_values."side" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="63f6a9ca50091837065294a63831657312299adb",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1536e",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_sideevaluation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_sideevaluationevent" ("given_as", "given_at", "given_by_id", "id", "judged_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "recorded_by_id", "remark", "side") SELECT new_values."given_as", new_values."given_at", new_values."given_by_id", new_values."id", new_values."judged_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."recorded_by_id", new_values."remark", new_values."side" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="da32d8c5bce567885e02b09c78ebda544f6d52e1",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_1f42a",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_sideevaluation",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CriterionScore",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="score",
                            ),
                        ),
                        ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="internships.assessmentcriterion",
                                verbose_name="criterion of assessment",
                            ),
                        ),
                        (
                            "evaluation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scores",
                                to="placements.sideevaluation",
                                verbose_name="evaluation by one side",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "score for a criterion",
                        "verbose_name_plural": "scores for criteria",
                        "ordering": ["evaluation", "criterion__order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("evaluation", "criterion"), name="a_criterion_is_scored_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score__lte", 100)), name="a_score_is_out_of_a_hundred"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="a_confirmed_score_stands",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nIF EXISTS (SELECT 1 FROM placements_evaluationresult WHERE placement_id IN (SELECT placement_id FROM placements_sideevaluation WHERE id IN (OLD.evaluation_id, NEW.evaluation_id))) THEN\n    RAISE EXCEPTION 'pgtrigger: what was confirmed is not changed';\nEND IF;\nIF TG_OP = 'DELETE' THEN\n    RETURN OLD;\nEND IF;\nRETURN NEW;\n",
                                    hash="45ad8ed681cab6a7ab1cc1284ca3554ba174ac22",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_a_confirmed_score_stands_5b322",
                                    table="placements_criterionscore",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SideEvaluationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "side",
                            models.CharField(
                                choices=[("school", "School"), ("enterprise", "Enterprise")],
                                max_length=20,
                                verbose_name="judged by",
                            ),
                        ),
                        ("remark", models.TextField(blank=True, max_length=2000, verbose_name="remark")),
                        (
                            "given_as",
                            models.CharField(
                                blank=True,
                                help_text="Name of the person, as it stands on papers.",
                                max_length=200,
                                verbose_name="as",
                            ),
                        ),
                        ("given_at", models.DateTimeField(verbose_name="given at")),
                        (
                            "given_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="given by",
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
                                to="placements.sideevaluation",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        ("judged_on", models.DateField(blank=True, null=True, verbose_name="judged on")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ArchiveOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ordered_at", models.DateTimeField(verbose_name="ordered at")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("queued", "Queued"),
                                    ("packing", "Being packed"),
                                    ("done", "Ready"),
                                    ("failed", "Failed"),
                                ],
                                default="queued",
                                max_length=10,
                                verbose_name="stage",
                            ),
                        ),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="students packed")),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="students")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("error", models.TextField(blank=True, verbose_name="error")),
                        ("file", models.CharField(blank=True, max_length=200, verbose_name="file")),
                        (
                            "sha256",
                            models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the file"),
                        ),
                        ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                        ("ready_at", models.DateTimeField(null=True, verbose_name="ready at")),
                        (
                            "ordered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ordered by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="archive_orders",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "archive of a plan",
                        "verbose_name_plural": "archives of plans",
                        "ordering": ["-ordered_at", "-pk"],
                        "indexes": [models.Index(fields=["plan", "-ordered_at"], name="archive_by_plan")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("stage__in", ("queued", "packing"))),
                                fields=("plan", "ordered_by"),
                                name="a_person_has_a_plan_packed_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("done__lte", models.F("total"))),
                                name="no_more_is_packed_than_there_is",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "done"), _negated=True),
                                    models.Q(
                                        models.Q(("file", ""), _negated=True), ("ready_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="a_packed_archive_has_its_file",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlaceApplication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for the school"),
                                    ("approved", "Approved"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "enterprise_name",
                            models.CharField(max_length=200, verbose_name="name of the enterprise"),
                        ),
                        (
                            "enterprise_code",
                            models.CharField(
                                blank=True,
                                help_text="It stands on the business licence: 18 characters.",
                                max_length=40,
                                verbose_name="registration code of the enterprise",
                            ),
                        ),
                        ("address", models.CharField(max_length=300, verbose_name="place of work")),
                        (
                            "contact_name",
                            models.CharField(max_length=100, verbose_name="who looks after you there"),
                        ),
                        ("contact_phone", models.CharField(max_length=40, verbose_name="their phone")),
                        ("work", models.CharField(max_length=100, verbose_name="name of the post")),
                        ("duties", models.TextField(verbose_name="what you will do")),
                        (
                            "hours_per_day",
                            models.DecimalField(
                                decimal_places=1,
                                default=8,
                                max_digits=3,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="hours a day",
                            ),
                        ),
                        (
                            "days_per_week",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(7),
                                ],
                                verbose_name="days a week",
                            ),
                        ),
                        (
                            "pay_per_month",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="In yuan. Empty: unpaid.",
                                max_digits=9,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="pay a month",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        ("reason", models.TextField(verbose_name="why there")),
                        (
                            "applied_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="applied at"
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(blank=True, editable=False, verbose_name="answer of the school"),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="decided at"
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "placement",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="of_application",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a place of one’s own",
                        "verbose_name_plural": "applications for places of one’s own",
                        "ordering": ["-applied_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["state", "applied_at", "id"], name="application_by_state"),
                            models.Index(fields=["applied_at", "id"], name="application_by_day"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("plan", "student"),
                                name="a_student_has_one_open_application_in_a_plan",
                                violation_error_message="You have applied already: wait for the answer, or withdraw it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                                name="application_ends_after_it_starts",
                                violation_error_message="The last day comes after the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_refused_application_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("placement__isnull", False), ("state", "approved")),
                                    models.Q(
                                        models.Q(("state", "approved"), _negated=True), ("placement", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="an_approved_application_leads_to_a_placement",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_placeapplicationevent" ("address", "answer", "applied_at", "contact_name", "contact_phone", "days_per_week", "decided_at", "decided_by_id", "duties", "ends_on", "enterprise_code", "enterprise_name", "hours_per_day", "id", "pay_per_month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "plan_id", "reason", "starts_on", "state", "student_id", "work") SELECT new_values."address", new_values."answer", new_values."applied_at", new_values."contact_name", new_values."contact_phone", new_values."days_per_week", new_values."decided_at", new_values."decided_by_id", new_values."duties", new_values."ends_on", new_values."enterprise_code", new_values."enterprise_name", new_values."hours_per_day", new_values."id", new_values."pay_per_month", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."plan_id", new_values."reason", new_values."starts_on", new_values."state", new_values."student_id", new_values."work" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c7f5327139958dc01c0136726144aa9d9068b60e",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1b0a3",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_placeapplication",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_placeapplicationevent" ("address", "answer", "applied_at", "contact_name", "contact_phone", "days_per_week", "decided_at", "decided_by_id", "duties", "ends_on", "enterprise_code", "enterprise_name", "hours_per_day", "id", "pay_per_month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "plan_id", "reason", "starts_on", "state", "student_id", "work") SELECT new_values."address", new_values."answer", new_values."applied_at", new_values."contact_name", new_values."contact_phone", new_values."days_per_week", new_values."decided_at", new_values."decided_by_id", new_values."duties", new_values."ends_on", new_values."enterprise_code", new_values."enterprise_name", new_values."hours_per_day", new_values."id", new_values."pay_per_month", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."plan_id", new_values."reason", new_values."starts_on", new_values."state", new_values."student_id", new_values."work" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="d38fc860b224cea990b96f4f1dab8176e8bd5702",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b4825",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_placeapplication",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlaceApplicationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for the school"),
                                    ("approved", "Approved"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "enterprise_name",
                            models.CharField(max_length=200, verbose_name="name of the enterprise"),
                        ),
                        (
                            "enterprise_code",
                            models.CharField(
                                blank=True,
                                help_text="It stands on the business licence: 18 characters.",
                                max_length=40,
                                verbose_name="registration code of the enterprise",
                            ),
                        ),
                        ("address", models.CharField(max_length=300, verbose_name="place of work")),
                        (
                            "contact_name",
                            models.CharField(max_length=100, verbose_name="who looks after you there"),
                        ),
                        ("contact_phone", models.CharField(max_length=40, verbose_name="their phone")),
                        ("work", models.CharField(max_length=100, verbose_name="name of the post")),
                        ("duties", models.TextField(verbose_name="what you will do")),
                        (
                            "hours_per_day",
                            models.DecimalField(
                                decimal_places=1,
                                default=8,
                                max_digits=3,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="hours a day",
                            ),
                        ),
                        (
                            "days_per_week",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(7),
                                ],
                                verbose_name="days a week",
                            ),
                        ),
                        (
                            "pay_per_month",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="In yuan. Empty: unpaid.",
                                max_digits=9,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="pay a month",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        ("reason", models.TextField(verbose_name="why there")),
                        (
                            "applied_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="applied at"
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(blank=True, editable=False, verbose_name="answer of the school"),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="decided at"
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
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
                                to="placements.placeapplication",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlacementChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("post", "Another post"),
                                    ("mentor", "Another mentor"),
                                    ("instructor", "Another instructor"),
                                    ("dates", "Other dates"),
                                    ("workplace", "Another place of work"),
                                    ("hours", "Other hours"),
                                    ("early_end", "Ending early"),
                                ],
                                max_length=12,
                                verbose_name="what is changed",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked for"),
                                    ("applied", "Made"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="asked",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "asked_by",
                            models.CharField(
                                choices=[
                                    ("student", "Student"),
                                    ("enterprise", "Enterprise"),
                                    ("staff", "School"),
                                ],
                                max_length=10,
                                verbose_name="asked for by",
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                        ("asked_at", models.DateTimeField(editable=False, verbose_name="asked at")),
                        ("old_starts_on", models.DateField(editable=False, null=True)),
                        (
                            "new_starts_on",
                            models.DateField(blank=True, null=True, verbose_name="new first day"),
                        ),
                        ("old_ends_on", models.DateField(editable=False, null=True)),
                        ("new_ends_on", models.DateField(blank=True, null=True, verbose_name="new last day")),
                        ("answer", models.TextField(blank=True, editable=False, verbose_name="decision")),
                        (
                            "decided_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                        ),
                        (
                            "amendment_due",
                            models.BooleanField(
                                default=False,
                                editable=False,
                                verbose_name="the tripartite agreement is to be amended",
                            ),
                        ),
                        (
                            "asker",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "new_instructor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="teachers.teacher",
                                verbose_name="new instructor",
                            ),
                        ),
                        (
                            "new_mentor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.contact",
                                verbose_name="new mentor",
                            ),
                        ),
                        (
                            "new_post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="internships.post",
                                verbose_name="new post",
                            ),
                        ),
                        (
                            "old_instructor",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="teachers.teacher",
                            ),
                        ),
                        (
                            "old_mentor",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.contact",
                            ),
                        ),
                        (
                            "old_post",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="internships.post",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "new_hours_per_day",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=3,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="new hours a day",
                            ),
                        ),
                        (
                            "new_workplace",
                            models.CharField(blank=True, max_length=300, verbose_name="new place of work"),
                        ),
                        (
                            "old_hours_per_day",
                            models.DecimalField(decimal_places=1, editable=False, max_digits=3, null=True),
                        ),
                        ("old_workplace", models.CharField(blank=True, editable=False, max_length=300)),
                        (
                            "new_placement",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moved_by",
                                to="placements.placement",
                                verbose_name="placement at the other enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of a placement",
                        "verbose_name_plural": "changes of placements",
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "asked")),
                                fields=["asked_at", "id"],
                                name="placement_change_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("amendment_due", True)),
                                fields=["placement"],
                                name="placement_change_to_amend",
                            ),
                            models.Index(fields=["asked_at", "id"], name="placement_change_by_day"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("placement", "kind"),
                                name="a_change_is_asked_for_once_at_a_time",
                                violation_error_message="This was asked for already, and waits for a decision.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["asked", "withdrawn"]),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_decided_change_says_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_refused_change_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amendment_due", False), ("state", "applied"), _connector="OR"
                                ),
                                name="only_a_change_that_was_made_amends_an_agreement",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_placementchangeevent" ("amendment_due", "answer", "asked_at", "asked_by", "asker_id", "decided_at", "decided_by_id", "id", "kind", "new_ends_on", "new_hours_per_day", "new_instructor_id", "new_mentor_id", "new_placement_id", "new_post_id", "new_starts_on", "new_workplace", "old_ends_on", "old_hours_per_day", "old_instructor_id", "old_mentor_id", "old_post_id", "old_starts_on", "old_workplace", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "reason", "state") SELECT new_values."amendment_due", new_values."answer", new_values."asked_at", new_values."asked_by", new_values."asker_id", new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."kind", new_values."new_ends_on", new_values."new_hours_per_day", new_values."new_instructor_id", new_values."new_mentor_id", new_values."new_placement_id", new_values."new_post_id", new_values."new_starts_on", new_values."new_workplace", new_values."old_ends_on", new_values."old_hours_per_day", new_values."old_instructor_id", new_values."old_mentor_id", new_values."old_post_id", new_values."old_starts_on", new_values."old_workplace", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."reason", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="679ac4a7b3eb1cea797800a34f6a56c9435a29ac",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_24b84",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_placementchange",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_placementchangeevent" ("amendment_due", "answer", "asked_at", "asked_by", "asker_id", "decided_at", "decided_by_id", "id", "kind", "new_ends_on", "new_hours_per_day", "new_instructor_id", "new_mentor_id", "new_placement_id", "new_post_id", "new_starts_on", "new_workplace", "old_ends_on", "old_hours_per_day", "old_instructor_id", "old_mentor_id", "old_post_id", "old_starts_on", "old_workplace", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "reason", "state") SELECT new_values."amendment_due", new_values."answer", new_values."asked_at", new_values."asked_by", new_values."asker_id", new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."kind", new_values."new_ends_on", new_values."new_hours_per_day", new_values."new_instructor_id", new_values."new_mentor_id", new_values."new_placement_id", new_values."new_post_id", new_values."new_starts_on", new_values."new_workplace", new_values."old_ends_on", new_values."old_hours_per_day", new_values."old_instructor_id", new_values."old_mentor_id", new_values."old_post_id", new_values."old_starts_on", new_values."old_workplace", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."reason", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="09a9deba52c7ad2a8e2d07f1de19770d96083ca5",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_2470e",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_placementchange",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlacementChangeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("post", "Another post"),
                                    ("mentor", "Another mentor"),
                                    ("instructor", "Another instructor"),
                                    ("dates", "Other dates"),
                                    ("workplace", "Another place of work"),
                                    ("hours", "Other hours"),
                                    ("early_end", "Ending early"),
                                ],
                                max_length=12,
                                verbose_name="what is changed",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked for"),
                                    ("applied", "Made"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="asked",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "asked_by",
                            models.CharField(
                                choices=[
                                    ("student", "Student"),
                                    ("enterprise", "Enterprise"),
                                    ("staff", "School"),
                                ],
                                max_length=10,
                                verbose_name="asked for by",
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                        ("asked_at", models.DateTimeField(editable=False, verbose_name="asked at")),
                        ("old_starts_on", models.DateField(editable=False, null=True)),
                        (
                            "new_starts_on",
                            models.DateField(blank=True, null=True, verbose_name="new first day"),
                        ),
                        ("old_ends_on", models.DateField(editable=False, null=True)),
                        ("new_ends_on", models.DateField(blank=True, null=True, verbose_name="new last day")),
                        ("answer", models.TextField(blank=True, editable=False, verbose_name="decision")),
                        (
                            "decided_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                        ),
                        (
                            "amendment_due",
                            models.BooleanField(
                                default=False,
                                editable=False,
                                verbose_name="the tripartite agreement is to be amended",
                            ),
                        ),
                        (
                            "asker",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "new_instructor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.teacher",
                                verbose_name="new instructor",
                            ),
                        ),
                        (
                            "new_mentor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="new mentor",
                            ),
                        ),
                        (
                            "new_post",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.post",
                                verbose_name="new post",
                            ),
                        ),
                        (
                            "old_instructor",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.teacher",
                            ),
                        ),
                        (
                            "old_mentor",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                            ),
                        ),
                        (
                            "old_post",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.post",
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
                                to="placements.placementchange",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "new_hours_per_day",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=3,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="new hours a day",
                            ),
                        ),
                        (
                            "new_workplace",
                            models.CharField(blank=True, max_length=300, verbose_name="new place of work"),
                        ),
                        (
                            "old_hours_per_day",
                            models.DecimalField(decimal_places=1, editable=False, max_digits=3, null=True),
                        ),
                        ("old_workplace", models.CharField(blank=True, editable=False, max_length=300)),
                        (
                            "new_placement",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement at the other enterprise",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Leave",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first_on", models.DateField(verbose_name="first day")),
                        ("last_on", models.DateField(verbose_name="last day")),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked for"),
                                    ("granted", "Granted"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="asked",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(editable=False, verbose_name="asked at")),
                        (
                            "guardian_agreed_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="guardian agreed on"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="answer"
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="decided at"
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="internships.guardian",
                                verbose_name="guardian who answered",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="leaves",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "guardian_declined_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="guardian declined on"
                            ),
                        ),
                        (
                            "guardian_words",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                verbose_name="words of the guardian",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "leave",
                        "verbose_name_plural": "leaves",
                        "ordering": ["-first_on", "-pk"],
                        "indexes": [models.Index(fields=["placement", "first_on"], name="leave_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_on__gte", models.F("first_on"))),
                                name="leave_ends_after_it_begins",
                                violation_error_message="The last day comes after the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="leave_has_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["granted", "refused"]), _negated=True),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_decided_leave_says_since_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="leave_is_refused_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("guardian_agreed_on", None),
                                    ("guardian_declined_on", None),
                                    _connector="OR",
                                ),
                                name="a_guardian_agrees_to_leave_or_declines_it",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_leaveevent" ("answer", "asked_at", "decided_at", "decided_by_id", "first_on", "guardian_agreed_on", "guardian_declined_on", "guardian_id", "guardian_words", "id", "last_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "reason", "state") SELECT new_values."answer", new_values."asked_at", new_values."decided_at", new_values."decided_by_id", new_values."first_on", new_values."guardian_agreed_on", new_values."guardian_declined_on", new_values."guardian_id", new_values."guardian_words", new_values."id", new_values."last_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."reason", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="175f2317f11f6f277baca1c0394672930b2a2c8d",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_39e02",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_leave",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_leaveevent" ("answer", "asked_at", "decided_at", "decided_by_id", "first_on", "guardian_agreed_on", "guardian_declined_on", "guardian_id", "guardian_words", "id", "last_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "reason", "state") SELECT new_values."answer", new_values."asked_at", new_values."decided_at", new_values."decided_by_id", new_values."first_on", new_values."guardian_agreed_on", new_values."guardian_declined_on", new_values."guardian_id", new_values."guardian_words", new_values."id", new_values."last_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."reason", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="6c710a57daca2fb5100e5c268d8ca11376384cb6",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_425c0",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_leave",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LeaveEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("first_on", models.DateField(verbose_name="first day")),
                        ("last_on", models.DateField(verbose_name="last day")),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked for"),
                                    ("granted", "Granted"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="asked",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(editable=False, verbose_name="asked at")),
                        (
                            "guardian_agreed_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="guardian agreed on"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="answer"
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="decided at"
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.guardian",
                                verbose_name="guardian who answered",
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
                                to="placements.leave",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "guardian_declined_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="guardian declined on"
                            ),
                        ),
                        (
                            "guardian_words",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                verbose_name="words of the guardian",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LogEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "vouched_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="confirmed at"
                            ),
                        ),
                        (
                            "vouched_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mentor", "the mentor"),
                                    ("instructor", "the school, as the mentor was silent"),
                                ],
                                default="",
                                editable=False,
                                max_length=20,
                                verbose_name="confirmed as",
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="day")),
                        ("text", models.TextField(max_length=2000, verbose_name="what I did")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "With the mentor"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                ],
                                default="submitted",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "return_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        (
                            "comment",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=1000,
                                verbose_name="comment of the instructor",
                            ),
                        ),
                        (
                            "commented_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="commented at"
                            ),
                        ),
                        ("written_at", models.DateTimeField(editable=False, verbose_name="written at")),
                        (
                            "commented_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="commented by",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="log",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "tasks",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="internships.plantask",
                                verbose_name="tasks of the plan",
                            ),
                        ),
                        (
                            "vouched_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="confirmed by",
                            ),
                        ),
                        (
                            "vouched_by_contact",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.contact",
                                verbose_name="confirmed by the mentor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "entry of a log",
                        "verbose_name_plural": "entries of logs",
                        "ordering": ["-happened_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["placement", "happened_on"], name="log_by_day"),
                            models.Index(
                                condition=models.Q(("state", "submitted")),
                                fields=["placement"],
                                name="log_waiting_for_mentors",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="log_entry_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_returned_entry_gives_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), ("vouched_at__isnull", False)),
                                    models.Q(
                                        models.Q(("state", "confirmed"), _negated=True), ("vouched_at", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="a_confirmed_entry_says_since_when",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_logentryevent" ("comment", "commented_at", "commented_by_id", "happened_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "return_reason", "state", "text", "vouched_as", "vouched_at", "vouched_by_contact_id", "vouched_by_id", "written_at") SELECT new_values."comment", new_values."commented_at", new_values."commented_by_id", new_values."happened_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."return_reason", new_values."state", new_values."text", new_values."vouched_as", new_values."vouched_at", new_values."vouched_by_contact_id", new_values."vouched_by_id", new_values."written_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="7bebb2a871397f563ff51bc437a3501a0b50146b",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_eb4b7",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_logentry",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_logentryevent" ("comment", "commented_at", "commented_by_id", "happened_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "return_reason", "state", "text", "vouched_as", "vouched_at", "vouched_by_contact_id", "vouched_by_id", "written_at") SELECT new_values."comment", new_values."commented_at", new_values."commented_by_id", new_values."happened_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."return_reason", new_values."state", new_values."text", new_values."vouched_as", new_values."vouched_at", new_values."vouched_by_contact_id", new_values."vouched_by_id", new_values."written_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="b90f52a3afb3cd2ebb5225f39a3343810308842f",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_8a014",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_logentry",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogEntryEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "vouched_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="confirmed at"
                            ),
                        ),
                        (
                            "vouched_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mentor", "the mentor"),
                                    ("instructor", "the school, as the mentor was silent"),
                                ],
                                default="",
                                editable=False,
                                max_length=20,
                                verbose_name="confirmed as",
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="day")),
                        ("text", models.TextField(max_length=2000, verbose_name="what I did")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "With the mentor"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                ],
                                default="submitted",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "return_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        (
                            "comment",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=1000,
                                verbose_name="comment of the instructor",
                            ),
                        ),
                        (
                            "commented_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="commented at"
                            ),
                        ),
                        ("written_at", models.DateTimeField(editable=False, verbose_name="written at")),
                        (
                            "commented_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="commented by",
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
                                to="placements.logentry",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "vouched_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="confirmed by",
                            ),
                        ),
                        (
                            "vouched_by_contact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="confirmed by the mentor",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LogFile",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="placements.logentry",
                                verbose_name="entry of a log",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a log",
                        "verbose_name_plural": "files of logs",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MentorWeek",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("monday", models.DateField(verbose_name="week from")),
                        ("created_at", models.DateTimeField(verbose_name="made at")),
                        ("reminded_at", models.DateTimeField(null=True, verbose_name="reminded at")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                        (
                            "given_up_at",
                            models.DateTimeField(null=True, verbose_name="given to the instructors at"),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="weeks",
                                to="partnerships.contact",
                                verbose_name="mentor at the enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "week of a mentor",
                        "verbose_name_plural": "weeks of mentors",
                        "ordering": ["-monday", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None), ("given_up_at", None)),
                                fields=["monday"],
                                name="week_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contact", "monday"), name="a_mentor_is_asked_once_a_week"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Payment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                        ("period_from", models.DateField(verbose_name="paid from")),
                        ("period_until", models.DateField(verbose_name="paid until")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=9,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="paid out",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[("money", "Money"), ("goods", "Goods"), ("vouchers", "Vouchers")],
                                default="money",
                                max_length=20,
                                verbose_name="form",
                            ),
                        ),
                        (
                            "payee",
                            models.CharField(
                                choices=[
                                    ("student", "The student"),
                                    ("school", "The school"),
                                    ("third_party", "Somebody else"),
                                ],
                                default="student",
                                max_length=20,
                                verbose_name="paid to",
                            ),
                        ),
                        ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                        (
                            "deducted",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=9,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="kept back",
                            ),
                        ),
                        (
                            "deducted_for",
                            models.CharField(blank=True, max_length=200, verbose_name="kept back for"),
                        ),
                        ("recorded_at", models.DateTimeField(editable=False, verbose_name="recorded at")),
                        (
                            "received_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="received, said at"
                            ),
                        ),
                        (
                            "disputed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="not received, said at"
                            ),
                        ),
                        (
                            "dispute",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="what the student says",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="payments",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "payment",
                        "verbose_name_plural": "payments",
                        "ordering": ["-month", "-pk"],
                        "indexes": [models.Index(fields=["month", "placement"], name="payment_by_month")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "month"),
                                name="a_month_is_paid_once",
                                violation_error_message="The pay of this month is recorded already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("period_until__gte", models.F("period_from"))),
                                name="paid_period_ends_after_it_begins",
                                violation_error_message="The last day comes after the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0), ("deducted__gte", 0)),
                                name="pay_is_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("received_at", None), ("disputed_at", None), _connector="OR"
                                ),
                                name="pay_was_received_or_it_was_not",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("disputed_at", None),
                                    models.Q(("dispute", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_misses_pay_says_what",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_paymentevent" ("amount", "deducted", "deducted_for", "dispute", "disputed_at", "form", "id", "month", "paid_on", "payee", "period_from", "period_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "received_at", "recorded_at", "recorded_by_id") SELECT new_values."amount", new_values."deducted", new_values."deducted_for", new_values."dispute", new_values."disputed_at", new_values."form", new_values."id", new_values."month", new_values."paid_on", new_values."payee", new_values."period_from", new_values."period_until", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."received_at", new_values."recorded_at", new_values."recorded_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="d49c57c6818e9b049fb367788cdb8a5a11e299c2",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_56269",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_payment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_paymentevent" ("amount", "deducted", "deducted_for", "dispute", "disputed_at", "form", "id", "month", "paid_on", "payee", "period_from", "period_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "received_at", "recorded_at", "recorded_by_id") SELECT new_values."amount", new_values."deducted", new_values."deducted_for", new_values."dispute", new_values."disputed_at", new_values."form", new_values."id", new_values."month", new_values."paid_on", new_values."payee", new_values."period_from", new_values."period_until", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."received_at", new_values."recorded_at", new_values."recorded_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="bd0e32e96c0ebbfea603fbde0b8fc020ec1bed8a",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c1bde",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_payment",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaymentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                        ("period_from", models.DateField(verbose_name="paid from")),
                        ("period_until", models.DateField(verbose_name="paid until")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=9,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="paid out",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[("money", "Money"), ("goods", "Goods"), ("vouchers", "Vouchers")],
                                default="money",
                                max_length=20,
                                verbose_name="form",
                            ),
                        ),
                        (
                            "payee",
                            models.CharField(
                                choices=[
                                    ("student", "The student"),
                                    ("school", "The school"),
                                    ("third_party", "Somebody else"),
                                ],
                                default="student",
                                max_length=20,
                                verbose_name="paid to",
                            ),
                        ),
                        ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                        (
                            "deducted",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=9,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="kept back",
                            ),
                        ),
                        (
                            "deducted_for",
                            models.CharField(blank=True, max_length=200, verbose_name="kept back for"),
                        ),
                        ("recorded_at", models.DateTimeField(editable=False, verbose_name="recorded at")),
                        (
                            "received_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="received, said at"
                            ),
                        ),
                        (
                            "disputed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="not received, said at"
                            ),
                        ),
                        (
                            "dispute",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="what the student says",
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
                                to="placements.payment",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WorkDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "vouched_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="confirmed at"
                            ),
                        ),
                        (
                            "vouched_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mentor", "the mentor"),
                                    ("instructor", "the school, as the mentor was silent"),
                                ],
                                default="",
                                editable=False,
                                max_length=20,
                                verbose_name="confirmed as",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "presence",
                            models.CharField(
                                choices=[("worked", "Worked"), ("absent", "Absent")],
                                default="worked",
                                editable=False,
                                max_length=20,
                                verbose_name="presence",
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="hours",
                            ),
                        ),
                        ("begins_at", models.TimeField(blank=True, null=True, verbose_name="begin")),
                        ("ends_at", models.TimeField(blank=True, null=True, verbose_name="end")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("student", "the student"),
                                    ("post", "the hours of the post"),
                                    ("mentor", "the mentor"),
                                ],
                                editable=False,
                                max_length=20,
                                verbose_name="who said so",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("said_at", models.DateTimeField(editable=False, verbose_name="said at")),
                        (
                            "placement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="work_days",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "vouched_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="confirmed by",
                            ),
                        ),
                        (
                            "vouched_by_contact",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.contact",
                                verbose_name="confirmed by the mentor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "day of work",
                        "verbose_name_plural": "days of work",
                        "ordering": ["-day", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("vouched_at", None)),
                                fields=["placement"],
                                name="day_waiting_for_mentors",
                            ),
                            models.Index(fields=["day", "id"], name="work_day_by_day"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "day"),
                                name="a_day_is_counted_once",
                                violation_error_message="The hours of this day are there already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gte", 0), ("hours__lte", 24)),
                                name="a_day_has_24_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("hours__gt", 0), ("presence", "worked")),
                                    models.Q(("hours", 0), ("presence", "absent")),
                                    _connector="OR",
                                ),
                                name="who_worked_has_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("begins_at", None), ("ends_at", None)),
                                    models.Q(("begins_at__isnull", False), ("ends_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_day_with_a_begin_has_an_end",
                                violation_error_message="Give both the begin and the end.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_workdayevent" ("begins_at", "day", "ends_at", "hours", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "presence", "said_at", "source", "vouched_as", "vouched_at", "vouched_by_contact_id", "vouched_by_id") SELECT new_values."begins_at", new_values."day", new_values."ends_at", new_values."hours", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."presence", new_values."said_at", new_values."source", new_values."vouched_as", new_values."vouched_at", new_values."vouched_by_contact_id", new_values."vouched_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="61b590ad68c0f2502e4d242cc84dbafafff28073",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_97e5d",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_workday",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_workdayevent" ("begins_at", "day", "ends_at", "hours", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "presence", "said_at", "source", "vouched_as", "vouched_at", "vouched_by_contact_id", "vouched_by_id") SELECT new_values."begins_at", new_values."day", new_values."ends_at", new_values."hours", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."presence", new_values."said_at", new_values."source", new_values."vouched_as", new_values."vouched_at", new_values."vouched_by_contact_id", new_values."vouched_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="4cf41c2bc3ce4221c61368b3af4f55fa6616da97",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_15e31",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_workday",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkDayEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "vouched_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="confirmed at"
                            ),
                        ),
                        (
                            "vouched_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mentor", "the mentor"),
                                    ("instructor", "the school, as the mentor was silent"),
                                ],
                                default="",
                                editable=False,
                                max_length=20,
                                verbose_name="confirmed as",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "presence",
                            models.CharField(
                                choices=[("worked", "Worked"), ("absent", "Absent")],
                                default="worked",
                                editable=False,
                                max_length=20,
                                verbose_name="presence",
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="hours",
                            ),
                        ),
                        ("begins_at", models.TimeField(blank=True, null=True, verbose_name="begin")),
                        ("ends_at", models.TimeField(blank=True, null=True, verbose_name="end")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("student", "the student"),
                                    ("post", "the hours of the post"),
                                    ("mentor", "the mentor"),
                                ],
                                editable=False,
                                max_length=20,
                                verbose_name="who said so",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("said_at", models.DateTimeField(editable=False, verbose_name="said at")),
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
                                to="placements.workday",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "vouched_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="confirmed by",
                            ),
                        ),
                        (
                            "vouched_by_contact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="confirmed by the mentor",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.CharField(
                                choices=[("student", "Student"), ("guardian", "Guardian")],
                                max_length=10,
                                verbose_name="whose",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="As it was on that day.", max_length=100, verbose_name="name"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("given", "Given"),
                                    ("objected", "Objects"),
                                    ("taken_back", "Does not count"),
                                ],
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "means",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("link", "by link"),
                                    ("account", "on the student's own pages"),
                                    ("agreement", "by signing the tripartite agreement"),
                                    ("paper", "on paper"),
                                ],
                                max_length=12,
                                verbose_name="by what means",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="internships.guardian",
                                verbose_name="guardian",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "consent",
                        "verbose_name_plural": "consents",
                        "ordering": ["-recorded_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["placement", "party", "decided_on"], name="consent_by_placement"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("placement", "party"),
                                name="a_party_is_asked_for_consent_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["given", "objected"]), _negated=True),
                                    models.Q(
                                        ("decided_on__isnull", False), models.Q(("means", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="an_answer_says_when_and_by_what_means",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "objected"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_objects_says_why",
                                violation_error_message="Say why: the school reads it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "asked"), _negated=True),
                                    models.Q(("asked_by__isnull", False), ("due_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="who_is_asked_knows_by_whom_and_until_when",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_consentevent" ("asked_at", "asked_by_id", "decided_on", "due_on", "guardian_id", "id", "means", "name", "party", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "reason", "recorded_at", "recorded_by_id", "state") SELECT new_values."asked_at", new_values."asked_by_id", new_values."decided_on", new_values."due_on", new_values."guardian_id", new_values."id", new_values."means", new_values."name", new_values."party", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."reason", new_values."recorded_at", new_values."recorded_by_id", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="2c9444c74a639267ddee2b4b6567bd490fba5719",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a13e4",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_consent",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_consentevent" ("asked_at", "asked_by_id", "decided_on", "due_on", "guardian_id", "id", "means", "name", "party", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "reason", "recorded_at", "recorded_by_id", "state") SELECT new_values."asked_at", new_values."asked_by_id", new_values."decided_on", new_values."due_on", new_values."guardian_id", new_values."id", new_values."means", new_values."name", new_values."party", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."reason", new_values."recorded_at", new_values."recorded_by_id", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="596817f7eafee6b99e66b213abb5efc07def52a5",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_93c40",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_consent",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "party",
                            models.CharField(
                                choices=[("student", "Student"), ("guardian", "Guardian")],
                                max_length=10,
                                verbose_name="whose",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="As it was on that day.", max_length=100, verbose_name="name"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("given", "Given"),
                                    ("objected", "Objects"),
                                    ("taken_back", "Does not count"),
                                ],
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "means",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("link", "by link"),
                                    ("account", "on the student's own pages"),
                                    ("agreement", "by signing the tripartite agreement"),
                                    ("paper", "on paper"),
                                ],
                                max_length=12,
                                verbose_name="by what means",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.guardian",
                                verbose_name="guardian",
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
                                to="placements.consent",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConsentScan",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scans",
                                to="placements.consent",
                                verbose_name="consent",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scan of a consent",
                        "verbose_name_plural": "scans of consents",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InsurancePolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("insurer", models.CharField(max_length=200, verbose_name="insurer")),
                        ("number", models.CharField(max_length=80, verbose_name="policy number")),
                        ("covers_from", models.DateField(verbose_name="covers from")),
                        ("covers_until", models.DateField(verbose_name="covers until")),
                        (
                            "paid_by",
                            models.CharField(
                                choices=[("school", "The school"), ("host", "The enterprise")],
                                default="school",
                                help_text="Neither charged to students nor kept back from their pay.",
                                max_length=10,
                                verbose_name="premium paid by",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="entered"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "is_deducted",
                            models.BooleanField(
                                blank=True,
                                help_text="Whether students pay any of it that way (INT-36). Until somebody says, the rule asks.",
                                null=True,
                                verbose_name="premium kept back from pay",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "insurance policy",
                        "verbose_name_plural": "insurance policies",
                        "ordering": ["-covers_until", "-pk"],
                        "indexes": [models.Index(fields=["covers_until", "id"], name="policy_by_end")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("insurer", "number"),
                                name="an_insurer_gives_a_policy_number_once",
                                violation_error_message="This policy is entered already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("covers_until__gte", models.F("covers_from"))),
                                name="a_policy_ends_after_it_begins",
                                violation_error_message="The last day comes after the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("paid_by__in", ["school", "host"])),
                                name="no_student_pays_the_insurance",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", ""), _negated=True),
                                    models.Q(("insurer", ""), _negated=True),
                                ),
                                name="a_policy_can_be_found",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_insurancepolicyevent" ("covers_from", "covers_until", "created_at", "created_by_id", "department_id", "id", "insurer", "is_deducted", "number", "paid_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."covers_from", new_values."covers_until", new_values."created_at", new_values."created_by_id", new_values."department_id", new_values."id", new_values."insurer", new_values."is_deducted", new_values."number", new_values."paid_by", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="bb4181cb5576d914e6daec2566793905e17456d5",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_96c64",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_insurancepolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_insurancepolicyevent" ("covers_from", "covers_until", "created_at", "created_by_id", "department_id", "id", "insurer", "is_deducted", "number", "paid_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."covers_from", new_values."covers_until", new_values."created_at", new_values."created_by_id", new_values."department_id", new_values."id", new_values."insurer", new_values."is_deducted", new_values."number", new_values."paid_by", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="8c7f3c398e8d255ed51ffd2912d7e69232ce1224",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_685fe",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_insurancepolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InsurancePolicyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("insurer", models.CharField(max_length=200, verbose_name="insurer")),
                        ("number", models.CharField(max_length=80, verbose_name="policy number")),
                        ("covers_from", models.DateField(verbose_name="covers from")),
                        ("covers_until", models.DateField(verbose_name="covers until")),
                        (
                            "paid_by",
                            models.CharField(
                                choices=[("school", "The school"), ("host", "The enterprise")],
                                default="school",
                                help_text="Neither charged to students nor kept back from their pay.",
                                max_length=10,
                                verbose_name="premium paid by",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="entered"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.department",
                                verbose_name="department",
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
                                to="placements.insurancepolicy",
                            ),
                        ),
                        (
                            "is_deducted",
                            models.BooleanField(
                                blank=True,
                                help_text="Whether students pay any of it that way (INT-36). Until somebody says, the rule asks.",
                                null=True,
                                verbose_name="premium kept back from pay",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InsuranceScan",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scans",
                                to="placements.insurancepolicy",
                                verbose_name="insurance policy",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scan of a policy",
                        "verbose_name_plural": "scans of policies",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Insured",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("covers_from", models.DateField(verbose_name="insured from")),
                        ("covers_until", models.DateField(verbose_name="insured until")),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded"
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="insurance",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="insured",
                                to="placements.insurancepolicy",
                                verbose_name="insurance policy",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "insured person",
                        "verbose_name_plural": "insured persons",
                        "ordering": ["-covers_until", "-pk"],
                        "indexes": [
                            models.Index(fields=["covers_until", "placement"], name="insured_by_end")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "policy"),
                                name="a_policy_insures_a_placement_once",
                                violation_error_message="This policy insures the student already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("covers_until__gte", models.F("covers_from"))),
                                name="an_insured_person_is_insured_from_to",
                                violation_error_message="The last day comes after the first.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_insuredevent" ("covers_from", "covers_until", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "policy_id", "recorded_at", "recorded_by_id") SELECT new_values."covers_from", new_values."covers_until", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."policy_id", new_values."recorded_at", new_values."recorded_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="49b0e16cbf03fa0455fbc184b46232372ad62b6c",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_bf67f",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_insured",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_insuredevent" ("covers_from", "covers_until", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "policy_id", "recorded_at", "recorded_by_id") SELECT new_values."covers_from", new_values."covers_until", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."policy_id", new_values."recorded_at", new_values."recorded_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="672b98450c8a5c7e369fc05c3ed6b3bd4e381b7d",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_eaca5",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_insured",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InsuredEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("covers_from", models.DateField(verbose_name="insured from")),
                        ("covers_until", models.DateField(verbose_name="insured until")),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded"
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
                                to="placements.insured",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.insurancepolicy",
                                verbose_name="insurance policy",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SafetyTraining",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("course", models.CharField(max_length=200, verbose_name="course")),
                        ("held_on", models.DateField(verbose_name="held on")),
                        (
                            "score",
                            models.DecimalField(
                                decimal_places=1,
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="score",
                            ),
                        ),
                        (
                            "pass_mark",
                            models.DecimalField(
                                decimal_places=1,
                                default=80,
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="pass mark",
                            ),
                        ),
                        (
                            "has_passed",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Q(("score__gte", models.F("pass_mark"))),
                                output_field=models.BooleanField(verbose_name="passed"),
                            ),
                        ),
                        (
                            "has_protective_gear",
                            models.BooleanField(
                                blank=True,
                                help_text="What the work needs: helmet, shoes, gloves, glasses …",
                                null=True,
                                verbose_name="protective gear handed out",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded"
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trainings",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "safety training",
                        "verbose_name_plural": "safety trainings",
                        "ordering": ["-held_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "course", "held_on"),
                                name="a_training_has_one_result_a_day",
                                violation_error_message="This training is entered already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("pass_mark__gte", 0),
                                    ("pass_mark__lte", 100),
                                    ("score__gte", 0),
                                    ("score__lte", 100),
                                ),
                                name="a_training_is_scored_out_of_a_hundred",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("course", ""), _negated=True),
                                name="a_training_names_its_course",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_safetytrainingevent" ("course", "has_protective_gear", "held_on", "id", "pass_mark", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "recorded_at", "recorded_by_id", "score") SELECT new_values."course", new_values."has_protective_gear", new_values."held_on", new_values."id", new_values."pass_mark", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."recorded_at", new_values."recorded_by_id", new_values."score" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="e57a8f96f6e388ef3c3193103122b5fe4b94808d",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_7700b",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_safetytraining",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_safetytrainingevent" ("course", "has_protective_gear", "held_on", "id", "pass_mark", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "recorded_at", "recorded_by_id", "score") SELECT new_values."course", new_values."has_protective_gear", new_values."held_on", new_values."id", new_values."pass_mark", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."recorded_at", new_values."recorded_by_id", new_values."score" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."course" IS DISTINCT FROM (new_values."course") OR old_values."has_protective_gear" IS DISTINCT FROM (new_values."has_protective_gear") OR old_values."held_on" IS DISTINCT FROM (new_values."held_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."pass_mark" IS DISTINCT FROM (new_values."pass_mark") OR old_values."placement_id" IS DISTINCT FROM (new_values."placement_id") OR old_values."recorded_at" IS DISTINCT FROM (new_values."recorded_at") OR old_values."recorded_by_id" IS DISTINCT FROM (new_values."recorded_by_id") OR old_values."score" IS DISTINCT FROM (new_values."score")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="9d38b7c96aefd1ef6c97db02055848df46fba6ff",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_04ce2",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_safetytraining",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SafetyTrainingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("course", models.CharField(max_length=200, verbose_name="course")),
                        ("held_on", models.DateField(verbose_name="held on")),
                        (
                            "score",
                            models.DecimalField(
                                decimal_places=1,
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="score",
                            ),
                        ),
                        (
                            "pass_mark",
                            models.DecimalField(
                                decimal_places=1,
                                default=80,
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="pass mark",
                            ),
                        ),
                        (
                            "has_protective_gear",
                            models.BooleanField(
                                blank=True,
                                help_text="What the work needs: helmet, shoes, gloves, glasses …",
                                null=True,
                                verbose_name="protective gear handed out",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded"
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
                                to="placements.safetytraining",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ScanPile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting to be sorted"),
                                    ("sorted", "Sorted"),
                                    ("failed", "Cannot be read"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("error", models.TextField(blank=True, verbose_name="why it cannot be read")),
                        ("pages", models.PositiveIntegerField(default=0, verbose_name="pages")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("added_at", models.DateTimeField(verbose_name="added at")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="added by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scan_piles",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pile of scans",
                        "verbose_name_plural": "piles of scans",
                        "ordering": ["-added_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")), fields=["id"], name="pile_waiting"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PileFile",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="placements.scanpile",
                                verbose_name="pile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a pile",
                        "verbose_name_plural": "files of a pile",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TrainingScan",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scans",
                                to="placements.safetytraining",
                                verbose_name="safety training",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scan of a training",
                        "verbose_name_plural": "scans of trainings",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TripartiteBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "act",
                            models.CharField(
                                choices=[
                                    ("make", "Make the agreements"),
                                    ("send", "Make the agreements and send them for signature"),
                                    ("remind", "Remind everybody who has not signed"),
                                ],
                                max_length=10,
                                verbose_name="what is done",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("zh", "Chinese"),
                                    ("both", "English and Chinese side by side"),
                                ],
                                default="both",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="to be signed by")),
                        ("ordered_at", models.DateTimeField(verbose_name="ordered at")),
                        (
                            "ordered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ordered by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tripartite_batches",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                        (
                            "signatory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="signs for the school",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "order of tripartite agreements",
                        "verbose_name_plural": "orders of tripartite agreements",
                        "ordering": ["-ordered_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("act", "send"), _negated=True),
                                    models.Q(("due_on__isnull", False), ("signatory__isnull", False)),
                                    _connector="OR",
                                ),
                                name="what_is_sent_out_has_a_signatory_and_a_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TripartiteNumber",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="reference")),
                        (
                            "placement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tripartite_number",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reference of a tripartite agreement",
                        "verbose_name_plural": "references of tripartite agreements",
                    },
                ),
                migrations.CreateModel(
                    name="TripartiteTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                editable=False, unique=True, verbose_name="version"
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[("official", "The official model text"), ("own", "Another text")],
                                default="official",
                                help_text="Without the official model text there is no internship.",
                                max_length=10,
                                verbose_name="follows",
                            ),
                        ),
                        (
                            "consent_en",
                            models.TextField(
                                blank=True,
                                help_text="Printed as an annex: student and guardian give their consent with their signatures. Empty: they are asked separately.",
                                verbose_name="informed consent in English",
                            ),
                        ),
                        (
                            "consent_zh",
                            models.TextField(blank=True, verbose_name="informed consent in Chinese"),
                        ),
                        (
                            "reason",
                            models.CharField(
                                help_text="What is new, and why.",
                                max_length=300,
                                verbose_name="reason for the change",
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="published at"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="written at"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                help_text="Empty for the texts that came with the program.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "text of the tripartite agreement",
                        "verbose_name_plural": "texts of the tripartite agreement",
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("published_at", None)),
                                fields=("published_at",),
                                name="one_text_is_drafted_at_a_time",
                                nulls_distinct=False,
                                violation_error_message="There is a draft already: publish it, or go on writing it.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="a_published_text_never_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."published_at" IS NOT NULL)',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="4618039f0f8158c9d3e7841b7743b001ca65557a",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_a_published_text_never_changes_aa641",
                                    table="placements_tripartitetemplate",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_tripartitetemplateevent" ("author_id", "basis", "consent_en", "consent_zh", "created_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "reason") SELECT new_values."author_id", new_values."basis", new_values."consent_en", new_values."consent_zh", new_values."created_at", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_at", new_values."reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="91b2958bf8e04b2c24f5bc143589a5ca8885be0d",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1217d",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_tripartitetemplate",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_tripartitetemplateevent" ("author_id", "basis", "consent_en", "consent_zh", "created_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "reason") SELECT new_values."author_id", new_values."basis", new_values."consent_en", new_values."consent_zh", new_values."created_at", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_at", new_values."reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="760a6e210823d80fc5c705cb6fe8bb011467ec59",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_59ddb",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_tripartitetemplate",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tripartite",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, verbose_name="reference")),
                        (
                            "amendment_no",
                            models.PositiveSmallIntegerField(default=0, verbose_name="amendment"),
                        ),
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("made", "Made, not sent yet"),
                                    ("out", "Out for signature"),
                                    ("signed", "Signed by all"),
                                    ("replaced", "Replaced before it was signed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="made",
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("zh", "Chinese"),
                                    ("both", "English and Chinese side by side"),
                                ],
                                default="both",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "contents",
                            models.JSONField(
                                help_text="Every word of the paper, in both languages.",
                                verbose_name="contents",
                            ),
                        ),
                        (
                            "content_sha256",
                            models.CharField(max_length=64, verbose_name="fingerprint of the contents"),
                        ),
                        (
                            "file",
                            models.FileField(max_length=200, upload_to="documents/%Y/", verbose_name="file"),
                        ),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                        ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                        ("pages", models.PositiveSmallIntegerField(verbose_name="pages")),
                        (
                            "due_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="to be signed by"
                            ),
                        ),
                        (
                            "signed_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="signed on"),
                        ),
                        (
                            "reason",
                            models.TextField(
                                blank=True,
                                editable=False,
                                help_text="Why it was amended, or cancelled.",
                                verbose_name="reason",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="made at")),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tripartites",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="placements.tripartitetemplate",
                                verbose_name="text of the tripartite agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tripartite agreement",
                        "verbose_name_plural": "tripartite agreements",
                        "ordering": ["number", "amendment_no", "-version"],
                        "indexes": [
                            models.Index(fields=["sha256"], name="tripartite_by_sha256"),
                            models.Index(
                                fields=["content_sha256"],
                                name="tripartite_by_code",
                                opclasses=["varchar_pattern_ops"],
                            ),
                            models.Index(
                                condition=models.Q(("state", "out")), fields=["due_on"], name="tripartite_out"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["made", "out", "signed"])),
                                fields=("placement", "amendment_no"),
                                name="a_placement_has_one_tripartite_agreement",
                            ),
                            models.UniqueConstraint(
                                fields=("number", "amendment_no", "version"),
                                name="a_tripartite_version_is_made_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "signed"), _negated=True),
                                    ("signed_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_signed_tripartite_agreement_says_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("state", "cancelled"), _negated=True), ("amendment_no", 0)
                                    ),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_amendment_or_a_cancellation_has_a_reason",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="a_tripartite_paper_never_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."amendment_no" IS DISTINCT FROM (NEW."amendment_no") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."template_id" IS DISTINCT FROM (NEW."template_id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."contents" IS DISTINCT FROM (NEW."contents") OR OLD."content_sha256" IS DISTINCT FROM (NEW."content_sha256") OR OLD."file" IS DISTINCT FROM (NEW."file") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."pages" IS DISTINCT FROM (NEW."pages") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="ef49da77c3a72b07572d253775639d9d6e7a5fad",
                                    operation="UPDATE",
                                    pgid="pgtrigger_a_tripartite_paper_never_changes_d7c42",
                                    table="placements_tripartite",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tripartite_papers_are_kept",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="59e2e43d681115559200b66f1f21577f4e914ce2",
                                    operation="DELETE",
                                    pgid="pgtrigger_tripartite_papers_are_kept_08aef",
                                    table="placements_tripartite",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScannedPage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        (
                            "picture",
                            models.FileField(
                                upload_to=core.models.attachments.random_name, verbose_name="picture"
                            ),
                        ),
                        (
                            "page",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="page of the agreement"
                            ),
                        ),
                        ("is_set_aside", models.BooleanField(default=False, verbose_name="set aside")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: by the code on the page.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="assigned by",
                            ),
                        ),
                        (
                            "pile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scanned",
                                to="placements.scanpile",
                                verbose_name="pile",
                            ),
                        ),
                        (
                            "tripartite",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scanned_pages",
                                to="placements.tripartite",
                                verbose_name="tripartite agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scanned page",
                        "verbose_name_plural": "scanned pages",
                        "ordering": ["pile", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("pile", "number"), name="a_pile_has_a_page_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("page", None), ("tripartite", None)),
                                    models.Q(("page__gt", 0), ("tripartite__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_scanned_page_belongs_to_a_paper_with_its_number",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TripartiteOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "Waiting"), ("done", "Done"), ("failed", "Not done")],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("claimed_until", models.DateTimeField(null=True, verbose_name="claimed until")),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="orders",
                                to="placements.tripartitebatch",
                                verbose_name="order",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "tripartite",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="placements.tripartite",
                                verbose_name="tripartite agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreement to be made",
                        "verbose_name_plural": "agreements to be made",
                        "ordering": ["batch", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["id"],
                                name="tripartite_order_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "placement"), name="an_order_names_a_placement_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "failed"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="what_was_not_done_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TripartiteScan",
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
                                related_name="scans",
                                to="placements.tripartite",
                                verbose_name="tripartite agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scan of a tripartite agreement",
                        "verbose_name_plural": "scans of tripartite agreements",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TripartiteSignature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.CharField(
                                choices=[
                                    ("school", "School"),
                                    ("host", "Enterprise"),
                                    ("student", "Student"),
                                    ("guardian", "Guardian"),
                                ],
                                max_length=10,
                                verbose_name="party",
                            ),
                        ),
                        ("signatory_name", models.CharField(max_length=150, verbose_name="signed by")),
                        (
                            "signatory_title",
                            models.CharField(blank=True, max_length=150, verbose_name="position"),
                        ),
                        ("signed_on", models.DateField(verbose_name="signed on")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        (
                            "envelope",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: by hand.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="signing.envelope",
                                verbose_name="signed electronically in",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="signed for the centre by",
                            ),
                        ),
                        (
                            "tripartite",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="placements.tripartite",
                                verbose_name="tripartite agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signature under a tripartite agreement",
                        "verbose_name_plural": "signatures under tripartite agreements",
                        "ordering": ["signed_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("tripartite", "party"),
                                name="a_party_signs_a_tripartite_agreement_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("signatory_name", ""), _negated=True),
                                name="a_tripartite_signature_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("envelope__isnull", False),
                                    ("recorded_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_tripartite_signature_by_hand_is_recorded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TripartiteClause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "heading_en",
                            models.CharField(blank=True, max_length=200, verbose_name="heading in English"),
                        ),
                        (
                            "heading_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="heading in Chinese"),
                        ),
                        ("text_en", models.TextField(blank=True, verbose_name="text in English")),
                        ("text_zh", models.TextField(blank=True, verbose_name="text in Chinese")),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "point",
                            models.CharField(
                                choices=[
                                    ("parties", "The parties"),
                                    ("time_and_place", "Time, place, content and conditions"),
                                    ("board_lodging_hours_leave", "Board, lodging, hours, rest and leave"),
                                    ("pay", "Pay and how it is paid"),
                                    ("protection", "Labour protection and occupational hazards"),
                                    ("insurance", "Insurance and liability for accidents"),
                                    ("assessment", "Assessment"),
                                    ("breach", "Liability for breach"),
                                    ("other", "Other matters"),
                                ],
                                max_length=30,
                                verbose_name="speaks of",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clauses",
                                to="placements.tripartitetemplate",
                                verbose_name="text of the tripartite agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "clause",
                        "verbose_name_plural": "clauses",
                        "ordering": ["template", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("template", "order"),
                                name="tripartite_order_is_unique",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TripartiteTemplateEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="version")),
                        (
                            "basis",
                            models.CharField(
                                choices=[("official", "The official model text"), ("own", "Another text")],
                                default="official",
                                help_text="Without the official model text there is no internship.",
                                max_length=10,
                                verbose_name="follows",
                            ),
                        ),
                        (
                            "consent_en",
                            models.TextField(
                                blank=True,
                                help_text="Printed as an annex: student and guardian give their consent with their signatures. Empty: they are asked separately.",
                                verbose_name="informed consent in English",
                            ),
                        ),
                        (
                            "consent_zh",
                            models.TextField(blank=True, verbose_name="informed consent in Chinese"),
                        ),
                        (
                            "reason",
                            models.CharField(
                                help_text="What is new, and why.",
                                max_length=300,
                                verbose_name="reason for the change",
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="published at"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="written at"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                help_text="Empty for the texts that came with the program.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
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
                                to="placements.tripartitetemplate",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Destination",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("host", "Hired at the host of the internship"),
                                    ("field", "Hired elsewhere in the field"),
                                    ("elsewhere", "Hired in another field"),
                                    ("self_employed", "Self-employed or freelance"),
                                    ("study", "Further study"),
                                    ("military", "Military service"),
                                    ("seeking", "Looking for work"),
                                    ("unknown", "Not known"),
                                ],
                                max_length=15,
                                verbose_name="what became of them",
                            ),
                        ),
                        (
                            "where",
                            models.CharField(
                                blank=True,
                                help_text="Its whole name.",
                                max_length=200,
                                verbose_name="employer or school",
                            ),
                        ),
                        (
                            "is_matched",
                            models.BooleanField(
                                default=False,
                                help_text="Work for which the major prepares (对口).",
                                verbose_name="in the field of the major",
                            ),
                        ),
                        ("since_on", models.DateField(blank=True, null=True, verbose_name="since")),
                        ("reported_at", models.DateTimeField(editable=False, verbose_name="reported at")),
                        (
                            "proof",
                            models.CharField(
                                blank=True,
                                help_text="What shows it: a contract, an admission letter, a call, with its date.",
                                max_length=300,
                                verbose_name="proof",
                            ),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="confirmed by",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reported by",
                            ),
                        ),
                        (
                            "student",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="destination",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "destination of a graduate",
                        "verbose_name_plural": "destinations of graduates",
                        "ordering": ["student"],
                        "indexes": [
                            models.Index(fields=["kind", "confirmed_at"], name="destination_by_kind")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind__in", ["elsewhere", "field", "host", "study"]), _negated=True
                                    ),
                                    models.Q(("where", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_destination_says_where",
                                violation_error_message="Say where: the whole name of the employer or school.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["field", "host"]), _negated=True),
                                    ("is_matched", True),
                                    _connector="OR",
                                ),
                                name="work_in_the_field_is_matched",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_matched", False),
                                    ("kind__in", ["field", "host", "self_employed"]),
                                    _connector="OR",
                                ),
                                name="only_work_in_the_field_is_matched",
                                violation_error_message="Only work can be in the field of the major.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_at", None),
                                    models.Q(("proof", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_destination_is_confirmed_with_proof",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_destinationevent" ("confirmed_at", "confirmed_by_id", "id", "is_matched", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "reported_at", "reported_by_id", "since_on", "student_id", "where") SELECT new_values."confirmed_at", new_values."confirmed_by_id", new_values."id", new_values."is_matched", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proof", new_values."reported_at", new_values."reported_by_id", new_values."since_on", new_values."student_id", new_values."where" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="9320410e4a1b8851b21b177f8ab7ea055ab268a7",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_3277a",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_destination",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_destinationevent" ("confirmed_at", "confirmed_by_id", "id", "is_matched", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "reported_at", "reported_by_id", "since_on", "student_id", "where") SELECT new_values."confirmed_at", new_values."confirmed_by_id", new_values."id", new_values."is_matched", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proof", new_values."reported_at", new_values."reported_by_id", new_values."since_on", new_values."student_id", new_values."where" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="785ac60f7be5ff929a240f5e67a068cf3d1afa76",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_96609",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_destination",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DestinationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("host", "Hired at the host of the internship"),
                                    ("field", "Hired elsewhere in the field"),
                                    ("elsewhere", "Hired in another field"),
                                    ("self_employed", "Self-employed or freelance"),
                                    ("study", "Further study"),
                                    ("military", "Military service"),
                                    ("seeking", "Looking for work"),
                                    ("unknown", "Not known"),
                                ],
                                max_length=15,
                                verbose_name="what became of them",
                            ),
                        ),
                        (
                            "where",
                            models.CharField(
                                blank=True,
                                help_text="Its whole name.",
                                max_length=200,
                                verbose_name="employer or school",
                            ),
                        ),
                        (
                            "is_matched",
                            models.BooleanField(
                                default=False,
                                help_text="Work for which the major prepares (对口).",
                                verbose_name="in the field of the major",
                            ),
                        ),
                        ("since_on", models.DateField(blank=True, null=True, verbose_name="since")),
                        ("reported_at", models.DateTimeField(editable=False, verbose_name="reported at")),
                        (
                            "proof",
                            models.CharField(
                                blank=True,
                                help_text="What shows it: a contract, an admission letter, a call, with its date.",
                                max_length=300,
                                verbose_name="proof",
                            ),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="confirmed by",
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
                                to="placements.destination",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reported by",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DestinationFile",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="placements.destination",
                                verbose_name="destination of a graduate",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "proof of a destination",
                        "verbose_name_plural": "proofs of destinations",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Vacancy",
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
                            "name_en_key",
                            core.fields.PinyinKeyField(
                                default="", max_length=400, source="name_as_sorted_in_english"
                            ),
                        ),
                        (
                            "name_zh_key",
                            core.fields.PinyinKeyField(
                                default="", max_length=400, source="name_as_sorted_in_chinese"
                            ),
                        ),
                        ("duties", models.TextField(verbose_name="what there is to do")),
                        ("asked_for", models.TextField(blank=True, verbose_name="what is asked for")),
                        (
                            "address",
                            models.CharField(blank=True, max_length=300, verbose_name="place of work"),
                        ),
                        (
                            "pay_from",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="pay a month from"
                            ),
                        ),
                        (
                            "pay_to",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="pay a month up to"
                            ),
                        ),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="seats",
                            ),
                        ),
                        ("open_until", models.DateField(verbose_name="open until")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("offered", "Waits for approval"),
                                    ("approved", "Open"),
                                    ("returned", "Returned"),
                                    ("closed", "Closed"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "return_reason",
                            models.TextField(blank=True, editable=False, verbose_name="why it was returned"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="last changed"
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="approved at"),
                        ),
                        (
                            "search_text",
                            models.GeneratedField(
                                db_persist=True,
                                expression=core.search._Folded(
                                    core.search._Join(
                                        core.search._Join(
                                            core.search._Join(
                                                core.search._Join(
                                                    core.search._Join(
                                                        core.search._Join(
                                                            django.db.models.functions.comparison.Coalesce(
                                                                models.F("name_en"), models.Value("")
                                                            ),
                                                            models.Value(" "),
                                                        ),
                                                        django.db.models.functions.comparison.Coalesce(
                                                            models.F("name_zh"), models.Value("")
                                                        ),
                                                    ),
                                                    models.Value(" "),
                                                ),
                                                django.db.models.functions.comparison.Coalesce(
                                                    models.F("duties"), models.Value("")
                                                ),
                                            ),
                                            models.Value(" "),
                                        ),
                                        django.db.models.functions.comparison.Coalesce(
                                            models.F("address"), models.Value("")
                                        ),
                                    )
                                ),
                                output_field=models.TextField(),
                            ),
                        ),
                        (
                            "search_bigrams",
                            models.GeneratedField(
                                db_persist=True,
                                expression=core.search._Bigrams(
                                    core.search._Folded(
                                        core.search._Join(
                                            core.search._Join(
                                                core.search._Join(
                                                    core.search._Join(
                                                        core.search._Join(
                                                            core.search._Join(
                                                                django.db.models.functions.comparison.Coalesce(
                                                                    models.F("name_en"), models.Value("")
                                                                ),
                                                                models.Value(" "),
                                                            ),
                                                            django.db.models.functions.comparison.Coalesce(
                                                                models.F("name_zh"), models.Value("")
                                                            ),
                                                        ),
                                                        models.Value(" "),
                                                    ),
                                                    django.db.models.functions.comparison.Coalesce(
                                                        models.F("duties"), models.Value("")
                                                    ),
                                                ),
                                                models.Value(" "),
                                            ),
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("address"), models.Value("")
                                            ),
                                        )
                                    )
                                ),
                                output_field=django.contrib.postgres.fields.ArrayField(
                                    base_field=models.TextField()
                                ),
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vacancies",
                                to="partnerships.contact",
                                verbose_name="whom to ask",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vacancies",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vacancies",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "majors",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Empty: graduates of every major are welcome.",
                                related_name="vacancies",
                                to="catalogue.major",
                                verbose_name="majors",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.region",
                                verbose_name="district",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "vacancy",
                        "verbose_name_plural": "vacancies",
                        "ordering": ["-created_at", "-pk"],
                        "abstract": False,
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="vacancy_by_bigram"
                            ),
                            models.Index(fields=["name_en_key", "id"], name="vacancy_by_name_en"),
                            models.Index(fields=["name_zh_key", "id"], name="vacancy_by_name_zh"),
                            models.Index(fields=["open_until", "id"], name="vacancy_by_end"),
                            models.Index(fields=["updated_at", "id"], name="vacancy_by_change"),
                            models.Index(fields=["state", "open_until", "id"], name="vacancy_by_state"),
                            models.Index(fields=["enterprise", "state", "id"], name="vacancy_by_enterprise"),
                            models.Index(
                                fields=["department", "open_until", "id"], name="vacancy_by_department"
                            ),
                            models.Index(fields=["region", "open_until", "id"], name="vacancy_by_region"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="placements_vacancy_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats__gt", 0)), name="a_vacancy_has_seats"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("pay_from", None),
                                    ("pay_to", None),
                                    ("pay_to__gte", models.F("pay_from")),
                                    _connector="OR",
                                ),
                                name="pay_reaches_from_less_to_more",
                                violation_error_message="The pay reaches from the smaller amount to the larger.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_returned_vacancy_gives_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    ("approved_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="an_approved_vacancy_says_since_when",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_vacancyevent" ("address", "approved_at", "asked_for", "contact_id", "created_at", "created_by_id", "department_id", "duties", "enterprise_id", "id", "name_en", "name_zh", "open_until", "pay_from", "pay_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "return_reason", "seats", "state") SELECT new_values."address", new_values."approved_at", new_values."asked_for", new_values."contact_id", new_values."created_at", new_values."created_by_id", new_values."department_id", new_values."duties", new_values."enterprise_id", new_values."id", new_values."name_en", new_values."name_zh", new_values."open_until", new_values."pay_from", new_values."pay_to", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."return_reason", new_values."seats", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="93b2810d9397e6445b09c988c2ce2c38838a751d",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e6e77",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_vacancy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_vacancyevent" ("address", "approved_at", "asked_for", "contact_id", "created_at", "created_by_id", "department_id", "duties", "enterprise_id", "id", "name_en", "name_zh", "open_until", "pay_from", "pay_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "return_reason", "seats", "state") SELECT new_values."address", new_values."approved_at", new_values."asked_for", new_values."contact_id", new_values."created_at", new_values."created_by_id", new_values."department_id", new_values."duties", new_values."enterprise_id", new_values."id", new_values."name_en", new_values."name_zh", new_values."open_until", new_values."pay_from", new_values."pay_to", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."region_id", new_values."return_reason", new_values."seats", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."approved_at" IS DISTINCT FROM (new_values."approved_at") OR old_values."asked_for" IS DISTINCT FROM (new_values."asked_for") OR old_values."contact_id" IS DISTINCT FROM (new_values."contact_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."duties" IS DISTINCT FROM (new_values."duties") OR old_values."enterprise_id" IS DISTINCT FROM (new_values."enterprise_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."name_zh" IS DISTINCT FROM (new_values."name_zh") OR old_values."open_until" IS DISTINCT FROM (new_values."open_until") OR old_values."pay_from" IS DISTINCT FROM (new_values."pay_from") OR old_values."pay_to" IS DISTINCT FROM (new_values."pay_to") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."return_reason" IS DISTINCT FROM (new_values."return_reason") OR old_values."seats" IS DISTINCT FROM (new_values."seats") OR old_values."state" IS DISTINCT FROM (new_values."state")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="faa902ecd29752fdeaa1f027077e67ce12a4dfb2",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_06523",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_vacancy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VacancyApplication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("letter", models.TextField(blank=True, max_length=3000, verbose_name="letter")),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        (
                                            "found",
                                            "Be found: name, class, major, skills and what you say about yourself",
                                        ),
                                        ("certificate", "Your certificates"),
                                        ("work", "Your works"),
                                        ("award", "Your awards"),
                                        ("contact", "How to reach you: phone and e-mail"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                verbose_name="parts of the profile that are shown",
                            ),
                        ),
                        (
                            "reachable_at",
                            models.CharField(
                                blank=True,
                                help_text="As it was when they applied.",
                                max_length=300,
                                verbose_name="how to reach them",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "Sent"),
                                    ("read", "Read"),
                                    ("invited", "Invited"),
                                    ("offered", "Work offered"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("turned_down", "Turned down"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="sent",
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "word",
                            models.TextField(
                                blank=True,
                                help_text="What whoever moved it last wrote.",
                                max_length=1000,
                                verbose_name="last word",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(verbose_name="sent at")),
                        ("moved_at", models.DateTimeField(verbose_name="moved at")),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vacancy_applications",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="placements.vacancy",
                                verbose_name="vacancy",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a vacancy",
                        "verbose_name_plural": "applications for vacancies",
                        "ordering": ["-sent_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["vacancy", "state", "sent_at"], name="application_by_vacancy"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "withdrawn"), _negated=True),
                                fields=("vacancy", "student"),
                                name="a_student_applies_once_for_a_vacancy",
                                violation_error_message="You have applied for it already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "turned_down"), _negated=True),
                                    models.Q(("word", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_turns_somebody_down_says_why",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_vacancyapplicationevent" ("id", "moved_at", "parts", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reachable_at", "sent_at", "state", "student_id", "vacancy_id", "word") SELECT new_values."id", new_values."moved_at", new_values."parts", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reachable_at", new_values."sent_at", new_values."state", new_values."student_id", new_values."vacancy_id", new_values."word" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="76b98d4c2f60ee40e899f4d08fe2732286a33a4c",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_54fd7",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_vacancyapplication",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_vacancyapplicationevent" ("id", "moved_at", "parts", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reachable_at", "sent_at", "state", "student_id", "vacancy_id", "word") SELECT new_values."id", new_values."moved_at", new_values."parts", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reachable_at", new_values."sent_at", new_values."state", new_values."student_id", new_values."vacancy_id", new_values."word" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."moved_at" IS DISTINCT FROM (new_values."moved_at") OR old_values."parts" IS DISTINCT FROM (new_values."parts") OR old_values."reachable_at" IS DISTINCT FROM (new_values."reachable_at") OR old_values."sent_at" IS DISTINCT FROM (new_values."sent_at") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."student_id" IS DISTINCT FROM (new_values."student_id") OR old_values."vacancy_id" IS DISTINCT FROM (new_values."vacancy_id") OR old_values."word" IS DISTINCT FROM (new_values."word")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="41dbd103637eeb8277d3a835d6f3136e5ed19d24",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_2b010",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_vacancyapplication",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VacancyApplicationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        (
                                            "found",
                                            "Be found: name, class, major, skills and what you say about yourself",
                                        ),
                                        ("certificate", "Your certificates"),
                                        ("work", "Your works"),
                                        ("award", "Your awards"),
                                        ("contact", "How to reach you: phone and e-mail"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                verbose_name="parts of the profile that are shown",
                            ),
                        ),
                        (
                            "reachable_at",
                            models.CharField(
                                blank=True,
                                help_text="As it was when they applied.",
                                max_length=300,
                                verbose_name="how to reach them",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "Sent"),
                                    ("read", "Read"),
                                    ("invited", "Invited"),
                                    ("offered", "Work offered"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("turned_down", "Turned down"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="sent",
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "word",
                            models.TextField(
                                blank=True,
                                help_text="What whoever moved it last wrote.",
                                max_length=1000,
                                verbose_name="last word",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(verbose_name="sent at")),
                        ("moved_at", models.DateTimeField(verbose_name="moved at")),
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
                                to="placements.vacancyapplication",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "vacancy",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.vacancy",
                                verbose_name="vacancy",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="VacancyEvent",
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
                        ("duties", models.TextField(verbose_name="what there is to do")),
                        ("asked_for", models.TextField(blank=True, verbose_name="what is asked for")),
                        (
                            "address",
                            models.CharField(blank=True, max_length=300, verbose_name="place of work"),
                        ),
                        (
                            "pay_from",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="pay a month from"
                            ),
                        ),
                        (
                            "pay_to",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="pay a month up to"
                            ),
                        ),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="seats",
                            ),
                        ),
                        ("open_until", models.DateField(verbose_name="open until")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("offered", "Waits for approval"),
                                    ("approved", "Open"),
                                    ("returned", "Returned"),
                                    ("closed", "Closed"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "return_reason",
                            models.TextField(blank=True, editable=False, verbose_name="why it was returned"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="approved at"),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="whom to ask",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
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
                                to="placements.vacancy",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="catalogue.region",
                                verbose_name="district",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AlternationSchedule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("apprenticeship", "Apprenticeship"),
                                    ("order_class", "Order class"),
                                ],
                                default="apprenticeship",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("running", "In force"), ("stopped", "Stopped")],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "school_hours",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal(28),
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.5")),
                                    django.core.validators.MaxValueValidator(Decimal(60)),
                                ],
                                verbose_name="hours of a week at the school",
                            ),
                        ),
                        (
                            "enterprise_hours",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal(40),
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.5")),
                                    django.core.validators.MaxValueValidator(Decimal(60)),
                                ],
                                verbose_name="hours of a week at the enterprise",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="How many it can take in one week, of all classes. Empty: not said.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="places at the enterprise",
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, editable=False, verbose_name="why it was stopped"),
                        ),
                        ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                        ("updated_at", models.DateTimeField(editable=False, verbose_name="last changed")),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                help_text="Under which the class goes there.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agreements.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alternations",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "host_contact",
                            models.ForeignKey(
                                blank=True,
                                help_text="Confirms the weeks there, as the liaisons of the enterprise do.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.contact",
                                verbose_name="contact at the enterprise",
                            ),
                        ),
                        (
                            "school_class",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alternations",
                                to="internships.schoolclass",
                                verbose_name="class",
                            ),
                        ),
                        (
                            "school_contact",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: the class teacher.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="teachers.teacher",
                                verbose_name="contact at the school",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "work–study alternation",
                        "verbose_name_plural": "work–study alternations",
                        "ordering": ["-starts_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["school_class", "starts_on"], name="alternation_by_class"),
                            models.Index(
                                fields=["enterprise", "starts_on"], name="alternation_by_enterprise"
                            ),
                            models.Index(
                                fields=["department", "starts_on", "id"], name="alternation_by_department"
                            ),
                            models.Index(fields=["starts_on", "id"], name="alternation_by_start"),
                            models.Index(fields=["ends_on", "id"], name="alternation_by_end"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="alternation_ends_after_it_starts",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("enterprise_hours__gt", 0),
                                    ("school_hours__gt", 0),
                                    ("enterprise_hours__lte", Decimal(60)),
                                    ("school_hours__lte", Decimal(60)),
                                ),
                                name="alternation_has_possible_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "stopped"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_alternation_is_stopped_for_a_reason",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("school_class", "="),
                                    ("enterprise", "="),
                                    (
                                        placements.models.alternation.Period(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_upper=True
                                            ),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="a_class_alternates_once_at_a_time_with_an_enterprise",
                                violation_error_message="The class has a timetable with this enterprise in these days.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_alternationscheduleevent" ("agreement_id", "capacity", "created_at", "created_by_id", "department_id", "ends_on", "enterprise_hours", "enterprise_id", "host_contact_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "school_class_id", "school_contact_id", "school_hours", "starts_on", "state", "updated_at") SELECT new_values."agreement_id", new_values."capacity", new_values."created_at", new_values."created_by_id", new_values."department_id", new_values."ends_on", new_values."enterprise_hours", new_values."enterprise_id", new_values."host_contact_id", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."school_class_id", new_values."school_contact_id", new_values."school_hours", new_values."starts_on", new_values."state", new_values."updated_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="b049e6cffd44c1cd62d4f7d6ff74b31d0c93385e",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_5428c",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_alternationschedule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_alternationscheduleevent" ("agreement_id", "capacity", "created_at", "created_by_id", "department_id", "ends_on", "enterprise_hours", "enterprise_id", "host_contact_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "school_class_id", "school_contact_id", "school_hours", "starts_on", "state", "updated_at") SELECT new_values."agreement_id", new_values."capacity", new_values."created_at", new_values."created_by_id", new_values."department_id", new_values."ends_on", new_values."enterprise_hours", new_values."enterprise_id", new_values."host_contact_id", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."school_class_id", new_values."school_contact_id", new_values."school_hours", new_values."starts_on", new_values."state", new_values."updated_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="0b43ad357ac61409ff716f4d3d63803ac7ddf2fa",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_fc0fd",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_alternationschedule",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AlternationScheduleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("apprenticeship", "Apprenticeship"),
                                    ("order_class", "Order class"),
                                ],
                                default="apprenticeship",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("running", "In force"), ("stopped", "Stopped")],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "school_hours",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal(28),
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.5")),
                                    django.core.validators.MaxValueValidator(Decimal(60)),
                                ],
                                verbose_name="hours of a week at the school",
                            ),
                        ),
                        (
                            "enterprise_hours",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal(40),
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.5")),
                                    django.core.validators.MaxValueValidator(Decimal(60)),
                                ],
                                verbose_name="hours of a week at the enterprise",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="How many it can take in one week, of all classes. Empty: not said.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="places at the enterprise",
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, editable=False, verbose_name="why it was stopped"),
                        ),
                        ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                        ("updated_at", models.DateTimeField(editable=False, verbose_name="last changed")),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Under which the class goes there.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "host_contact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Confirms the weeks there, as the liaisons of the enterprise do.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="contact at the enterprise",
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
                                to="placements.alternationschedule",
                            ),
                        ),
                        (
                            "school_class",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.schoolclass",
                                verbose_name="class",
                            ),
                        ),
                        (
                            "school_contact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Empty: the class teacher.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.teacher",
                                verbose_name="contact at the school",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AlternationWeek",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("monday", models.DateField(verbose_name="Monday")),
                        (
                            "place",
                            models.CharField(
                                choices=[("school", "School"), ("enterprise", "Enterprise")],
                                max_length=10,
                                verbose_name="place",
                            ),
                        ),
                        ("hours", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="hours")),
                        (
                            "vouched_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "is_vouched_by_host",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="confirmed by the enterprise"
                            ),
                        ),
                        (
                            "schedule",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="weeks",
                                to="placements.alternationschedule",
                                verbose_name="work–study alternation",
                            ),
                        ),
                        (
                            "vouched_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="confirmed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "week of a work–study alternation",
                        "verbose_name_plural": "weeks of work–study alternations",
                        "ordering": ["monday", "pk"],
                        "indexes": [
                            models.Index(fields=["monday", "place"], name="alternation_week_by_monday")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("schedule", "monday"), name="a_timetable_names_a_week_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("monday__iso_week_day", 1)),
                                name="a_week_of_a_timetable_begins_on_monday",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gte", 0), ("hours__lte", Decimal(60))),
                                name="a_week_has_possible_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_vouched_by_host", False),
                                    models.Q(("place", "enterprise"), ("vouched_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_enterprise_confirms_weeks_of_its_own",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_alternationweekevent" ("hours", "id", "is_vouched_by_host", "monday", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "schedule_id", "vouched_at", "vouched_by_id") SELECT new_values."hours", new_values."id", new_values."is_vouched_by_host", new_values."monday", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."schedule_id", new_values."vouched_at", new_values."vouched_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="25bfdd5239961ce707d327cf60ae18e18d013310",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e32b0",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_alternationweek",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_alternationweekevent" ("hours", "id", "is_vouched_by_host", "monday", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "schedule_id", "vouched_at", "vouched_by_id") SELECT new_values."hours", new_values."id", new_values."is_vouched_by_host", new_values."monday", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."schedule_id", new_values."vouched_at", new_values."vouched_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="029850ddd1b4ec2c40679787a72442b6a4249296",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a0824",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_alternationweek",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AlternationWeekEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("monday", models.DateField(verbose_name="Monday")),
                        (
                            "place",
                            models.CharField(
                                choices=[("school", "School"), ("enterprise", "Enterprise")],
                                max_length=10,
                                verbose_name="place",
                            ),
                        ),
                        ("hours", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="hours")),
                        (
                            "vouched_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "is_vouched_by_host",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="confirmed by the enterprise"
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
                                to="placements.alternationweek",
                            ),
                        ),
                        (
                            "schedule",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.alternationschedule",
                                verbose_name="work–study alternation",
                            ),
                        ),
                        (
                            "vouched_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="confirmed by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WeekCredit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "planned",
                            models.DecimalField(
                                decimal_places=1, max_digits=4, verbose_name="hours of the week"
                            ),
                        ),
                        (
                            "missed",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal(0),
                                max_digits=4,
                                verbose_name="hours missed",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="why")),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alternation_credits",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "week",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="credits",
                                to="placements.alternationweek",
                                verbose_name="week",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hours credited for a week",
                        "verbose_name_plural": "hours credited for weeks",
                        "ordering": ["week", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("week", "student"), name="a_week_is_credited_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("missed__gte", 0), ("missed__lte", models.F("planned"))),
                                name="nobody_misses_more_than_the_week_had",
                                violation_error_message="Nobody can miss more hours than the week had.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_weekcreditevent" ("id", "missed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned", "reason", "student_id", "week_id") SELECT new_values."id", new_values."missed", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."planned", new_values."reason", new_values."student_id", new_values."week_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="557955ca821c9d399747fd385a95fbdef3bbb40d",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_7d434",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_weekcredit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_weekcreditevent" ("id", "missed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned", "reason", "student_id", "week_id") SELECT new_values."id", new_values."missed", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."planned", new_values."reason", new_values."student_id", new_values."week_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="adb17d65e911301df73c28f514a8f0de1b6eda62",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a587c",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_weekcredit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WeekCreditEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "planned",
                            models.DecimalField(
                                decimal_places=1, max_digits=4, verbose_name="hours of the week"
                            ),
                        ),
                        (
                            "missed",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal(0),
                                max_digits=4,
                                verbose_name="hours missed",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="why")),
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
                                to="placements.weekcredit",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "week",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="placements.alternationweek",
                                verbose_name="week",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RecheckDue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("marked_at", models.DateTimeField(verbose_name="marked at")),
                        ("failed_at", models.DateTimeField(null=True, verbose_name="failed at")),
                        (
                            "placement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recheck_due",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        ("all_weeks", models.BooleanField(default=False, verbose_name="all weeks")),
                    ],
                    options={
                        "verbose_name": "check that is due",
                        "verbose_name_plural": "checks that are due",
                        "ordering": ["placement"],
                    },
                ),
                migrations.CreateModel(
                    name="StudentActivity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("innovation", "Project or innovation"),
                                    ("entrepreneurship", "Entrepreneurship"),
                                    ("ethics", "Professional ethics"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="submitted",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="what it was")),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1,
                                help_text="Yours, all days together.",
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.5")),
                                    django.core.validators.MaxValueValidator(Decimal(1000)),
                                ],
                                verbose_name="hours",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="where, or with whom"),
                        ),
                        ("role", models.CharField(max_length=200, verbose_name="my part in it")),
                        (
                            "outcome",
                            models.TextField(blank=True, max_length=1000, verbose_name="what came of it"),
                        ),
                        ("written_at", models.DateTimeField(editable=False, verbose_name="written at")),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="answer"
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="student_activities",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "activity of a student",
                        "verbose_name_plural": "activities of students",
                        "ordering": ["-ends_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["student", "state"], name="activity_by_student"),
                            models.Index(fields=["ends_on", "id"], name="activity_by_end"),
                            models.Index(fields=["written_at", "id"], name="activity_by_writing"),
                            models.Index(
                                condition=models.Q(("state", "submitted")),
                                fields=["written_at"],
                                name="activity_to_confirm",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="activity_ends_after_it_starts",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gt", 0), ("hours__lte", 1000)),
                                name="activity_has_possible_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_returned_activity_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_confirmed_activity_says_since_when",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_studentactivityevent" ("answer", "decided_at", "decided_by_id", "ends_on", "enterprise_id", "hours", "id", "kind", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "role", "starts_on", "state", "student_id", "title", "written_at") SELECT new_values."answer", new_values."decided_at", new_values."decided_by_id", new_values."ends_on", new_values."enterprise_id", new_values."hours", new_values."id", new_values."kind", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."role", new_values."starts_on", new_values."state", new_values."student_id", new_values."title", new_values."written_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="2b7cf5fbd8578db0b47c227e6a85073311269354",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_92a20",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="placements_studentactivity",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_studentactivityevent" ("answer", "decided_at", "decided_by_id", "ends_on", "enterprise_id", "hours", "id", "kind", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "role", "starts_on", "state", "student_id", "title", "written_at") SELECT new_values."answer", new_values."decided_at", new_values."decided_by_id", new_values."ends_on", new_values."enterprise_id", new_values."hours", new_values."id", new_values."kind", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."role", new_values."starts_on", new_values."state", new_values."student_id", new_values."title", new_values."written_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="5b9d7ec9c0f6c4ae8f83fec3554dc3ae0d289cc2",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_7274e",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="placements_studentactivity",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityFile",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="placements.studentactivity",
                                verbose_name="activity of a student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of an activity",
                        "verbose_name_plural": "files of activities",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StudentActivityEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("innovation", "Project or innovation"),
                                    ("entrepreneurship", "Entrepreneurship"),
                                    ("ethics", "Professional ethics"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="submitted",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="what it was")),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1,
                                help_text="Yours, all days together.",
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.5")),
                                    django.core.validators.MaxValueValidator(Decimal(1000)),
                                ],
                                verbose_name="hours",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="where, or with whom"),
                        ),
                        ("role", models.CharField(max_length=200, verbose_name="my part in it")),
                        (
                            "outcome",
                            models.TextField(blank=True, max_length=1000, verbose_name="what came of it"),
                        ),
                        ("written_at", models.DateTimeField(editable=False, verbose_name="written at")),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="answer"
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
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
                                to="placements.studentactivity",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MentorEvaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="made at")),
                        ("reminded_at", models.DateTimeField(null=True, verbose_name="reminded at")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evaluations",
                                to="partnerships.contact",
                                verbose_name="mentor at the enterprise",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="asked_evaluations",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evaluation asked of a mentor",
                        "verbose_name_plural": "evaluations asked of mentors",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None), ("reminded_at", None)),
                                fields=["created_at"],
                                name="evaluation_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "contact"),
                                name="a_mentor_is_asked_once_to_judge_a_student",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvaluationScan",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scans",
                                to="placements.sideevaluation",
                                verbose_name="evaluation by one side",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scan of an evaluation",
                        "verbose_name_plural": "scans of evaluations",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ArchiveRelease",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "found",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), verbose_name="findings"
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("released_at", models.DateTimeField(verbose_name="released at")),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="archive_releases",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="released by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "release of an archive",
                        "verbose_name_plural": "releases of archives",
                        "ordering": ["released_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="a_release_of_an_archive_gives_its_reason",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="a_release_never_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="04cefc6b411f23f7f180de2f80b1c1010b1ce502",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_a_release_never_changes_031dd",
                                    table="placements_archiverelease",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
