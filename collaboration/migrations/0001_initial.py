import datetime
import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import core.migrating
import core.models.attachments
import core.search


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_rules_of_internships"),
        ("accounts", "__first__"),
        ("agreements", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("internships", "0001_initial"),
        ("partnerships", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("teachers", "0003_days_of_practice_change"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Exchange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("to_school", "Enterprise to school"),
                                    ("to_enterprise", "School to enterprise"),
                                ],
                                editable=False,
                                max_length=16,
                                verbose_name="direction",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lecture", "Lecture"),
                                    ("training", "Training"),
                                    ("curriculum", "Curriculum advice"),
                                    ("jury", "Contest jury"),
                                    ("job_fair", "Job fair"),
                                    ("student_visit", "Student visit"),
                                    ("teacher_visit", "Teacher visit"),
                                    ("employee_training", "Employee training"),
                                    ("technical_service", "Technical service"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("agreed", "Agreed"),
                                    ("declined", "Declined"),
                                    ("announced", "Announced"),
                                    ("held", "Held"),
                                    ("closed", "Closed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="proposed",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="title")),
                        (
                            "about",
                            models.TextField(
                                blank=True,
                                help_text="What those who come learn or do, and what they should bring.",
                                max_length=4000,
                                verbose_name="what it is about",
                            ),
                        ),
                        (
                            "audience",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("students", "Students"),
                                        ("teachers", "Teachers and staff"),
                                        ("employees", "Employees of the enterprise"),
                                    ],
                                    max_length=12,
                                ),
                                default=list,
                                verbose_name="who takes part",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        (
                            "place_kind",
                            models.CharField(
                                choices=[
                                    ("school", "At the school"),
                                    ("enterprise", "At the enterprise"),
                                    ("online", "Online"),
                                ],
                                default="school",
                                max_length=12,
                                verbose_name="where",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                help_text="Room, address, or the address of the online meeting.",
                                max_length=300,
                                verbose_name="place",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Who comes later waits for a place. Empty: as many as like.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5000),
                                ],
                                verbose_name="places",
                            ),
                        ),
                        (
                            "is_public",
                            models.BooleanField(
                                default=True,
                                help_text="Everybody of the school sees it and may register; otherwise only who is invited.",
                                verbose_name="public",
                            ),
                        ),
                        (
                            "by_enterprise",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="proposed by the enterprise"
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(editable=False, verbose_name="proposed at")),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="answered at"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                editable=False,
                                help_text="Why declined or cancelled.",
                                max_length=500,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                blank=True, editable=False, max_length=6, verbose_name="code to sign in"
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                editable=False,
                                max_digits=4,
                                null=True,
                                verbose_name="hours credited",
                            ),
                        ),
                        (
                            "outcome",
                            models.TextField(
                                blank=True, editable=False, max_length=4000, verbose_name="what came of it"
                            ),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="closed at"
                            ),
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
                                                    django.db.models.functions.comparison.Coalesce(
                                                        models.F("title"), models.Value("")
                                                    ),
                                                    models.Value(" "),
                                                ),
                                                django.db.models.functions.comparison.Coalesce(
                                                    models.F("about"), models.Value("")
                                                ),
                                            ),
                                            models.Value(" "),
                                        ),
                                        django.db.models.functions.comparison.Coalesce(
                                            models.F("place"), models.Value("")
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
                                                        django.db.models.functions.comparison.Coalesce(
                                                            models.F("title"), models.Value("")
                                                        ),
                                                        models.Value(" "),
                                                    ),
                                                    django.db.models.functions.comparison.Coalesce(
                                                        models.F("about"), models.Value("")
                                                    ),
                                                ),
                                                models.Value(" "),
                                            ),
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("place"), models.Value("")
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
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                help_text="What it promises is then counted from here. It has to be in force on the day.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchanges",
                                to="agreements.agreement",
                                verbose_name="under the agreement",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "classes",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Of which students; by invitation, these are invited.",
                                related_name="exchanges",
                                to="internships.schoolclass",
                                verbose_name="classes",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="closed by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchanges",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchanges",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "majors",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Of which students; by invitation, the students of their classes are invited.",
                                related_name="exchanges",
                                to="catalogue.major",
                                verbose_name="majors",
                            ),
                        ),
                        (
                            "organiser",
                            models.ForeignKey(
                                blank=True,
                                help_text="Who is reminded to close it.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="looked after by",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed by",
                            ),
                        ),
                        (
                            "repeats",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="repetitions",
                                to="collaboration.exchange",
                                verbose_name="repeats",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "exchange",
                        "verbose_name_plural": "exchanges",
                        "ordering": ["-starts_at", "-pk"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="exchange_by_bigram"
                            ),
                            models.Index(fields=["starts_at", "id"], name="exchange_by_start"),
                            models.Index(fields=["proposed_at", "id"], name="exchange_by_proposal"),
                            models.Index(fields=["enterprise", "starts_at"], name="exchange_by_enterprise"),
                            models.Index(fields=["department", "starts_at"], name="exchange_by_department"),
                            models.Index(fields=["state", "starts_at"], name="exchange_by_state"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("direction", "to_school"),
                                        (
                                            "kind__in",
                                            ["curriculum", "job_fair", "jury", "lecture", "training"],
                                        ),
                                    ),
                                    models.Q(
                                        ("direction", "to_enterprise"),
                                        (
                                            "kind__in",
                                            [
                                                "employee_training",
                                                "student_visit",
                                                "teacher_visit",
                                                "technical_service",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_kind_of_exchange_has_its_direction",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="exchange_ends_after_it_begins",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "ends_at__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("starts_at"),
                                            "+",
                                            models.Value(datetime.timedelta(days=1)),
                                        ),
                                    )
                                ),
                                name="an_exchange_is_one_occasion",
                                violation_error_message="One exchange is one occasion of a day at most: repeat it for the next days.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("capacity", None), ("capacity__range", (1, 5000)), _connector="OR"
                                ),
                                name="an_exchange_has_possible_places",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["declined", "cancelled"]), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_exchange_given_up_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["announced", "held", "closed"]), _negated=True),
                                    ("code__regex", "^\\d{6}$"),
                                    _connector="OR",
                                ),
                                name="an_announced_exchange_has_a_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("hours__gt", 0),
                                        ("hours__isnull", False),
                                        ("hours__lte", 24),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_closed_exchange_has_its_hours",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collaboration_exchangeevent" ("about", "agreement_id", "answer", "answered_at", "answered_by_id", "audience", "by_enterprise", "capacity", "closed_at", "closed_by_id", "code", "department_id", "direction", "ends_at", "enterprise_id", "hours", "id", "is_public", "kind", "organiser_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_kind", "proposed_at", "proposed_by_id", "repeats_id", "starts_at", "state", "title") SELECT new_values."about", new_values."agreement_id", new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."audience", new_values."by_enterprise", new_values."capacity", new_values."closed_at", new_values."closed_by_id", new_values."code", new_values."department_id", new_values."direction", new_values."ends_at", new_values."enterprise_id", new_values."hours", new_values."id", new_values."is_public", new_values."kind", new_values."organiser_id", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."place_kind", new_values."proposed_at", new_values."proposed_by_id", new_values."repeats_id", new_values."starts_at", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="8d5038aebe80fce01b15d9adf6176a09f0ca3512",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_fcb4d",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="collaboration_exchange",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collaboration_exchangeevent" ("about", "agreement_id", "answer", "answered_at", "answered_by_id", "audience", "by_enterprise", "capacity", "closed_at", "closed_by_id", "code", "department_id", "direction", "ends_at", "enterprise_id", "hours", "id", "is_public", "kind", "organiser_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_kind", "proposed_at", "proposed_by_id", "repeats_id", "starts_at", "state", "title") SELECT new_values."about", new_values."agreement_id", new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."audience", new_values."by_enterprise", new_values."capacity", new_values."closed_at", new_values."closed_by_id", new_values."code", new_values."department_id", new_values."direction", new_values."ends_at", new_values."enterprise_id", new_values."hours", new_values."id", new_values."is_public", new_values."kind", new_values."organiser_id", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."place_kind", new_values."proposed_at", new_values."proposed_by_id", new_values."repeats_id", new_values."starts_at", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."about" IS DISTINCT FROM (new_values."about") OR old_values."agreement_id" IS DISTINCT FROM (new_values."agreement_id") OR old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."audience" IS DISTINCT FROM (new_values."audience") OR old_values."by_enterprise" IS DISTINCT FROM (new_values."by_enterprise") OR old_values."capacity" IS DISTINCT FROM (new_values."capacity") OR old_values."closed_at" IS DISTINCT FROM (new_values."closed_at") OR old_values."closed_by_id" IS DISTINCT FROM (new_values."closed_by_id") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."direction" IS DISTINCT FROM (new_values."direction") OR old_values."ends_at" IS DISTINCT FROM (new_values."ends_at") OR old_values."enterprise_id" IS DISTINCT FROM (new_values."enterprise_id") OR old_values."hours" IS DISTINCT FROM (new_values."hours") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_public" IS DISTINCT FROM (new_values."is_public") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."organiser_id" IS DISTINCT FROM (new_values."organiser_id") OR old_values."outcome" IS DISTINCT FROM (new_values."outcome") OR old_values."place" IS DISTINCT FROM (new_values."place") OR old_values."place_kind" IS DISTINCT FROM (new_values."place_kind") OR old_values."proposed_at" IS DISTINCT FROM (new_values."proposed_at") OR old_values."proposed_by_id" IS DISTINCT FROM (new_values."proposed_by_id") OR old_values."repeats_id" IS DISTINCT FROM (new_values."repeats_id") OR old_values."starts_at" IS DISTINCT FROM (new_values."starts_at") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."title" IS DISTINCT FROM (new_values."title")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="e038642bb36d6094f9d238d3ab4c7de73418fb84",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_58b4a",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="collaboration_exchange",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExchangeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("to_school", "Enterprise to school"),
                                    ("to_enterprise", "School to enterprise"),
                                ],
                                editable=False,
                                max_length=16,
                                verbose_name="direction",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lecture", "Lecture"),
                                    ("training", "Training"),
                                    ("curriculum", "Curriculum advice"),
                                    ("jury", "Contest jury"),
                                    ("job_fair", "Job fair"),
                                    ("student_visit", "Student visit"),
                                    ("teacher_visit", "Teacher visit"),
                                    ("employee_training", "Employee training"),
                                    ("technical_service", "Technical service"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("agreed", "Agreed"),
                                    ("declined", "Declined"),
                                    ("announced", "Announced"),
                                    ("held", "Held"),
                                    ("closed", "Closed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="proposed",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="title")),
                        (
                            "about",
                            models.TextField(
                                blank=True,
                                help_text="What those who come learn or do, and what they should bring.",
                                max_length=4000,
                                verbose_name="what it is about",
                            ),
                        ),
                        (
                            "audience",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("students", "Students"),
                                        ("teachers", "Teachers and staff"),
                                        ("employees", "Employees of the enterprise"),
                                    ],
                                    max_length=12,
                                ),
                                default=list,
                                verbose_name="who takes part",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        (
                            "place_kind",
                            models.CharField(
                                choices=[
                                    ("school", "At the school"),
                                    ("enterprise", "At the enterprise"),
                                    ("online", "Online"),
                                ],
                                default="school",
                                max_length=12,
                                verbose_name="where",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                help_text="Room, address, or the address of the online meeting.",
                                max_length=300,
                                verbose_name="place",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Who comes later waits for a place. Empty: as many as like.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5000),
                                ],
                                verbose_name="places",
                            ),
                        ),
                        (
                            "is_public",
                            models.BooleanField(
                                default=True,
                                help_text="Everybody of the school sees it and may register; otherwise only who is invited.",
                                verbose_name="public",
                            ),
                        ),
                        (
                            "by_enterprise",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="proposed by the enterprise"
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(editable=False, verbose_name="proposed at")),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="answered at"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                editable=False,
                                help_text="Why declined or cancelled.",
                                max_length=500,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                blank=True, editable=False, max_length=6, verbose_name="code to sign in"
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                editable=False,
                                max_digits=4,
                                null=True,
                                verbose_name="hours credited",
                            ),
                        ),
                        (
                            "outcome",
                            models.TextField(
                                blank=True, editable=False, max_length=4000, verbose_name="what came of it"
                            ),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="closed at"
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="What it promises is then counted from here. It has to be in force on the day.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
                                verbose_name="under the agreement",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="closed by",
                            ),
                        ),
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
                            "organiser",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Who is reminded to close it.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="looked after by",
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
                                to="collaboration.exchange",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed by",
                            ),
                        ),
                        (
                            "repeats",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="collaboration.exchange",
                                verbose_name="repeats",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExchangeFile",
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
                                to="collaboration.exchange",
                                verbose_name="exchange",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "material of an exchange",
                        "verbose_name_plural": "materials of exchanges",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Feedback",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "content",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="The content was good.",
                            ),
                        ),
                        (
                            "speaker",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="It was presented well.",
                            ),
                        ),
                        (
                            "organisation",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="It was organised well.",
                            ),
                        ),
                        (
                            "usefulness",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="I can use what I learned.",
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                blank=True,
                                help_text="Do not write your name: nobody learns who answered what.",
                                max_length=1000,
                                verbose_name="What else would you like to say?",
                            ),
                        ),
                        (
                            "exchange",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feedback",
                                to="collaboration.exchange",
                                verbose_name="exchange",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "feedback on an exchange",
                        "verbose_name_plural": "feedback on exchanges",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("content__range", (1, 5)),
                                    ("organisation__range", (1, 5)),
                                    ("speaker__range", (1, 5)),
                                    ("usefulness__range", (1, 5)),
                                ),
                                name="feedback_is_from_one_to_five",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Speaker",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchanges_held",
                                to="partnerships.contact",
                                verbose_name="person of the enterprise",
                            ),
                        ),
                        (
                            "exchange",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="speakers",
                                to="collaboration.exchange",
                                verbose_name="exchange",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchanges_held",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "speaker of an exchange",
                        "verbose_name_plural": "speakers of exchanges",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("contact", None), ("teacher__isnull", False)),
                                    models.Q(("contact__isnull", False), ("teacher", None)),
                                    _connector="OR",
                                ),
                                name="a_speaker_is_of_one_side",
                            ),
                            models.UniqueConstraint(
                                fields=("exchange", "contact"), name="a_contact_speaks_once"
                            ),
                            models.UniqueConstraint(
                                fields=("exchange", "teacher"), name="a_teacher_speaks_once"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collaboration_speakerevent" ("contact_id", "exchange_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "teacher_id") SELECT new_values."contact_id", new_values."exchange_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."teacher_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="213a3f93f2923331c3ea57ca0f4c85821a1428be",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_afa91",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="collaboration_speaker",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collaboration_speakerevent" ("contact_id", "exchange_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "teacher_id") SELECT new_values."contact_id", new_values."exchange_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."teacher_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="d7371e2c7f62dc91323aad34fd4ad87f5405769a",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_adde6",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="collaboration_speaker",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpeakerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
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
                                verbose_name="person of the enterprise",
                            ),
                        ),
                        (
                            "exchange",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="collaboration.exchange",
                                verbose_name="exchange",
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
                                to="collaboration.speaker",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Registration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("employee", models.CharField(blank=True, max_length=100, verbose_name="employee")),
                        ("job", models.CharField(blank=True, max_length=100, verbose_name="job title")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("invited", "Invited"),
                                    ("registered", "Registered"),
                                    ("waiting", "Waiting for a place"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="registered",
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "seat",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="seat"
                            ),
                        ),
                        ("registered_at", models.DateTimeField(editable=False, verbose_name="registered at")),
                        (
                            "signed_in_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="signed in at"
                            ),
                        ),
                        (
                            "attended",
                            models.BooleanField(
                                blank=True, editable=False, null=True, verbose_name="was there"
                            ),
                        ),
                        (
                            "exchange",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="registrations",
                                to="collaboration.exchange",
                                verbose_name="exchange",
                            ),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="registered by",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchange_registrations",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchange_registrations",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchange_registrations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="somebody of the staff",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "registration for an exchange",
                        "verbose_name_plural": "registrations for exchanges",
                        "ordering": ["registered_at", "pk"],
                        "indexes": [
                            models.Index(
                                fields=["exchange", "state", "registered_at"], name="registration_by_exchange"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("employee", ""),
                                        ("student__isnull", False),
                                        ("teacher", None),
                                        ("user", None),
                                    ),
                                    models.Q(
                                        ("employee", ""),
                                        ("student", None),
                                        ("teacher__isnull", False),
                                        ("user", None),
                                    ),
                                    models.Q(
                                        ("employee", ""),
                                        ("student", None),
                                        ("teacher", None),
                                        ("user__isnull", False),
                                    ),
                                    models.Q(
                                        ("student", None),
                                        ("teacher", None),
                                        ("user", None),
                                        models.Q(("employee", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_registration_is_of_one_person",
                            ),
                            models.UniqueConstraint(
                                fields=("exchange", "student"), name="a_student_registers_once"
                            ),
                            models.UniqueConstraint(
                                fields=("exchange", "teacher"), name="a_teacher_registers_once"
                            ),
                            models.UniqueConstraint(
                                fields=("exchange", "user"), name="somebody_registers_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("employee", ""), _negated=True),
                                fields=("exchange", "employee", "job"),
                                name="an_employee_is_registered_once",
                            ),
                            models.UniqueConstraint(fields=("exchange", "seat"), name="a_seat_is_taken_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("seat__gt", 0), ("seat__isnull", False), ("state", "registered")
                                    ),
                                    models.Q(
                                        models.Q(("state", "registered"), _negated=True), ("seat", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="who_is_registered_has_a_seat",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("attended", True), _negated=True),
                                    ("state", "registered"),
                                    _connector="OR",
                                ),
                                name="who_was_there_is_registered",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collaboration_registrationevent" ("attended", "employee", "exchange_id", "id", "job", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id", "seat", "signed_in_at", "state", "student_id", "teacher_id", "user_id") SELECT new_values."attended", new_values."employee", new_values."exchange_id", new_values."id", new_values."job", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."registered_at", new_values."registered_by_id", new_values."seat", new_values."signed_in_at", new_values."state", new_values."student_id", new_values."teacher_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="5c5cb3c01db2a890b3630d97db34de2b4ce2ccec",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_81513",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="collaboration_registration",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collaboration_registrationevent" ("attended", "employee", "exchange_id", "id", "job", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id", "seat", "signed_in_at", "state", "student_id", "teacher_id", "user_id") SELECT new_values."attended", new_values."employee", new_values."exchange_id", new_values."id", new_values."job", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."registered_at", new_values."registered_by_id", new_values."seat", new_values."signed_in_at", new_values."state", new_values."student_id", new_values."teacher_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="24068f650ac8c6932025d4903689f85b45ae00f9",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_18626",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="collaboration_registration",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Credit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("held", "held it"), ("attended", "took part")],
                                max_length=10,
                                verbose_name="as who",
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1, max_digits=4, verbose_name="hours credited"
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchange_credits",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                        (
                            "training",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchange_credit",
                                to="teachers.training",
                                verbose_name="training of a teacher",
                            ),
                        ),
                        (
                            "exchange",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credits",
                                to="collaboration.exchange",
                                verbose_name="exchange",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "credit for an exchange",
                        "verbose_name_plural": "credits for exchanges",
                        "ordering": ["-exchange__starts_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("exchange", "teacher"), name="an_hour_is_credited_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gt", 0)), name="a_credit_has_hours"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collaboration_creditevent" ("exchange_id", "hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "teacher_id", "training_id") SELECT new_values."exchange_id", new_values."hours", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."teacher_id", new_values."training_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ec25187970463d137827d103c043f367c842b663",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_626f8",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="collaboration_credit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collaboration_creditevent" ("exchange_id", "hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "teacher_id", "training_id") SELECT new_values."exchange_id", new_values."hours", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."teacher_id", new_values."training_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="d27352e1f1c193e7228a16f8784c349c4ee0fbc8",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_946ed",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="collaboration_credit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CreditEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "role",
                            models.CharField(
                                choices=[("held", "held it"), ("attended", "took part")],
                                max_length=10,
                                verbose_name="as who",
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1, max_digits=4, verbose_name="hours credited"
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
                                to="collaboration.credit",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                        (
                            "training",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.training",
                                verbose_name="training of a teacher",
                            ),
                        ),
                        (
                            "exchange",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="collaboration.exchange",
                                verbose_name="exchange",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FeedbackGiven",
                    fields=[
                        (
                            "registration",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="feedback_given",
                                serialize=False,
                                to="collaboration.registration",
                                verbose_name="who",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "that feedback was given",
                        "verbose_name_plural": "who gave feedback",
                    },
                ),
                migrations.CreateModel(
                    name="RegistrationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("employee", models.CharField(blank=True, max_length=100, verbose_name="employee")),
                        ("job", models.CharField(blank=True, max_length=100, verbose_name="job title")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("invited", "Invited"),
                                    ("registered", "Registered"),
                                    ("waiting", "Waiting for a place"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="registered",
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "seat",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="seat"
                            ),
                        ),
                        ("registered_at", models.DateTimeField(editable=False, verbose_name="registered at")),
                        (
                            "signed_in_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="signed in at"
                            ),
                        ),
                        (
                            "attended",
                            models.BooleanField(
                                blank=True, editable=False, null=True, verbose_name="was there"
                            ),
                        ),
                        (
                            "exchange",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="collaboration.exchange",
                                verbose_name="exchange",
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
                                to="collaboration.registration",
                            ),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="registered by",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="somebody of the staff",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
        ),
    ]
