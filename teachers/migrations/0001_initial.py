import datetime
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import core.fields
import core.migrating
import core.models.attachments
import core.search


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("core", "0001_database"),
        ("partnerships", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Teacher",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "staff_number",
                            models.CharField(max_length=30, unique=True, verbose_name="staff number"),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "name_latin",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="name in Latin letters"
                            ),
                        ),
                        ("pinyin_key", core.fields.PinyinKeyField(default="", max_length=400, source="name")),
                        (
                            "pinyin_initials",
                            core.fields.PinyinInitialsField(default="", max_length=400, source="name"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("specialist", "Specialist courses"),
                                    ("instructor", "Internship instructor"),
                                    ("general", "General courses"),
                                ],
                                default="specialist",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
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
                                                                models.F("name"), models.Value("")
                                                            ),
                                                            models.Value(" "),
                                                        ),
                                                        django.db.models.functions.comparison.Coalesce(
                                                            models.F("name_latin"), models.Value("")
                                                        ),
                                                    ),
                                                    models.Value(" "),
                                                ),
                                                django.db.models.functions.comparison.Coalesce(
                                                    models.F("staff_number"), models.Value("")
                                                ),
                                            ),
                                            models.Value(" "),
                                        ),
                                        django.db.models.functions.comparison.Coalesce(
                                            models.F("pinyin_initials"), models.Value("")
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
                                                                    models.F("name"), models.Value("")
                                                                ),
                                                                models.Value(" "),
                                                            ),
                                                            django.db.models.functions.comparison.Coalesce(
                                                                models.F("name_latin"), models.Value("")
                                                            ),
                                                        ),
                                                        models.Value(" "),
                                                    ),
                                                    django.db.models.functions.comparison.Coalesce(
                                                        models.F("staff_number"), models.Value("")
                                                    ),
                                                ),
                                                models.Value(" "),
                                            ),
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("pinyin_initials"), models.Value("")
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
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="teachers",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="teacher",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="signs in as",
                            ),
                        ),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="born on")),
                        ("hired_on", models.DateField(blank=True, null=True, verbose_name="hired on")),
                        (
                            "majors",
                            models.ManyToManyField(
                                blank=True,
                                related_name="teachers",
                                to="catalogue.major",
                                verbose_name="majors taught",
                            ),
                        ),
                        (
                            "rank",
                            models.CharField(
                                choices=[
                                    ("none", "None"),
                                    ("junior", "Junior"),
                                    ("intermediate", "Intermediate"),
                                    ("associate_senior", "Associate senior"),
                                    ("senior", "Senior"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="rank",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                blank=True,
                                help_text="As it reads on the certificate, such as 高级讲师.",
                                max_length=60,
                                verbose_name="professional title",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "teacher",
                        "verbose_name_plural": "teachers",
                        "ordering": ["pinyin_key", "pk"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="teacher_by_bigram"
                            ),
                            models.Index(fields=["pinyin_key", "id"], name="teacher_by_name"),
                            models.Index(
                                fields=["department", "pinyin_key", "id"], name="teacher_by_department"
                            ),
                            models.Index(fields=["staff_number", "id"], name="teacher_by_number"),
                            models.Index(fields=["hired_on", "id"], name="teacher_by_hiring"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="teacher_has_a_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("left_on__gte", models.F("hired_on"))),
                                name="teacher_leaves_after_being_hired",
                                violation_error_message="Nobody leaves before being hired.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_teacherevent" ("birth_date", "department_id", "hired_on", "id", "kind", "left_on", "name", "name_latin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "rank", "staff_number", "title", "user_id") SELECT new_values."birth_date", new_values."department_id", new_values."hired_on", new_values."id", new_values."kind", new_values."left_on", new_values."name", new_values."name_latin", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."rank", new_values."staff_number", new_values."title", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="51f5b87816ae65775a7bc8b114d6fbfdd0a3fe01",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_94f04",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_teacher",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_teacherevent" ("birth_date", "department_id", "hired_on", "id", "kind", "left_on", "name", "name_latin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "rank", "staff_number", "title", "user_id") SELECT new_values."birth_date", new_values."department_id", new_values."hired_on", new_values."id", new_values."kind", new_values."left_on", new_values."name", new_values."name_latin", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."rank", new_values."staff_number", new_values."title", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."birth_date" IS DISTINCT FROM (new_values."birth_date") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."hired_on" IS DISTINCT FROM (new_values."hired_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."left_on" IS DISTINCT FROM (new_values."left_on") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_latin" IS DISTINCT FROM (new_values."name_latin") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."rank" IS DISTINCT FROM (new_values."rank") OR old_values."staff_number" IS DISTINCT FROM (new_values."staff_number") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="2cb7824f19287ea4401c6b8face90fed20478774",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_fbb46",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_teacher",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeacherEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("staff_number", models.CharField(max_length=30, verbose_name="staff number")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "name_latin",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="name in Latin letters"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("specialist", "Specialist courses"),
                                    ("instructor", "Internship instructor"),
                                    ("general", "General courses"),
                                ],
                                default="specialist",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
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
                                to="teachers.teacher",
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
                                verbose_name="signs in as",
                            ),
                        ),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="born on")),
                        ("hired_on", models.DateField(blank=True, null=True, verbose_name="hired on")),
                        (
                            "rank",
                            models.CharField(
                                choices=[
                                    ("none", "None"),
                                    ("junior", "Junior"),
                                    ("intermediate", "Intermediate"),
                                    ("associate_senior", "Associate senior"),
                                    ("senior", "Senior"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="rank",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                blank=True,
                                help_text="As it reads on the certificate, such as 高级讲师.",
                                max_length=60,
                                verbose_name="professional title",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("sick", "Illness"),
                                    ("parental", "Parental leave"),
                                    ("study", "Full-time study"),
                                    ("seconded", "Seconded elsewhere"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                                verbose_name="reason",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="Empty until it is known when they are back.",
                                null=True,
                                verbose_name="last day",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="absences",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "absence of a teacher",
                        "verbose_name_plural": "absences of teachers",
                        "ordering": ["-starts_on", "-pk"],
                        "indexes": [models.Index(fields=["teacher", "starts_on"], name="absence_by_teacher")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="absence_ends_after_it_starts",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("teacher", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[]"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="a_teacher_is_absent_once_at_a_time",
                                violation_error_message="An absence of these days is recorded already.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_absenceevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "teacher_id") SELECT new_values."ends_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."starts_on", new_values."teacher_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="5eb9c652fc11b5374bd7bd32513de1929220931a",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_20c15",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_absence",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_absenceevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "teacher_id") SELECT new_values."ends_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."starts_on", new_values."teacher_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="962924d5caaa1cbc440d79e062f05c42b8b6b416",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_ac954",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_absence",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsenceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("sick", "Illness"),
                                    ("parental", "Parental leave"),
                                    ("study", "Full-time study"),
                                    ("seconded", "Seconded elsewhere"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                                verbose_name="reason",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="Empty until it is known when they are back.",
                                null=True,
                                verbose_name="last day",
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
                                to="teachers.absence",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Achievement",
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
                                    ("entered", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="entered",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reform_project", "Teaching reform project"),
                                    ("research", "Research project"),
                                    ("programme_building", "Building a course or programme"),
                                    ("team_role", "Part in a teaching team"),
                                    ("award", "Award of one’s own"),
                                    ("coached_award", "Award of students one coached"),
                                    ("innovation", "Technical innovation"),
                                    ("transfer", "Transfer of results to enterprises"),
                                    ("mentoring", "Mentoring of teachers"),
                                    ("publication", "Publication or textbook"),
                                    ("industry_standing", "Standing in the industry"),
                                    ("output", "Representative output"),
                                ],
                                max_length=24,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("school", "School"),
                                    ("municipal", "Municipal"),
                                    ("provincial", "Provincial"),
                                    ("national", "National"),
                                ],
                                max_length=12,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                help_text="Such as leader, second of five, or coach.",
                                max_length=120,
                                verbose_name="part in it",
                            ),
                        ),
                        (
                            "achieved_on",
                            models.DateField(
                                help_text="When it was finished, given or published.", verbose_name="day"
                            ),
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
                            "entered_by",
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
                            "teacher",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="achievements",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "achievement of a teacher",
                        "verbose_name_plural": "achievements of teachers",
                        "ordering": ["-achieved_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["teacher", "state"], name="achievement_by_teacher"),
                            models.Index(
                                condition=models.Q(("state", "entered")),
                                fields=["entered_at", "id"],
                                name="achievement_to_confirm",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="achievement_is_returned_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    ("confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="achievement_says_since_when_it_is_confirmed",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_achievementevent" ("achieved_on", "answer", "confirmed_at", "confirmed_by_id", "entered_at", "entered_by_id", "id", "kind", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "state", "teacher_id", "title") SELECT new_values."achieved_on", new_values."answer", new_values."confirmed_at", new_values."confirmed_by_id", new_values."entered_at", new_values."entered_by_id", new_values."id", new_values."kind", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."state", new_values."teacher_id", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ee382b886772d5596b281e79fdc715525335da22",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_be0ae",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_achievement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_achievementevent" ("achieved_on", "answer", "confirmed_at", "confirmed_by_id", "entered_at", "entered_by_id", "id", "kind", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "state", "teacher_id", "title") SELECT new_values."achieved_on", new_values."answer", new_values."confirmed_at", new_values."confirmed_by_id", new_values."entered_at", new_values."entered_by_id", new_values."id", new_values."kind", new_values."level", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."state", new_values."teacher_id", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="1ebdd556be385225fd77575c892cef1e3a17b488",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_ef052",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_achievement",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AchievementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("entered", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="entered",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reform_project", "Teaching reform project"),
                                    ("research", "Research project"),
                                    ("programme_building", "Building a course or programme"),
                                    ("team_role", "Part in a teaching team"),
                                    ("award", "Award of one’s own"),
                                    ("coached_award", "Award of students one coached"),
                                    ("innovation", "Technical innovation"),
                                    ("transfer", "Transfer of results to enterprises"),
                                    ("mentoring", "Mentoring of teachers"),
                                    ("publication", "Publication or textbook"),
                                    ("industry_standing", "Standing in the industry"),
                                    ("output", "Representative output"),
                                ],
                                max_length=24,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("school", "School"),
                                    ("municipal", "Municipal"),
                                    ("provincial", "Provincial"),
                                    ("national", "National"),
                                ],
                                max_length=12,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                help_text="Such as leader, second of five, or coach.",
                                max_length=120,
                                verbose_name="part in it",
                            ),
                        ),
                        (
                            "achieved_on",
                            models.DateField(
                                help_text="When it was finished, given or published.", verbose_name="day"
                            ),
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
                            "entered_by",
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
                                to="teachers.achievement",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AchievementFile",
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
                                to="teachers.achievement",
                                verbose_name="achievement of a teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of an achievement",
                        "verbose_name_plural": "files of achievements",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Experience",
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
                                    ("entered", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="entered",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "employer",
                            models.CharField(
                                blank=True,
                                help_text="Where it is no partner of ours.",
                                max_length=160,
                                verbose_name="employer",
                            ),
                        ),
                        ("post", models.CharField(max_length=120, verbose_name="post")),
                        (
                            "is_management",
                            models.BooleanField(
                                default=False,
                                help_text="Management experience in enterprises is counted by itself.",
                                verbose_name="led people or a department",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="Empty as long as it goes on.",
                                null=True,
                                verbose_name="last day",
                            ),
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
                            "entered_by",
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
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                help_text="Where it is one of our partners.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="experiences_of_teachers",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="experiences",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "experience in an enterprise",
                        "verbose_name_plural": "experience in enterprises",
                        "ordering": ["-starts_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["teacher", "state"], name="experience_by_teacher"),
                            models.Index(
                                condition=models.Q(("state", "entered")),
                                fields=["entered_at", "id"],
                                name="experience_to_confirm",
                            ),
                            models.Index(fields=["enterprise"], name="experience_by_enterprise"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="experience_is_returned_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    ("confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="experience_says_since_when_it_is_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="experience_ends_after_it_starts",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("enterprise__isnull", False),
                                    models.Q(("employer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="experience_says_where",
                                violation_error_message="Say which enterprise it was.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_experienceevent" ("answer", "confirmed_at", "confirmed_by_id", "employer", "ends_on", "entered_at", "entered_by_id", "enterprise_id", "id", "is_management", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "starts_on", "state", "teacher_id") SELECT new_values."answer", new_values."confirmed_at", new_values."confirmed_by_id", new_values."employer", new_values."ends_on", new_values."entered_at", new_values."entered_by_id", new_values."enterprise_id", new_values."id", new_values."is_management", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."post", new_values."starts_on", new_values."state", new_values."teacher_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="404fae0c997a19ab24af921b103391a3fa9a1145",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_76035",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_experience",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_experienceevent" ("answer", "confirmed_at", "confirmed_by_id", "employer", "ends_on", "entered_at", "entered_by_id", "enterprise_id", "id", "is_management", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "starts_on", "state", "teacher_id") SELECT new_values."answer", new_values."confirmed_at", new_values."confirmed_by_id", new_values."employer", new_values."ends_on", new_values."entered_at", new_values."entered_by_id", new_values."enterprise_id", new_values."id", new_values."is_management", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."post", new_values."starts_on", new_values."state", new_values."teacher_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="bac126e223e41eaa247ceb3cc646754178bf99b8",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_8acba",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_experience",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExperienceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("entered", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="entered",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "employer",
                            models.CharField(
                                blank=True,
                                help_text="Where it is no partner of ours.",
                                max_length=160,
                                verbose_name="employer",
                            ),
                        ),
                        ("post", models.CharField(max_length=120, verbose_name="post")),
                        (
                            "is_management",
                            models.BooleanField(
                                default=False,
                                help_text="Management experience in enterprises is counted by itself.",
                                verbose_name="led people or a department",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="Empty as long as it goes on.",
                                null=True,
                                verbose_name="last day",
                            ),
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
                            "entered_by",
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
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Where it is one of our partners.",
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
                                to="teachers.experience",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExperienceFile",
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
                                to="teachers.experience",
                                verbose_name="experience in an enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of an experience",
                        "verbose_name_plural": "files of experience",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Qualification",
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
                                    ("entered", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="entered",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("teaching_certificate", "Teaching certificate"),
                                    ("professional_title", "Professional title"),
                                    ("skill_certificate", "Skill certificate"),
                                    ("assessor", "Assessor of skills"),
                                    ("other", "Another"),
                                ],
                                max_length=24,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("junior", "Junior"),
                                    ("intermediate", "Intermediate"),
                                    ("associate_senior", "Associate senior"),
                                    ("senior", "Senior"),
                                    ("skill_5", "Level 5, elementary worker"),
                                    ("skill_4", "Level 4, intermediate worker"),
                                    ("skill_3", "Level 3, advanced worker"),
                                    ("skill_2", "Level 2, technician"),
                                    ("skill_1", "Level 1, senior technician"),
                                ],
                                max_length=20,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "is_teaching_series",
                            models.BooleanField(
                                blank=True,
                                help_text="Titles of teachers and lecturers are; those of engineers, accountants and others are not.",
                                null=True,
                                verbose_name="of the teaching series",
                            ),
                        ),
                        ("issuer", models.CharField(max_length=160, verbose_name="issued by")),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="number")),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        (
                            "expires_on",
                            models.DateField(
                                blank=True,
                                help_text="Its last day. Empty where it does not expire.",
                                null=True,
                                verbose_name="valid until",
                            ),
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
                            "entered_by",
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
                            "teacher",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="qualifications",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "qualification",
                        "verbose_name_plural": "qualifications",
                        "ordering": ["-issued_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["teacher", "state"], name="qualification_by_teacher"),
                            models.Index(
                                condition=models.Q(("state", "entered")),
                                fields=["entered_at", "id"],
                                name="qualification_to_confirm",
                            ),
                            models.Index(fields=["issued_on", "id"], name="qualification_by_issue"),
                            models.Index(fields=["name", "id"], name="qualification_by_name"),
                            models.Index(
                                condition=models.Q(("state", "confirmed")),
                                fields=["expires_on"],
                                name="qualification_by_expiry",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="qualification_is_returned_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    ("confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="qualification_says_since_when_it_is_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_on__gte", models.F("issued_on"))),
                                name="qualification_expires_after_it_is_issued",
                                violation_error_message="It cannot end before it is issued.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("is_teaching_series__isnull", False), ("kind", "professional_title")
                                    ),
                                    models.Q(
                                        models.Q(("kind", "professional_title"), _negated=True),
                                        ("is_teaching_series", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_title_and_nothing_else_is_of_a_series",
                                violation_error_message="Say of a professional title, and only of one, which series it is of.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_qualificationevent" ("answer", "confirmed_at", "confirmed_by_id", "entered_at", "entered_by_id", "expires_on", "id", "is_teaching_series", "issued_on", "issuer", "kind", "level", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "teacher_id") SELECT new_values."answer", new_values."confirmed_at", new_values."confirmed_by_id", new_values."entered_at", new_values."entered_by_id", new_values."expires_on", new_values."id", new_values."is_teaching_series", new_values."issued_on", new_values."issuer", new_values."kind", new_values."level", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."state", new_values."teacher_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="fb5c1a0396b197866484d68af09af23d11449b35",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_bb081",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_qualification",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_qualificationevent" ("answer", "confirmed_at", "confirmed_by_id", "entered_at", "entered_by_id", "expires_on", "id", "is_teaching_series", "issued_on", "issuer", "kind", "level", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "teacher_id") SELECT new_values."answer", new_values."confirmed_at", new_values."confirmed_by_id", new_values."entered_at", new_values."entered_by_id", new_values."expires_on", new_values."id", new_values."is_teaching_series", new_values."issued_on", new_values."issuer", new_values."kind", new_values."level", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."state", new_values."teacher_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="16d0f1376d38398e048384a8d5f712d5071f8b44",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_fe6a2",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_qualification",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QualificationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("entered", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="entered",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("teaching_certificate", "Teaching certificate"),
                                    ("professional_title", "Professional title"),
                                    ("skill_certificate", "Skill certificate"),
                                    ("assessor", "Assessor of skills"),
                                    ("other", "Another"),
                                ],
                                max_length=24,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("junior", "Junior"),
                                    ("intermediate", "Intermediate"),
                                    ("associate_senior", "Associate senior"),
                                    ("senior", "Senior"),
                                    ("skill_5", "Level 5, elementary worker"),
                                    ("skill_4", "Level 4, intermediate worker"),
                                    ("skill_3", "Level 3, advanced worker"),
                                    ("skill_2", "Level 2, technician"),
                                    ("skill_1", "Level 1, senior technician"),
                                ],
                                max_length=20,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "is_teaching_series",
                            models.BooleanField(
                                blank=True,
                                help_text="Titles of teachers and lecturers are; those of engineers, accountants and others are not.",
                                null=True,
                                verbose_name="of the teaching series",
                            ),
                        ),
                        ("issuer", models.CharField(max_length=160, verbose_name="issued by")),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="number")),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        (
                            "expires_on",
                            models.DateField(
                                blank=True,
                                help_text="Its last day. Empty where it does not expire.",
                                null=True,
                                verbose_name="valid until",
                            ),
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
                            "entered_by",
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
                                to="teachers.qualification",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="QualificationFile",
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
                                to="teachers.qualification",
                                verbose_name="qualification",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scan of a qualification",
                        "verbose_name_plural": "scans of qualifications",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ServicePeriod",
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
                                    ("specialist", "Specialist courses"),
                                    ("instructor", "Internship instructor"),
                                    ("general", "General courses"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="service_periods",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="service_periods",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "period of service",
                        "verbose_name_plural": "periods of service",
                        "ordering": ["-starts_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["teacher", "starts_on"], name="service_by_teacher"),
                            models.Index(fields=["starts_on", "ends_on"], name="service_by_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="service_ends_after_it_starts",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("teacher", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[]"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="a_teacher_serves_in_one_way_at_a_time",
                                violation_error_message="The teacher’s service of these days is recorded already.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_serviceperiodevent" ("department_id", "ends_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "teacher_id") SELECT new_values."department_id", new_values."ends_on", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."starts_on", new_values."teacher_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c4101114ce2333a8d2882337c5d5dfd59eea0e92",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0ae6b",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_serviceperiod",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_serviceperiodevent" ("department_id", "ends_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "teacher_id") SELECT new_values."department_id", new_values."ends_on", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on", new_values."teacher_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="08506912f22e56e05a017f1e965310c1cda5008a",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_4c555",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_serviceperiod",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServicePeriodEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("specialist", "Specialist courses"),
                                    ("instructor", "Internship instructor"),
                                    ("general", "General courses"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
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
                                to="teachers.serviceperiod",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TaughtCourse",
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
                                    ("entered", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="entered",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("theory", "Theory"),
                                    ("practice", "Practice"),
                                    ("integrated", "Theory and practice together"),
                                ],
                                default="integrated",
                                max_length=12,
                                verbose_name="how it is taught",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="Empty as long as it is taught.",
                                null=True,
                                verbose_name="last day",
                            ),
                        ),
                        (
                            "hours_per_year",
                            models.PositiveSmallIntegerField(
                                help_text="Lessons of 45 minutes.",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="hours a year",
                            ),
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
                            "entered_by",
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
                            "major",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.major",
                                verbose_name="major",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="taught_courses",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "course of a teacher",
                        "verbose_name_plural": "courses of teachers",
                        "ordering": ["-starts_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["teacher", "state"], name="course_by_teacher"),
                            models.Index(
                                condition=models.Q(("state", "entered")),
                                fields=["entered_at", "id"],
                                name="course_to_confirm",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="course_is_returned_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    ("confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="course_says_since_when_it_is_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="course_ends_after_it_starts",
                                violation_error_message="It cannot end before it begins.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_taughtcourseevent" ("answer", "confirmed_at", "confirmed_by_id", "ends_on", "entered_at", "entered_by_id", "hours_per_year", "id", "major_id", "mode", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "state", "teacher_id") SELECT new_values."answer", new_values."confirmed_at", new_values."confirmed_by_id", new_values."ends_on", new_values."entered_at", new_values."entered_by_id", new_values."hours_per_year", new_values."id", new_values."major_id", new_values."mode", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."starts_on", new_values."state", new_values."teacher_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ee9f2537ad707688ed41cda527e2ca1e206c887d",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f578a",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_taughtcourse",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_taughtcourseevent" ("answer", "confirmed_at", "confirmed_by_id", "ends_on", "entered_at", "entered_by_id", "hours_per_year", "id", "major_id", "mode", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "state", "teacher_id") SELECT new_values."answer", new_values."confirmed_at", new_values."confirmed_by_id", new_values."ends_on", new_values."entered_at", new_values."entered_by_id", new_values."hours_per_year", new_values."id", new_values."major_id", new_values."mode", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on", new_values."state", new_values."teacher_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c2b5b1310a0cb03c3d106a989a518e2b446a3d88",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a966c",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_taughtcourse",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaughtCourseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("entered", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="entered",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("theory", "Theory"),
                                    ("practice", "Practice"),
                                    ("integrated", "Theory and practice together"),
                                ],
                                default="integrated",
                                max_length=12,
                                verbose_name="how it is taught",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="Empty as long as it is taught.",
                                null=True,
                                verbose_name="last day",
                            ),
                        ),
                        (
                            "hours_per_year",
                            models.PositiveSmallIntegerField(
                                help_text="Lessons of 45 minutes.",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="hours a year",
                            ),
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
                            "entered_by",
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
                            "major",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="catalogue.major",
                                verbose_name="major",
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
                                to="teachers.taughtcourse",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TaughtCourseFile",
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
                                to="teachers.taughtcourse",
                                verbose_name="course of a teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a course",
                        "verbose_name_plural": "files of courses",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Training",
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
                                    ("entered", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="entered",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("training", "Training"),
                                    ("further_study", "Further study"),
                                    ("degree", "Degree"),
                                ],
                                default="training",
                                max_length=20,
                                verbose_name="form",
                            ),
                        ),
                        ("name", models.CharField(max_length=160, verbose_name="name")),
                        ("provider", models.CharField(max_length=160, verbose_name="held by")),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1,
                                max_digits=6,
                                validators=[django.core.validators.MinValueValidator(Decimal("0.5"))],
                                verbose_name="hours",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                help_text="Such as a mark, a certificate or a degree.",
                                max_length=160,
                                verbose_name="result",
                            ),
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
                            "entered_by",
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
                            "teacher",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trainings",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "training of a teacher",
                        "verbose_name_plural": "trainings of teachers",
                        "ordering": ["-ends_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["teacher", "state"], name="training_by_teacher"),
                            models.Index(
                                condition=models.Q(("state", "entered")),
                                fields=["entered_at", "id"],
                                name="training_to_confirm",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="training_is_returned_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    ("confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="training_says_since_when_it_is_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="training_ends_after_it_starts",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gt", 0)), name="training_has_hours"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_trainingevent" ("answer", "confirmed_at", "confirmed_by_id", "ends_on", "entered_at", "entered_by_id", "form", "hours", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "result", "starts_on", "state", "teacher_id") SELECT new_values."answer", new_values."confirmed_at", new_values."confirmed_by_id", new_values."ends_on", new_values."entered_at", new_values."entered_by_id", new_values."form", new_values."hours", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."provider", new_values."result", new_values."starts_on", new_values."state", new_values."teacher_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="58108e5a4fd5242a62c5bed0efa058ebc8bd510b",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2482a",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_training",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_trainingevent" ("answer", "confirmed_at", "confirmed_by_id", "ends_on", "entered_at", "entered_by_id", "form", "hours", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "result", "starts_on", "state", "teacher_id") SELECT new_values."answer", new_values."confirmed_at", new_values."confirmed_by_id", new_values."ends_on", new_values."entered_at", new_values."entered_by_id", new_values."form", new_values."hours", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."provider", new_values."result", new_values."starts_on", new_values."state", new_values."teacher_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="93a8655e86a7da33220e925219b4dcc1eda55d8e",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_ec56b",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_training",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrainingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("entered", "To be confirmed"),
                                    ("returned", "Returned"),
                                    ("confirmed", "Confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="entered",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="why it was returned"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("training", "Training"),
                                    ("further_study", "Further study"),
                                    ("degree", "Degree"),
                                ],
                                default="training",
                                max_length=20,
                                verbose_name="form",
                            ),
                        ),
                        ("name", models.CharField(max_length=160, verbose_name="name")),
                        ("provider", models.CharField(max_length=160, verbose_name="held by")),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1,
                                max_digits=6,
                                validators=[django.core.validators.MinValueValidator(Decimal("0.5"))],
                                verbose_name="hours",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                help_text="Such as a mark, a certificate or a degree.",
                                max_length=160,
                                verbose_name="result",
                            ),
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
                            "entered_by",
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
                                to="teachers.training",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TrainingFile",
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
                                to="teachers.training",
                                verbose_name="training of a teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a training",
                        "verbose_name_plural": "files of trainings",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Opening",
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
                                choices=[("open", "Open"), ("closed", "Closed")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="name of the post")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(200),
                                ],
                                verbose_name="seats",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "tasks",
                            models.TextField(
                                help_text="What the teacher does and learns there.",
                                max_length=2000,
                                verbose_name="tasks",
                            ),
                        ),
                        (
                            "asked_for",
                            models.TextField(blank=True, max_length=1000, verbose_name="what is asked for"),
                        ),
                        ("created_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        ("updated_at", models.DateTimeField(editable=False, verbose_name="changed at")),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.contact",
                                verbose_name="contact",
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
                            "enterprise",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="teacher_openings",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "majors",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Leave empty where it suits teachers of every major.",
                                related_name="teacher_openings",
                                to="catalogue.major",
                                verbose_name="majors",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.region",
                                verbose_name="district",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "post for a teacher",
                        "verbose_name_plural": "posts for teachers",
                        "ordering": ["starts_on", "pk"],
                        "indexes": [
                            models.Index(fields=["enterprise", "state", "id"], name="opening_by_enterprise"),
                            models.Index(fields=["state", "ends_on", "id"], name="opening_by_state"),
                            models.Index(fields=["starts_on", "id"], name="opening_by_start"),
                            models.Index(fields=["ends_on", "id"], name="opening_by_end"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="opening_ends_after_it_starts",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats__gte", 1), ("seats__lte", 200)),
                                name="opening_has_seats",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_openingevent" ("asked_for", "contact_id", "created_at", "created_by_id", "ends_on", "enterprise_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "region_id", "seats", "starts_on", "state", "tasks", "title", "updated_at") SELECT new_values."asked_for", new_values."contact_id", new_values."created_at", new_values."created_by_id", new_values."ends_on", new_values."enterprise_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."region_id", new_values."seats", new_values."starts_on", new_values."state", new_values."tasks", new_values."title", new_values."updated_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="a42b804fb28394620aec5a3cb75e5c9f8a88fcd1",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_26921",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_opening",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_openingevent" ("asked_for", "contact_id", "created_at", "created_by_id", "ends_on", "enterprise_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "region_id", "seats", "starts_on", "state", "tasks", "title", "updated_at") SELECT new_values."asked_for", new_values."contact_id", new_values."created_at", new_values."created_by_id", new_values."ends_on", new_values."enterprise_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."region_id", new_values."seats", new_values."starts_on", new_values."state", new_values."tasks", new_values."title", new_values."updated_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="b0e902241f02f6fdb37c95454ed4822490fd659d",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9e4e6",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_opening",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("closed", "Closed")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="name of the post")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(200),
                                ],
                                verbose_name="seats",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "tasks",
                            models.TextField(
                                help_text="What the teacher does and learns there.",
                                max_length=2000,
                                verbose_name="tasks",
                            ),
                        ),
                        (
                            "asked_for",
                            models.TextField(blank=True, max_length=1000, verbose_name="what is asked for"),
                        ),
                        ("created_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        ("updated_at", models.DateTimeField(editable=False, verbose_name="changed at")),
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
                                verbose_name="contact",
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
                                to="teachers.opening",
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
                    name="Practice",
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
                                    ("planned", "Planned"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                    ("under_way", "Under way"),
                                    ("submitted", "Submitted"),
                                    ("accepted", "Accepted"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("observation", "Observation and visits"),
                                    ("training", "Training in the enterprise"),
                                    ("post_held", "Holding a post"),
                                    ("research_development", "Research and development"),
                                ],
                                max_length=20,
                                verbose_name="form",
                            ),
                        ),
                        (
                            "contents",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("process", "Production and how it is organised"),
                                        ("posts", "Duties and skills of posts"),
                                        ("standards", "Standards and rules of the trade"),
                                        ("technology", "New techniques and equipment"),
                                        ("teaching", "What this changes in teaching"),
                                    ],
                                    max_length=20,
                                ),
                                verbose_name="content",
                            ),
                        ),
                        (
                            "objectives",
                            models.TextField(
                                help_text="What you want to learn or find out, and what your teaching gains by it.",
                                max_length=2000,
                                verbose_name="objectives",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                help_text="Workshop, site or address.",
                                max_length=200,
                                verbose_name="where",
                            ),
                        ),
                        (
                            "counted_as",
                            models.CharField(
                                choices=[
                                    ("period", "Every day from the first to the last"),
                                    ("day", "Single days, as the log shows them"),
                                ],
                                default="period",
                                max_length=10,
                                verbose_name="how it is counted",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "planned_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="How many single days, where they are counted one by one.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(366),
                                ],
                                verbose_name="planned days",
                            ),
                        ),
                        (
                            "outcome",
                            models.TextField(
                                blank=True,
                                help_text="What came of it: what you learned, made or improved, and what it changes in class.",
                                max_length=4000,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="answer"
                            ),
                        ),
                        ("planned_at", models.DateTimeField(editable=False, verbose_name="planned at")),
                        (
                            "submitted_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="submitted at"),
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
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="teacher_practices",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "mentor",
                            models.ForeignKey(
                                blank=True,
                                help_text="Who looks after the teacher in the enterprise.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.contact",
                                verbose_name="guided by",
                            ),
                        ),
                        (
                            "opening",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="practices",
                                to="teachers.opening",
                                verbose_name="post for a teacher",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="practices",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "practice in an enterprise",
                        "verbose_name_plural": "practice in enterprises",
                        "ordering": ["-starts_on", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["teacher", "state", "starts_on"], name="practice_by_teacher"
                            ),
                            models.Index(
                                fields=["enterprise", "state", "starts_on"], name="practice_by_enterprise"
                            ),
                            models.Index(fields=["starts_on", "id"], name="practice_by_start"),
                            models.Index(fields=["ends_on", "id"], name="practice_by_end"),
                            models.Index(fields=["state", "ends_on"], name="practice_by_state"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="practice_ends_after_it_starts",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("counted_as", "period"), ("planned_days", None)),
                                    models.Q(("counted_as", "day"), ("planned_days__isnull", False)),
                                    _connector="OR",
                                ),
                                name="single_days_of_practice_are_planned",
                                violation_error_message="Say how many single days are planned, or count the whole period.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="practice_is_returned_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["submitted", "accepted"]), _negated=True),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="submitted_practice_says_since_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "accepted"), _negated=True),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="accepted_practice_says_since_when",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_practiceevent" ("answer", "contents", "counted_as", "decided_at", "decided_by_id", "ends_on", "enterprise_id", "form", "id", "mentor_id", "objectives", "opening_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_at", "planned_days", "starts_on", "state", "submitted_at", "teacher_id") SELECT new_values."answer", new_values."contents", new_values."counted_as", new_values."decided_at", new_values."decided_by_id", new_values."ends_on", new_values."enterprise_id", new_values."form", new_values."id", new_values."mentor_id", new_values."objectives", new_values."opening_id", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."planned_at", new_values."planned_days", new_values."starts_on", new_values."state", new_values."submitted_at", new_values."teacher_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="3099281b3860d6370e014398920b3a17ee7d61ac",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_8f5c9",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_practice",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_practiceevent" ("answer", "contents", "counted_as", "decided_at", "decided_by_id", "ends_on", "enterprise_id", "form", "id", "mentor_id", "objectives", "opening_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_at", "planned_days", "starts_on", "state", "submitted_at", "teacher_id") SELECT new_values."answer", new_values."contents", new_values."counted_as", new_values."decided_at", new_values."decided_by_id", new_values."ends_on", new_values."enterprise_id", new_values."form", new_values."id", new_values."mentor_id", new_values."objectives", new_values."opening_id", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."planned_at", new_values."planned_days", new_values."starts_on", new_values."state", new_values."submitted_at", new_values."teacher_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="9c394b339ba0834ac8663e25661e8a036b3dea2f",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_13e62",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_practice",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="day")),
                        (
                            "practice",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="days",
                                to="teachers.practice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "day of practice",
                        "verbose_name_plural": "days of practice",
                        "ordering": ["on"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("practice", "on"), name="a_day_of_practice_counts_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeDue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rule", models.CharField(max_length=30, verbose_name="rule")),
                        (
                            "months_wanted",
                            models.DecimalField(decimal_places=2, max_digits=6, verbose_name="months wanted"),
                        ),
                        (
                            "months",
                            models.DecimalField(
                                decimal_places=2, max_digits=8, verbose_name="months practised"
                            ),
                        ),
                        (
                            "missing",
                            models.DecimalField(
                                decimal_places=2, max_digits=8, verbose_name="months missing"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="counts since")),
                        (
                            "short_from",
                            models.DateField(
                                help_text="From this day on it is not enough, if nothing is added.",
                                verbose_name="enough until",
                            ),
                        ),
                        (
                            "short_from_as_planned",
                            models.DateField(verbose_name="enough until, with what is planned"),
                        ),
                        ("reckoned_on", models.DateField(verbose_name="as of")),
                        (
                            "teacher",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="practice_dues",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "practice owed",
                        "verbose_name_plural": "practice owed",
                        "ordering": ["short_from", "pk"],
                        "indexes": [
                            models.Index(fields=["short_from", "id"], name="practice_due_by_day"),
                            models.Index(fields=["rule", "short_from"], name="practice_due_by_rule"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("teacher", "rule"), name="a_teacher_stands_once_before_each_rule"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="day")),
                        (
                            "text",
                            models.TextField(
                                help_text="Tasks, people, machines and methods; what you found out.",
                                max_length=4000,
                                verbose_name="what I did",
                            ),
                        ),
                        ("written_at", models.DateTimeField(editable=False, verbose_name="written at")),
                        (
                            "practice",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="teachers.practice",
                                verbose_name="practice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "entry of the log of practice",
                        "verbose_name_plural": "entries of the log of practice",
                        "ordering": ["-happened_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["practice", "happened_on"], name="practice_entry_by_day")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_practiceentryevent" ("happened_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "text", "written_at") SELECT new_values."happened_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."practice_id", new_values."text", new_values."written_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="f3d3a0781ee15a923c09d764e74cb9d22caac2c1",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2da63",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_practiceentry",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_practiceentryevent" ("happened_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "text", "written_at") SELECT new_values."happened_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."practice_id", new_values."text", new_values."written_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="12290759566b6bcaddf13f0029523890721c87ff",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_90df8",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_practiceentry",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeEntryEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("happened_on", models.DateField(verbose_name="day")),
                        (
                            "text",
                            models.TextField(
                                help_text="Tasks, people, machines and methods; what you found out.",
                                max_length=4000,
                                verbose_name="what I did",
                            ),
                        ),
                        ("written_at", models.DateTimeField(editable=False, verbose_name="written at")),
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
                                to="teachers.practiceentry",
                            ),
                        ),
                        (
                            "practice",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.practice",
                                verbose_name="practice",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticeEvaluation",
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
                                choices=[("enterprise", "The enterprise"), ("centre", "The centre")],
                                max_length=10,
                                verbose_name="side",
                            ),
                        ),
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
                        ("remark", models.TextField(blank=True, max_length=2000, verbose_name="in words")),
                        ("given_by", models.CharField(max_length=200, verbose_name="given by")),
                        ("given_at", models.DateTimeField(verbose_name="given at")),
                        (
                            "practice",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evaluations",
                                to="teachers.practice",
                                verbose_name="practice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evaluation of practice",
                        "verbose_name_plural": "evaluations of practice",
                        "ordering": ["practice", "side"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("practice", "side"), name="each_side_evaluates_a_practice_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("grade", "fail"), _negated=True),
                                    models.Q(("remark", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_failed_practice_says_why",
                                violation_error_message="Say why it was failed.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_practiceevaluationevent" ("given_at", "given_by", "grade", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "remark", "side") SELECT new_values."given_at", new_values."given_by", new_values."grade", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."practice_id", new_values."remark", new_values."side" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ca8164ce13603deebdfc9453898b66c0b942020c",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f37b5",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_practiceevaluation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_practiceevaluationevent" ("given_at", "given_by", "grade", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "remark", "side") SELECT new_values."given_at", new_values."given_by", new_values."grade", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."practice_id", new_values."remark", new_values."side" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="8ea2aba3df15eb6394c12fb5063ee96580bad458",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_8fb32",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_practiceevaluation",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeEvaluationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "side",
                            models.CharField(
                                choices=[("enterprise", "The enterprise"), ("centre", "The centre")],
                                max_length=10,
                                verbose_name="side",
                            ),
                        ),
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
                        ("remark", models.TextField(blank=True, max_length=2000, verbose_name="in words")),
                        ("given_by", models.CharField(max_length=200, verbose_name="given by")),
                        ("given_at", models.DateTimeField(verbose_name="given at")),
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
                                to="teachers.practiceevaluation",
                            ),
                        ),
                        (
                            "practice",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.practice",
                                verbose_name="practice",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                    ("under_way", "Under way"),
                                    ("submitted", "Submitted"),
                                    ("accepted", "Accepted"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("observation", "Observation and visits"),
                                    ("training", "Training in the enterprise"),
                                    ("post_held", "Holding a post"),
                                    ("research_development", "Research and development"),
                                ],
                                max_length=20,
                                verbose_name="form",
                            ),
                        ),
                        (
                            "contents",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("process", "Production and how it is organised"),
                                        ("posts", "Duties and skills of posts"),
                                        ("standards", "Standards and rules of the trade"),
                                        ("technology", "New techniques and equipment"),
                                        ("teaching", "What this changes in teaching"),
                                    ],
                                    max_length=20,
                                ),
                                verbose_name="content",
                            ),
                        ),
                        (
                            "objectives",
                            models.TextField(
                                help_text="What you want to learn or find out, and what your teaching gains by it.",
                                max_length=2000,
                                verbose_name="objectives",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                help_text="Workshop, site or address.",
                                max_length=200,
                                verbose_name="where",
                            ),
                        ),
                        (
                            "counted_as",
                            models.CharField(
                                choices=[
                                    ("period", "Every day from the first to the last"),
                                    ("day", "Single days, as the log shows them"),
                                ],
                                default="period",
                                max_length=10,
                                verbose_name="how it is counted",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "planned_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="How many single days, where they are counted one by one.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(366),
                                ],
                                verbose_name="planned days",
                            ),
                        ),
                        (
                            "outcome",
                            models.TextField(
                                blank=True,
                                help_text="What came of it: what you learned, made or improved, and what it changes in class.",
                                max_length=4000,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="answer"
                            ),
                        ),
                        ("planned_at", models.DateTimeField(editable=False, verbose_name="planned at")),
                        (
                            "submitted_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="submitted at"),
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
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "mentor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Who looks after the teacher in the enterprise.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="guided by",
                            ),
                        ),
                        (
                            "opening",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.opening",
                                verbose_name="post for a teacher",
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
                                to="teachers.practice",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticeFile",
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
                                to="teachers.practiceentry",
                                verbose_name="entry of the log of practice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of the log of practice",
                        "verbose_name_plural": "files of the log of practice",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RecognitionCounter",
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
                        "verbose_name": "counter of certificates of dual qualification",
                        "verbose_name_plural": "counters of certificates of dual qualification",
                        "ordering": ["-year"],
                    },
                ),
                migrations.CreateModel(
                    name="Panel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("in_session", "In session"),
                                    ("closed", "Closed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held on")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                        (
                            "quorum",
                            models.PositiveSmallIntegerField(
                                help_text="So many members have to be present for the panel to decide anything.",
                                verbose_name="quorum",
                            ),
                        ),
                        (
                            "majority",
                            models.CharField(
                                choices=[
                                    ("simple", "more than half of the votes cast"),
                                    ("two_thirds", "two thirds of the members present"),
                                ],
                                default="two_thirds",
                                max_length=20,
                                verbose_name="majority",
                            ),
                        ),
                        ("minutes", models.TextField(blank=True, max_length=20000, verbose_name="minutes")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                        (
                            "chair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="chair",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty where it is the panel of the whole centre.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "panel",
                        "verbose_name_plural": "panels",
                        "ordering": ["-held_on", "-pk"],
                        "indexes": [models.Index(fields=["held_on", "id"], name="panel_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quorum__gte", 1)), name="a_panel_has_a_quorum"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(
                                        models.Q(("minutes", ""), _negated=True), ("closed_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="a_closed_panel_has_minutes",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_panelevent" ("chair_id", "closed_at", "department_id", "held_on", "id", "majority", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "quorum", "state", "updated_at") SELECT new_values."chair_id", new_values."closed_at", new_values."department_id", new_values."held_on", new_values."id", new_values."majority", new_values."minutes", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."quorum", new_values."state", new_values."updated_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="96c2c257881167a5919e1fc0f2caa9f8aa1ef7ac",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_672a2",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_panel",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_panelevent" ("chair_id", "closed_at", "department_id", "held_on", "id", "majority", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "quorum", "state", "updated_at") SELECT new_values."chair_id", new_values."closed_at", new_values."department_id", new_values."held_on", new_values."id", new_values."majority", new_values."minutes", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."quorum", new_values."state", new_values."updated_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="02645d03070456779eaeb7f152ddfe0922fccc94",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9eecf",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_panel",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recognition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("junior", "Junior"),
                                    ("intermediate", "Intermediate"),
                                    ("senior", "Senior"),
                                ],
                                max_length=20,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("secondary", "Secondary vocational"),
                                    ("higher", "Higher vocational"),
                                ],
                                max_length=20,
                                verbose_name="stage of schooling",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("applied", "Applied for"),
                                    ("department_approved", "Department agrees"),
                                    ("sent_out", "With the outside body"),
                                    ("before_panel", "Before the panel"),
                                    ("publicised", "Made public"),
                                    ("recognised", "Recognised"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                choices=[("own", "This centre"), ("outside", "An outside body")],
                                default="own",
                                max_length=20,
                                verbose_name="who recognises",
                            ),
                        ),
                        (
                            "statement",
                            models.TextField(
                                blank=True,
                                help_text="How practice and teaching go together in your work; the panel reads it.",
                                max_length=2000,
                                verbose_name="what the teacher says for it",
                            ),
                        ),
                        ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied on")),
                        ("waiting_since", models.DateField(verbose_name="in this state since")),
                        ("answer", models.TextField(blank=True, verbose_name="last answer")),
                        (
                            "publicised_from",
                            models.DateField(blank=True, null=True, verbose_name="public from"),
                        ),
                        (
                            "publicised_until",
                            models.DateField(blank=True, null=True, verbose_name="public until"),
                        ),
                        (
                            "recognised_on",
                            models.DateField(blank=True, null=True, verbose_name="recognised on"),
                        ),
                        (
                            "review_due",
                            models.DateField(
                                blank=True,
                                help_text="It lapses with this day.",
                                null=True,
                                verbose_name="review due by",
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="revoked on")),
                        ("end_reason", models.TextField(blank=True, verbose_name="why it was revoked")),
                        (
                            "outside_body",
                            models.CharField(blank=True, max_length=200, verbose_name="outside body"),
                        ),
                        (
                            "outside_number",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="number of the outside decision"
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                        (
                            "teacher",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recognitions",
                                to="teachers.teacher",
                                verbose_name="teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "recognition as dual-qualified",
                        "verbose_name_plural": "recognitions as dual-qualified",
                        "ordering": ["-updated_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["teacher", "level"], name="recognition_by_teacher"),
                            models.Index(
                                fields=["state", "waiting_since", "id"], name="recognition_by_state"
                            ),
                            models.Index(fields=["review_due", "id"], name="recognition_by_review"),
                            models.Index(fields=["waiting_since", "id"], name="recognition_by_waiting"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "applied",
                                            "before_panel",
                                            "department_approved",
                                            "draft",
                                            "publicised",
                                            "sent_out",
                                        ],
                                    )
                                ),
                                fields=("teacher", "stage"),
                                name="a_teacher_has_one_open_application_a_stage",
                                violation_error_message="There is an open application of this teacher already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "recognised"), _negated=True),
                                    models.Q(("recognised_on__isnull", False), ("review_due__isnull", False)),
                                    _connector="OR",
                                ),
                                name="who_is_recognised_is_so_from_a_day_to_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_refused_recognition_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    models.Q(("end_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_revoked_recognition_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("publicised_until", None),
                                    ("publicised_until__gte", models.F("publicised_from")),
                                    _connector="OR",
                                ),
                                name="a_publicity_period_ends_after_it_begins",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_recognitionevent" ("answer", "applied_on", "body", "end_reason", "ended_on", "id", "level", "outside_body", "outside_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publicised_from", "publicised_until", "recognised_on", "review_due", "stage", "state", "statement", "teacher_id", "updated_at", "waiting_since") SELECT new_values."answer", new_values."applied_on", new_values."body", new_values."end_reason", new_values."ended_on", new_values."id", new_values."level", new_values."outside_body", new_values."outside_number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."publicised_from", new_values."publicised_until", new_values."recognised_on", new_values."review_due", new_values."stage", new_values."state", new_values."statement", new_values."teacher_id", new_values."updated_at", new_values."waiting_since" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="9649cf1bf682c7130aeeea98e49b8f11b8e6bed1",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_d131e",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_recognition",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_recognitionevent" ("answer", "applied_on", "body", "end_reason", "ended_on", "id", "level", "outside_body", "outside_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publicised_from", "publicised_until", "recognised_on", "review_due", "stage", "state", "statement", "teacher_id", "updated_at", "waiting_since") SELECT new_values."answer", new_values."applied_on", new_values."body", new_values."end_reason", new_values."ended_on", new_values."id", new_values."level", new_values."outside_body", new_values."outside_number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."publicised_from", new_values."publicised_until", new_values."recognised_on", new_values."review_due", new_values."stage", new_values."state", new_values."statement", new_values."teacher_id", new_values."updated_at", new_values."waiting_since" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="e828c80bb4f78c9d5119302f1e34695adfd3cf69",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_56958",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_recognition",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PanelCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("carried", "Carried"),
                                    ("lost", "Not carried"),
                                    ("postponed", "Postponed"),
                                ],
                                max_length=20,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "votes_for",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes for"),
                        ),
                        (
                            "votes_against",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="votes against"
                            ),
                        ),
                        (
                            "abstentions",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="abstentions"
                            ),
                        ),
                        (
                            "remark",
                            models.TextField(blank=True, max_length=2000, verbose_name="remark of the panel"),
                        ),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="teachers.panel",
                                verbose_name="panel",
                            ),
                        ),
                        (
                            "recognition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="teachers.recognition",
                                verbose_name="recognition as dual-qualified",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "case of a panel",
                        "verbose_name_plural": "cases of panels",
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("panel", "recognition"), name="a_panel_hears_a_case_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "")),
                                fields=("recognition",),
                                name="a_recognition_is_before_one_panel_at_a_time",
                                violation_error_message="It is on the agenda of another panel.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["", "postponed"]),
                                    ("votes_for__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_decided_case_has_its_count",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PanelEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("in_session", "In session"),
                                    ("closed", "Closed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held on")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                        (
                            "quorum",
                            models.PositiveSmallIntegerField(
                                help_text="So many members have to be present for the panel to decide anything.",
                                verbose_name="quorum",
                            ),
                        ),
                        (
                            "majority",
                            models.CharField(
                                choices=[
                                    ("simple", "more than half of the votes cast"),
                                    ("two_thirds", "two thirds of the members present"),
                                ],
                                default="two_thirds",
                                max_length=20,
                                verbose_name="majority",
                            ),
                        ),
                        ("minutes", models.TextField(blank=True, max_length=20000, verbose_name="minutes")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                        (
                            "chair",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="chair",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Empty where it is the panel of the whole centre.",
                                null=True,
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
                                to="teachers.panel",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PanelMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("is_present", models.BooleanField(default=False, verbose_name="present")),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="teachers.panel",
                                verbose_name="panel",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "member of a panel",
                        "verbose_name_plural": "members of panels",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("panel", "user"), name="a_member_sits_once_on_a_panel"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConflictOfInterest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        ("declared_at", models.DateTimeField(verbose_name="declared at")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conflicts",
                                to="teachers.panelcase",
                                verbose_name="case of a panel",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to="teachers.panelmember",
                                verbose_name="member of a panel",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "conflict of interest",
                        "verbose_name_plural": "conflicts of interest",
                        "ordering": ["declared_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "member"), name="a_conflict_is_declared_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="a_conflict_of_interest_says_why",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="conflicts_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="2a4d81e956f15abca3dd4d80bd48ec839ff47fdc",
                                    operation="UPDATE",
                                    pgid="pgtrigger_conflicts_are_never_altered_7ba20",
                                    table="teachers_conflictofinterest",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PanelVote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "choice",
                            models.CharField(
                                choices=[("for", "For"), ("against", "Against"), ("abstain", "Abstain")],
                                max_length=10,
                                verbose_name="vote",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, max_length=1000, verbose_name="reason")),
                        ("cast_at", models.DateTimeField(verbose_name="cast at")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="votes",
                                to="teachers.panelcase",
                                verbose_name="case of a panel",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="votes",
                                to="teachers.panelmember",
                                verbose_name="member of a panel",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "vote of a panel",
                        "verbose_name_plural": "votes of panels",
                        "ordering": ["cast_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "member"), name="a_member_votes_once_on_a_case"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("choice", "for"),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_does_not_vote_for_a_case_says_why",
                                violation_error_message="Whoever does not vote for it says why.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_panelvoteevent" ("case_id", "cast_at", "choice", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT new_values."case_id", new_values."cast_at", new_values."choice", new_values."id", new_values."member_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c1f29ec7fb19ff6ebe6ab71eb630a994c66dee4f",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_4bd8e",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_panelvote",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_panelvoteevent" ("case_id", "cast_at", "choice", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT new_values."case_id", new_values."cast_at", new_values."choice", new_values."id", new_values."member_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="7f549fe0351ad8c2bca445b720b121698d5ddf71",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9b14d",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_panelvote",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PanelVoteEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "choice",
                            models.CharField(
                                choices=[("for", "For"), ("against", "Against"), ("abstain", "Abstain")],
                                max_length=10,
                                verbose_name="vote",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, max_length=1000, verbose_name="reason")),
                        ("cast_at", models.DateTimeField(verbose_name="cast at")),
                        (
                            "case",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.panelcase",
                                verbose_name="case of a panel",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.panelmember",
                                verbose_name="member of a panel",
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
                                to="teachers.panelvote",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Objection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(max_length=4000, verbose_name="reason")),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("upheld", "Upheld"), ("dismissed", "Dismissed")],
                                max_length=20,
                                verbose_name="outcome",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                        ),
                        (
                            "from_outside",
                            models.CharField(
                                blank=True,
                                help_text="Name of whoever wrote to the centre. Empty where you object yourself.",
                                max_length=200,
                                verbose_name="from whom, where from outside",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        (
                            "recognition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="teachers.recognition",
                                verbose_name="recognition as dual-qualified",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "objection to a recognition",
                        "verbose_name_plural": "objections to recognitions",
                        "ordering": ["-made_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="an_objection_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", ""),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_answered_objection_has_its_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecognitionAppeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(max_length=4000, verbose_name="reason")),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("upheld", "Upheld"), ("dismissed", "Dismissed")],
                                max_length=20,
                                verbose_name="outcome",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        (
                            "recognition",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="teachers.recognition",
                                verbose_name="recognition as dual-qualified",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "appeal against a refusal",
                        "verbose_name_plural": "appeals against refusals",
                        "ordering": ["-made_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="an_appeal_against_a_refusal_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", ""),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_answered_appeal_has_its_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecognitionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("junior", "Junior"),
                                    ("intermediate", "Intermediate"),
                                    ("senior", "Senior"),
                                ],
                                max_length=20,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("secondary", "Secondary vocational"),
                                    ("higher", "Higher vocational"),
                                ],
                                max_length=20,
                                verbose_name="stage of schooling",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("applied", "Applied for"),
                                    ("department_approved", "Department agrees"),
                                    ("sent_out", "With the outside body"),
                                    ("before_panel", "Before the panel"),
                                    ("publicised", "Made public"),
                                    ("recognised", "Recognised"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                choices=[("own", "This centre"), ("outside", "An outside body")],
                                default="own",
                                max_length=20,
                                verbose_name="who recognises",
                            ),
                        ),
                        (
                            "statement",
                            models.TextField(
                                blank=True,
                                help_text="How practice and teaching go together in your work; the panel reads it.",
                                max_length=2000,
                                verbose_name="what the teacher says for it",
                            ),
                        ),
                        ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied on")),
                        ("waiting_since", models.DateField(verbose_name="in this state since")),
                        ("answer", models.TextField(blank=True, verbose_name="last answer")),
                        (
                            "publicised_from",
                            models.DateField(blank=True, null=True, verbose_name="public from"),
                        ),
                        (
                            "publicised_until",
                            models.DateField(blank=True, null=True, verbose_name="public until"),
                        ),
                        (
                            "recognised_on",
                            models.DateField(blank=True, null=True, verbose_name="recognised on"),
                        ),
                        (
                            "review_due",
                            models.DateField(
                                blank=True,
                                help_text="It lapses with this day.",
                                null=True,
                                verbose_name="review due by",
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="revoked on")),
                        ("end_reason", models.TextField(blank=True, verbose_name="why it was revoked")),
                        (
                            "outside_body",
                            models.CharField(blank=True, max_length=200, verbose_name="outside body"),
                        ),
                        (
                            "outside_number",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="number of the outside decision"
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
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
                                to="teachers.recognition",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RecognitionFile",
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
                                to="teachers.recognition",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a recognition",
                        "verbose_name_plural": "files of recognitions",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RecognitionReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("kept", "Kept"), ("revoked", "Revoked")],
                                max_length=20,
                                verbose_name="outcome",
                            ),
                        ),
                        ("reviewed_on", models.DateField(verbose_name="reviewed on")),
                        ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                        (
                            "recognition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="teachers.recognition",
                                verbose_name="recognition as dual-qualified",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reviewed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "review of a recognition",
                        "verbose_name_plural": "reviews of recognitions",
                        "ordering": ["-reviewed_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="a_review_of_a_recognition_says_why",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="reviews_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="7c1dc78a37dbb45382fe5a85f10aef530a54e58f",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_reviews_are_never_altered_d974c",
                                    table="teachers_recognitionreview",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecognitionTerm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="valid from")),
                        ("ends_on", models.DateField(verbose_name="valid until")),
                        (
                            "recognition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
                                to="teachers.recognition",
                                verbose_name="recognition as dual-qualified",
                            ),
                        ),
                        (
                            "review",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="term",
                                to="teachers.recognitionreview",
                                verbose_name="review of a recognition",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "term of a recognition",
                        "verbose_name_plural": "terms of recognitions",
                        "ordering": ["starts_on", "pk"],
                        "indexes": [
                            models.Index(
                                fields=["recognition", "starts_on", "ends_on"], name="term_by_recognition"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="a_term_of_recognition_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "ends_on__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("starts_on"),
                                            "+",
                                            models.Value(datetime.timedelta(days=1826)),
                                        ),
                                    )
                                ),
                                name="a_term_of_recognition_lasts_five_years_at_most",
                                violation_error_message="A recognition is reviewed after five years at most.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="terms_of_recognition_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="515a8ed298b2bef2c25bef05acefa6104d24a5a4",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_terms_of_recognition_are_never_altered_39449",
                                    table="teachers_recognitionterm",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecognitionCertificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                        ("holder", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("junior", "Junior"),
                                    ("intermediate", "Intermediate"),
                                    ("senior", "Senior"),
                                ],
                                max_length=20,
                                verbose_name="level of a dual-qualified teacher",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("secondary", "Secondary vocational"),
                                    ("higher", "Higher vocational"),
                                ],
                                max_length=20,
                                verbose_name="stage of schooling",
                            ),
                        ),
                        ("ordered_at", models.DateTimeField(verbose_name="ordered at")),
                        (
                            "content_sha256",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="fingerprint of the contents"
                            ),
                        ),
                        (
                            "file",
                            models.FileField(blank=True, max_length=200, upload_to="", verbose_name="file"),
                        ),
                        (
                            "sha256",
                            models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the file"),
                        ),
                        ("size", models.PositiveIntegerField(default=0, verbose_name="size in bytes")),
                        ("pages", models.PositiveSmallIntegerField(default=0, verbose_name="pages")),
                        ("next_attempt_at", models.DateTimeField(verbose_name="next attempt")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("error", models.TextField(blank=True, verbose_name="why it is not made yet")),
                        (
                            "ordered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="issued by",
                            ),
                        ),
                        (
                            "recognition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="teachers.recognition",
                                verbose_name="recognition as dual-qualified",
                            ),
                        ),
                        (
                            "term",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate",
                                to="teachers.recognitionterm",
                                verbose_name="term of a recognition",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "certificate of dual qualification",
                        "verbose_name_plural": "certificates of dual qualification",
                        "ordering": ["-ordered_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["sha256"], name="recognition_paper_by_sha256"),
                            models.Index(
                                fields=["content_sha256"],
                                name="recognition_paper_by_code",
                                opclasses=["varchar_pattern_ops"],
                            ),
                            models.Index(
                                condition=models.Q(("file", "")),
                                fields=["next_attempt_at", "id"],
                                name="recognition_paper_due",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="made_certificates_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.\"file\" > '')",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="8269995044c3e4658afd6c6d5edd83f5f9cb352b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_made_certificates_are_never_altered_7b4a1",
                                    table="teachers_recognitioncertificate",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="certificates_are_never_deleted",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="9a8b87562b8cf49b70dfcc04c097558686942a5e",
                                    operation="DELETE",
                                    pgid="pgtrigger_certificates_are_never_deleted_125ae",
                                    table="teachers_recognitioncertificate",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartTimeNeed",
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
                                    ("draft", "Draft"),
                                    ("published", "Published"),
                                    ("closed", "Closed"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                help_text="Such as: part-time teacher for numerical control.",
                                max_length=120,
                                verbose_name="what is needed",
                            ),
                        ),
                        (
                            "courses",
                            models.CharField(
                                help_text="What is to be taught, courses separated by commas.",
                                max_length=300,
                                verbose_name="courses",
                            ),
                        ),
                        (
                            "hours_per_term",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(800),
                                ],
                                verbose_name="hours a term",
                            ),
                        ),
                        (
                            "sought",
                            models.CharField(
                                help_text="Such as: intermediate title, or skill of senior worker and above.",
                                max_length=200,
                                verbose_name="title or skill sought",
                            ),
                        ),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="people",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="until")),
                        ("details", models.TextField(blank=True, max_length=2000, verbose_name="more")),
                        (
                            "published_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="published on"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="closed on"),
                        ),
                        ("created_at", models.DateTimeField(editable=False, verbose_name="entered at")),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="part_time_needs",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "majors",
                            models.ManyToManyField(
                                blank=True,
                                related_name="part_time_needs",
                                to="catalogue.major",
                                verbose_name="majors",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "need of a part-time teacher",
                        "verbose_name_plural": "needs of part-time teachers",
                        "ordering": ["-starts_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["department", "state", "id"], name="need_by_department"),
                            models.Index(fields=["state", "starts_on", "id"], name="need_by_state"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="need_ends_after_it_starts",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"), ("published_on__isnull", False), _connector="OR"
                                ),
                                name="what_is_not_a_draft_was_published",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours_per_term__gte", 1), ("seats__gte", 1)),
                                name="a_need_asks_for_somebody",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_parttimeneedevent" ("closed_on", "courses", "created_at", "created_by_id", "department_id", "details", "ends_on", "hours_per_term", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "seats", "sought", "starts_on", "state", "title") SELECT new_values."closed_on", new_values."courses", new_values."created_at", new_values."created_by_id", new_values."department_id", new_values."details", new_values."ends_on", new_values."hours_per_term", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_on", new_values."seats", new_values."sought", new_values."starts_on", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="acec2f50c53b52209dab6e4faaa592ffea187dae",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f42b3",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_parttimeneed",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_parttimeneedevent" ("closed_on", "courses", "created_at", "created_by_id", "department_id", "details", "ends_on", "hours_per_term", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "seats", "sought", "starts_on", "state", "title") SELECT new_values."closed_on", new_values."courses", new_values."created_at", new_values."created_by_id", new_values."department_id", new_values."details", new_values."ends_on", new_values."hours_per_term", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_on", new_values."seats", new_values."sought", new_values."starts_on", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="edf1659dbc9c5da7a7e87395c1823e7e08253941",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_0b919",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_parttimeneed",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartTimeTeacher",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "title",
                            models.CharField(blank=True, max_length=60, verbose_name="professional title"),
                        ),
                        (
                            "rank",
                            models.CharField(
                                choices=[
                                    ("none", "None"),
                                    ("junior", "Junior"),
                                    ("intermediate", "Intermediate"),
                                    ("associate_senior", "Associate senior"),
                                    ("senior", "Senior"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="rank",
                            ),
                        ),
                        (
                            "skill",
                            models.CharField(
                                blank=True,
                                help_text="Of the skill certificate, such as 电工.",
                                max_length=60,
                                verbose_name="trade",
                            ),
                        ),
                        (
                            "skill_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("skill_5", "Level 5, elementary worker"),
                                    ("skill_4", "Level 4, intermediate worker"),
                                    ("skill_3", "Level 3, advanced worker"),
                                    ("skill_2", "Level 2, technician"),
                                    ("skill_1", "Level 1, senior technician"),
                                ],
                                max_length=20,
                                verbose_name="skill level",
                            ),
                        ),
                        (
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "None"),
                                    ("craftsman", "Craftsman of renown"),
                                    ("heritage", "Bearer of intangible heritage"),
                                ],
                                default="",
                                help_text="Who may teach without title or skill level.",
                                max_length=20,
                                verbose_name="exception",
                            ),
                        ),
                        (
                            "exception_reason",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="reason of the exception"
                            ),
                        ),
                        (
                            "training",
                            models.CharField(
                                blank=True,
                                help_text="What it was, and by whom.",
                                max_length=120,
                                verbose_name="training in teaching",
                            ),
                        ),
                        ("trained_on", models.DateField(blank=True, null=True, verbose_name="trained on")),
                        (
                            "training_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="hours of training"
                            ),
                        ),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="born on")),
                        (
                            "is_manager",
                            models.BooleanField(
                                default=False, verbose_name="has led something in an enterprise"
                            ),
                        ),
                        (
                            "management",
                            models.CharField(
                                blank=True,
                                help_text="What they lead or led.",
                                max_length=200,
                                verbose_name="management experience",
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "contact",
                            models.OneToOneField(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="part_time_teacher",
                                to="partnerships.contact",
                                verbose_name="contact",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="part_time_teachers",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "teacher",
                            models.OneToOneField(
                                blank=True,
                                help_text="Where the same person is, or was, a teacher of the centre: they are counted once.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="part_time",
                                to="teachers.teacher",
                                verbose_name="also in our own record as",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "part-time teacher",
                        "verbose_name_plural": "part-time teachers",
                        "ordering": ["contact__name", "pk"],
                        "indexes": [
                            models.Index(fields=["department", "id"], name="part_timer_by_department")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("exception", ""),
                                    models.Q(("exception_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_exception_says_why",
                                violation_error_message="Say why an exception is made.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("skill_level", ""),
                                    models.Q(("skill", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_skill_level_is_of_a_trade",
                                violation_error_message="Say of which trade the skill level is.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_parttimeteacherevent" ("birth_date", "contact_id", "created_at", "department_id", "exception", "exception_reason", "id", "is_manager", "management", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "skill", "skill_level", "teacher_id", "title", "trained_on", "training", "training_hours") SELECT new_values."birth_date", new_values."contact_id", new_values."created_at", new_values."department_id", new_values."exception", new_values."exception_reason", new_values."id", new_values."is_manager", new_values."management", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rank", new_values."skill", new_values."skill_level", new_values."teacher_id", new_values."title", new_values."trained_on", new_values."training", new_values."training_hours" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="681cfb15612b3fc03767b78e837e74923c048448",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ac3e7",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_parttimeteacher",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_parttimeteacherevent" ("birth_date", "contact_id", "created_at", "department_id", "exception", "exception_reason", "id", "is_manager", "management", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "skill", "skill_level", "teacher_id", "title", "trained_on", "training", "training_hours") SELECT new_values."birth_date", new_values."contact_id", new_values."created_at", new_values."department_id", new_values."exception", new_values."exception_reason", new_values."id", new_values."is_manager", new_values."management", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rank", new_values."skill", new_values."skill_level", new_values."teacher_id", new_values."title", new_values."trained_on", new_values."training", new_values."training_hours" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="fc0f127c5bb25aeee7dddb11f3622b0782cb3e9d",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a98b6",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_parttimeteacher",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
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
                                    ("proposed", "Proposed"),
                                    ("vetted", "Vetted"),
                                    ("publicised", "Made public"),
                                    ("agreed", "Agreement signed"),
                                    ("inducted", "Inducted"),
                                    ("ended", "Ended"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="proposed",
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "waiting_since",
                            models.DateField(editable=False, verbose_name="in this state since"),
                        ),
                        ("begins_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "fee",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="In yuan, before tax.",
                                max_digits=8,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(Decimal(0))],
                                verbose_name="fee an hour",
                            ),
                        ),
                        (
                            "statement",
                            models.TextField(blank=True, max_length=2000, verbose_name="what speaks for it"),
                        ),
                        (
                            "by_enterprise",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="proposed by the enterprise"
                            ),
                        ),
                        ("proposed_on", models.DateField(editable=False, verbose_name="proposed on")),
                        (
                            "vetted_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="vetted on"),
                        ),
                        (
                            "vetting",
                            models.TextField(
                                blank=True,
                                editable=False,
                                max_length=2000,
                                verbose_name="result of the vetting",
                            ),
                        ),
                        (
                            "publicised_from",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="public from"
                            ),
                        ),
                        (
                            "publicised_until",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="public until"
                            ),
                        ),
                        (
                            "agreed_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="agreement signed on"
                            ),
                        ),
                        (
                            "inducted_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="inducted on"
                            ),
                        ),
                        (
                            "induction",
                            models.TextField(
                                blank=True,
                                editable=False,
                                max_length=2000,
                                verbose_name="what the induction covered",
                            ),
                        ),
                        (
                            "induction_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="hours of induction"
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="ended early on"
                            ),
                        ),
                        ("answer", models.TextField(blank=True, editable=False, verbose_name="reason")),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="agreement recorded by",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ended by",
                            ),
                        ),
                        (
                            "inducted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="induction recorded by",
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
                            "publicised_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made public by",
                            ),
                        ),
                        (
                            "vetted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="vetted by",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="teachers.parttimeneed",
                                verbose_name="need of a part-time teacher",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="teachers.parttimeteacher",
                                verbose_name="part-time teacher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "appointment of a part-time teacher",
                        "verbose_name_plural": "appointments of part-time teachers",
                        "ordering": ["-proposed_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["person", "state", "id"], name="appointment_by_person"),
                            models.Index(fields=["need", "state", "id"], name="appointment_by_need"),
                            models.Index(
                                fields=["state", "waiting_since", "id"], name="appointment_by_state"
                            ),
                            models.Index(fields=["begins_on", "ends_on"], name="appointment_by_days"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                                name="appointment_ends_after_it_begins",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["agreed", "proposed", "publicised", "vetted"])
                                ),
                                fields=("person", "need"),
                                name="somebody_is_proposed_once_for_a_need",
                                violation_error_message="This person is proposed for the need already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("vetted_by", None),
                                    ("proposed_by", None),
                                    models.Q(("vetted_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="nobody_vets_their_own_proposal",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("publicised_until", None),
                                    ("publicised_until__gte", models.F("publicised_from")),
                                    _connector="OR",
                                ),
                                name="an_appointment_is_public_from_a_day_to_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["inducted", "ended"]), _negated=True),
                                    models.Q(
                                        ("agreed_on__isnull", False),
                                        ("inducted_on__isnull", False),
                                        ("publicised_until__isnull", False),
                                        ("vetted_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="who_teaches_has_taken_every_step",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["ended", "refused", "withdrawn"]), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="what_is_given_up_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ended"), _negated=True),
                                    ("ended_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="what_ended_has_its_day",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_appointmentevent" ("agreed_by_id", "agreed_on", "answer", "begins_on", "by_enterprise", "ended_by_id", "ended_on", "ends_on", "fee", "id", "inducted_by_id", "inducted_on", "induction", "induction_hours", "need_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "proposed_on", "publicised_by_id", "publicised_from", "publicised_until", "state", "statement", "vetted_by_id", "vetted_on", "vetting", "waiting_since") SELECT new_values."agreed_by_id", new_values."agreed_on", new_values."answer", new_values."begins_on", new_values."by_enterprise", new_values."ended_by_id", new_values."ended_on", new_values."ends_on", new_values."fee", new_values."id", new_values."inducted_by_id", new_values."inducted_on", new_values."induction", new_values."induction_hours", new_values."need_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_by_id", new_values."proposed_on", new_values."publicised_by_id", new_values."publicised_from", new_values."publicised_until", new_values."state", new_values."statement", new_values."vetted_by_id", new_values."vetted_on", new_values."vetting", new_values."waiting_since" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="6fb4dcc8dd70afb2ab1dcc71e8ec2715576af5a6",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_81904",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_appointment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_appointmentevent" ("agreed_by_id", "agreed_on", "answer", "begins_on", "by_enterprise", "ended_by_id", "ended_on", "ends_on", "fee", "id", "inducted_by_id", "inducted_on", "induction", "induction_hours", "need_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "proposed_on", "publicised_by_id", "publicised_from", "publicised_until", "state", "statement", "vetted_by_id", "vetted_on", "vetting", "waiting_since") SELECT new_values."agreed_by_id", new_values."agreed_on", new_values."answer", new_values."begins_on", new_values."by_enterprise", new_values."ended_by_id", new_values."ended_on", new_values."ends_on", new_values."fee", new_values."id", new_values."inducted_by_id", new_values."inducted_on", new_values."induction", new_values."induction_hours", new_values."need_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_by_id", new_values."proposed_on", new_values."publicised_by_id", new_values."publicised_from", new_values."publicised_until", new_values."state", new_values."statement", new_values."vetted_by_id", new_values."vetted_on", new_values."vetting", new_values."waiting_since" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="dd360f85595001458b87dee8d89657f955036b26",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_cdcbb",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_appointment",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppointmentClause",
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
                                    ("duties", "Duties"),
                                    ("hours", "Hours"),
                                    ("mode", "Mode of work"),
                                    ("pay", "Pay"),
                                    ("protection", "Protection"),
                                    ("assessment", "Assessment"),
                                    ("termination", "Termination"),
                                ],
                                max_length=12,
                                verbose_name="about",
                            ),
                        ),
                        ("text_zh", models.TextField(max_length=3000, verbose_name="Chinese text")),
                        (
                            "text_en",
                            models.TextField(blank=True, max_length=3000, verbose_name="English text"),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clauses",
                                to="teachers.appointment",
                                verbose_name="appointment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "clause with a part-time teacher",
                        "verbose_name_plural": "clauses with part-time teachers",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("appointment", "kind"), name="an_agreement_says_a_thing_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text_zh", ""), _negated=True),
                                name="a_clause_says_something",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_appointmentclauseevent" ("appointment_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_en", "text_zh") SELECT new_values."appointment_id", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text_en", new_values."text_zh" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="3e9f3980ce9beea804d4f7acb4b8869542038d23",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_294ce",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_appointmentclause",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_appointmentclauseevent" ("appointment_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_en", "text_zh") SELECT new_values."appointment_id", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."text_en", new_values."text_zh" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="f49b0eea26e46eb74da4d2fe0f1305f356e8c0d6",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f3e6f",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_appointmentclause",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppointmentClauseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("duties", "Duties"),
                                    ("hours", "Hours"),
                                    ("mode", "Mode of work"),
                                    ("pay", "Pay"),
                                    ("protection", "Protection"),
                                    ("assessment", "Assessment"),
                                    ("termination", "Termination"),
                                ],
                                max_length=12,
                                verbose_name="about",
                            ),
                        ),
                        ("text_zh", models.TextField(max_length=3000, verbose_name="Chinese text")),
                        (
                            "text_en",
                            models.TextField(blank=True, max_length=3000, verbose_name="English text"),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.appointment",
                                verbose_name="appointment",
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
                                to="teachers.appointmentclause",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AppointmentFile",
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
                            "is_agreement",
                            models.BooleanField(default=False, verbose_name="the signed agreement"),
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
                                to="teachers.appointment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of an appointment",
                        "verbose_name_plural": "files of appointments",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Engagement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "study_year",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(2000),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="school year",
                            ),
                        ),
                        (
                            "term",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "First term"), (2, "Second term")], verbose_name="term"
                            ),
                        ),
                        ("course", models.CharField(max_length=100, verbose_name="course")),
                        (
                            "hours_planned",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(800),
                                ],
                                verbose_name="hours planned",
                            ),
                        ),
                        (
                            "hours_taught",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Confirmed by the department.",
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(1000)],
                                verbose_name="hours taught",
                            ),
                        ),
                        (
                            "fee",
                            models.DecimalField(
                                decimal_places=2,
                                help_text="In yuan, before tax.",
                                max_digits=8,
                                validators=[django.core.validators.MinValueValidator(Decimal(0))],
                                verbose_name="fee an hour",
                            ),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="hours confirmed on"
                            ),
                        ),
                        (
                            "grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("excellent", "Excellent"),
                                    ("good", "Good"),
                                    ("pass", "Pass"),
                                    ("fail", "Fail"),
                                ],
                                max_length=12,
                                verbose_name="assessment",
                            ),
                        ),
                        (
                            "assessment",
                            models.TextField(blank=True, max_length=2000, verbose_name="assessment in words"),
                        ),
                        (
                            "assessed_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="assessed on"
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="engagements",
                                to="teachers.appointment",
                                verbose_name="appointment of a part-time teacher",
                            ),
                        ),
                        (
                            "assessed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="assessed by",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="hours confirmed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "engagement of a part-time teacher",
                        "verbose_name_plural": "engagements of part-time teachers",
                        "ordering": ["-study_year", "-term", "course", "pk"],
                        "indexes": [
                            models.Index(fields=["study_year", "term", "id"], name="engagement_by_term")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("appointment", "study_year", "term", "course"),
                                name="a_course_is_engaged_once_a_term",
                                violation_error_message="This course of the term is recorded already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_on", None), ("hours_taught", None)),
                                    models.Q(
                                        ("confirmed_on__isnull", False), ("hours_taught__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="hours_taught_are_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("assessed_on", None), ("grade", "")),
                                    models.Q(
                                        models.Q(("grade", ""), _negated=True), ("assessed_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="an_assessment_has_its_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("fee__gte", 0)), name="a_fee_is_not_negative"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_engagementevent" ("appointment_id", "assessed_by_id", "assessed_on", "assessment", "confirmed_by_id", "confirmed_on", "course", "fee", "grade", "hours_planned", "hours_taught", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "study_year", "term") SELECT new_values."appointment_id", new_values."assessed_by_id", new_values."assessed_on", new_values."assessment", new_values."confirmed_by_id", new_values."confirmed_on", new_values."course", new_values."fee", new_values."grade", new_values."hours_planned", new_values."hours_taught", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."study_year", new_values."term" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="844942fc680c1bb5c8bf13ca1dbc8515136895c9",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a9bb2",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="teachers_engagement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "teachers_engagementevent" ("appointment_id", "assessed_by_id", "assessed_on", "assessment", "confirmed_by_id", "confirmed_on", "course", "fee", "grade", "hours_planned", "hours_taught", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "study_year", "term") SELECT new_values."appointment_id", new_values."assessed_by_id", new_values."assessed_on", new_values."assessment", new_values."confirmed_by_id", new_values."confirmed_on", new_values."course", new_values."fee", new_values."grade", new_values."hours_planned", new_values."hours_taught", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."study_year", new_values."term" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c4044e476025ac6961a8937f85d01c11f8b333b2",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_e290e",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="teachers_engagement",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EngagementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "study_year",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(2000),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="school year",
                            ),
                        ),
                        (
                            "term",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "First term"), (2, "Second term")], verbose_name="term"
                            ),
                        ),
                        ("course", models.CharField(max_length=100, verbose_name="course")),
                        (
                            "hours_planned",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(800),
                                ],
                                verbose_name="hours planned",
                            ),
                        ),
                        (
                            "hours_taught",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Confirmed by the department.",
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(1000)],
                                verbose_name="hours taught",
                            ),
                        ),
                        (
                            "fee",
                            models.DecimalField(
                                decimal_places=2,
                                help_text="In yuan, before tax.",
                                max_digits=8,
                                validators=[django.core.validators.MinValueValidator(Decimal(0))],
                                verbose_name="fee an hour",
                            ),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="hours confirmed on"
                            ),
                        ),
                        (
                            "grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("excellent", "Excellent"),
                                    ("good", "Good"),
                                    ("pass", "Pass"),
                                    ("fail", "Fail"),
                                ],
                                max_length=12,
                                verbose_name="assessment",
                            ),
                        ),
                        (
                            "assessment",
                            models.TextField(blank=True, max_length=2000, verbose_name="assessment in words"),
                        ),
                        (
                            "assessed_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="assessed on"
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.appointment",
                                verbose_name="appointment of a part-time teacher",
                            ),
                        ),
                        (
                            "assessed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="assessed by",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="hours confirmed by",
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
                                to="teachers.engagement",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PartTimeNeedEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("published", "Published"),
                                    ("closed", "Closed"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                help_text="Such as: part-time teacher for numerical control.",
                                max_length=120,
                                verbose_name="what is needed",
                            ),
                        ),
                        (
                            "courses",
                            models.CharField(
                                help_text="What is to be taught, courses separated by commas.",
                                max_length=300,
                                verbose_name="courses",
                            ),
                        ),
                        (
                            "hours_per_term",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(800),
                                ],
                                verbose_name="hours a term",
                            ),
                        ),
                        (
                            "sought",
                            models.CharField(
                                help_text="Such as: intermediate title, or skill of senior worker and above.",
                                max_length=200,
                                verbose_name="title or skill sought",
                            ),
                        ),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="people",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="until")),
                        ("details", models.TextField(blank=True, max_length=2000, verbose_name="more")),
                        (
                            "published_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="published on"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="closed on"),
                        ),
                        ("created_at", models.DateTimeField(editable=False, verbose_name="entered at")),
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
                                to="teachers.parttimeneed",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AppointmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("vetted", "Vetted"),
                                    ("publicised", "Made public"),
                                    ("agreed", "Agreement signed"),
                                    ("inducted", "Inducted"),
                                    ("ended", "Ended"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="proposed",
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "waiting_since",
                            models.DateField(editable=False, verbose_name="in this state since"),
                        ),
                        ("begins_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "fee",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="In yuan, before tax.",
                                max_digits=8,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(Decimal(0))],
                                verbose_name="fee an hour",
                            ),
                        ),
                        (
                            "statement",
                            models.TextField(blank=True, max_length=2000, verbose_name="what speaks for it"),
                        ),
                        (
                            "by_enterprise",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="proposed by the enterprise"
                            ),
                        ),
                        ("proposed_on", models.DateField(editable=False, verbose_name="proposed on")),
                        (
                            "vetted_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="vetted on"),
                        ),
                        (
                            "vetting",
                            models.TextField(
                                blank=True,
                                editable=False,
                                max_length=2000,
                                verbose_name="result of the vetting",
                            ),
                        ),
                        (
                            "publicised_from",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="public from"
                            ),
                        ),
                        (
                            "publicised_until",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="public until"
                            ),
                        ),
                        (
                            "agreed_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="agreement signed on"
                            ),
                        ),
                        (
                            "inducted_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="inducted on"
                            ),
                        ),
                        (
                            "induction",
                            models.TextField(
                                blank=True,
                                editable=False,
                                max_length=2000,
                                verbose_name="what the induction covered",
                            ),
                        ),
                        (
                            "induction_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="hours of induction"
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="ended early on"
                            ),
                        ),
                        ("answer", models.TextField(blank=True, editable=False, verbose_name="reason")),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="agreement recorded by",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ended by",
                            ),
                        ),
                        (
                            "inducted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="induction recorded by",
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
                                to="teachers.appointment",
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
                            "publicised_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made public by",
                            ),
                        ),
                        (
                            "vetted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="vetted by",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.parttimeneed",
                                verbose_name="need of a part-time teacher",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.parttimeteacher",
                                verbose_name="part-time teacher",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PartTimeTeacherEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "title",
                            models.CharField(blank=True, max_length=60, verbose_name="professional title"),
                        ),
                        (
                            "rank",
                            models.CharField(
                                choices=[
                                    ("none", "None"),
                                    ("junior", "Junior"),
                                    ("intermediate", "Intermediate"),
                                    ("associate_senior", "Associate senior"),
                                    ("senior", "Senior"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="rank",
                            ),
                        ),
                        (
                            "skill",
                            models.CharField(
                                blank=True,
                                help_text="Of the skill certificate, such as 电工.",
                                max_length=60,
                                verbose_name="trade",
                            ),
                        ),
                        (
                            "skill_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("skill_5", "Level 5, elementary worker"),
                                    ("skill_4", "Level 4, intermediate worker"),
                                    ("skill_3", "Level 3, advanced worker"),
                                    ("skill_2", "Level 2, technician"),
                                    ("skill_1", "Level 1, senior technician"),
                                ],
                                max_length=20,
                                verbose_name="skill level",
                            ),
                        ),
                        (
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "None"),
                                    ("craftsman", "Craftsman of renown"),
                                    ("heritage", "Bearer of intangible heritage"),
                                ],
                                default="",
                                help_text="Who may teach without title or skill level.",
                                max_length=20,
                                verbose_name="exception",
                            ),
                        ),
                        (
                            "exception_reason",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="reason of the exception"
                            ),
                        ),
                        (
                            "training",
                            models.CharField(
                                blank=True,
                                help_text="What it was, and by whom.",
                                max_length=120,
                                verbose_name="training in teaching",
                            ),
                        ),
                        ("trained_on", models.DateField(blank=True, null=True, verbose_name="trained on")),
                        (
                            "training_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="hours of training"
                            ),
                        ),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="born on")),
                        (
                            "is_manager",
                            models.BooleanField(
                                default=False, verbose_name="has led something in an enterprise"
                            ),
                        ),
                        (
                            "management",
                            models.CharField(
                                blank=True,
                                help_text="What they lead or led.",
                                max_length=200,
                                verbose_name="management experience",
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False, verbose_name="entered at")),
                        (
                            "contact",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="contact",
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
                                to="teachers.parttimeteacher",
                            ),
                        ),
                        (
                            "teacher",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Where the same person is, or was, a teacher of the centre: they are counted once.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.teacher",
                                verbose_name="also in our own record as",
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
