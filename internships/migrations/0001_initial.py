import django.contrib.postgres.fields
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
import internships.models.rounds


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("agreements", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("core", "0001_database"),
        ("partnerships", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("signing", "0001_initial"),
        ("teachers", "0001_initial"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="SchoolClass",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="As the school says it: 数控2301.",
                                max_length=60,
                                unique=True,
                                verbose_name="name",
                            ),
                        ),
                        ("pinyin_key", core.fields.PinyinKeyField(default="", max_length=400, source="name")),
                        (
                            "entered_in",
                            models.PositiveSmallIntegerField(
                                help_text="The year of the first September; study years are counted from it.",
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="entered in",
                            ),
                        ),
                        (
                            "years",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(6),
                                ],
                                verbose_name="length in years",
                            ),
                        ),
                        (
                            "graduated_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="graduated on"
                            ),
                        ),
                        (
                            "class_teacher",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="classes",
                                to="teachers.teacher",
                                verbose_name="class teacher",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="classes",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "major",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="classes",
                                to="catalogue.major",
                                verbose_name="major",
                            ),
                        ),
                        (
                            "search_bigrams",
                            models.GeneratedField(
                                db_persist=True,
                                expression=core.search._Bigrams(
                                    core.search._Folded(
                                        django.db.models.functions.comparison.Coalesce(
                                            models.F("name"), models.Value("")
                                        )
                                    )
                                ),
                                output_field=django.contrib.postgres.fields.ArrayField(
                                    base_field=models.TextField()
                                ),
                            ),
                        ),
                        (
                            "search_text",
                            models.GeneratedField(
                                db_persist=True,
                                expression=core.search._Folded(
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("name"), models.Value("")
                                    )
                                ),
                                output_field=models.TextField(),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "class",
                        "verbose_name_plural": "classes",
                        "ordering": ["-entered_in", "pinyin_key", "pk"],
                        "indexes": [
                            models.Index(fields=["entered_in", "pinyin_key", "id"], name="class_by_entry"),
                            models.Index(
                                fields=["department", "entered_in", "id"], name="class_by_department"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="class_by_bigram"
                            ),
                            models.Index(fields=["pinyin_key", "id"], name="class_by_name"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="class_has_a_name"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_schoolclassevent" ("class_teacher_id", "department_id", "entered_in", "graduated_on", "id", "major_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "years") SELECT new_values."class_teacher_id", new_values."department_id", new_values."entered_in", new_values."graduated_on", new_values."id", new_values."major_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."years" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="cbd8300b2f3886f5a45cef1aa6c70d00f7a2ce5b",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_4b58b",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_schoolclass",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_schoolclassevent" ("class_teacher_id", "department_id", "entered_in", "graduated_on", "id", "major_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "years") SELECT new_values."class_teacher_id", new_values."department_id", new_values."entered_in", new_values."graduated_on", new_values."id", new_values."major_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."years" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."class_teacher_id" IS DISTINCT FROM (new_values."class_teacher_id") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."entered_in" IS DISTINCT FROM (new_values."entered_in") OR old_values."graduated_on" IS DISTINCT FROM (new_values."graduated_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."major_id" IS DISTINCT FROM (new_values."major_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."years" IS DISTINCT FROM (new_values."years")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="980ac6dc5eeb495a63b17dc0993da956ed4d61fe",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_307da",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_schoolclass",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SchoolClassEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "name",
                            models.CharField(
                                help_text="As the school says it: 数控2301.",
                                max_length=60,
                                verbose_name="name",
                            ),
                        ),
                        (
                            "entered_in",
                            models.PositiveSmallIntegerField(
                                help_text="The year of the first September; study years are counted from it.",
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="entered in",
                            ),
                        ),
                        (
                            "years",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(6),
                                ],
                                verbose_name="length in years",
                            ),
                        ),
                        (
                            "graduated_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="graduated on"
                            ),
                        ),
                        (
                            "class_teacher",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.teacher",
                                verbose_name="class teacher",
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
                            "major",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="internships.schoolclass",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Student",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.CharField(max_length=30, unique=True, verbose_name="student number"),
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
                            "sex",
                            models.CharField(
                                choices=[("female", "Female"), ("male", "Male")],
                                max_length=6,
                                verbose_name="sex",
                            ),
                        ),
                        ("born_on", models.DateField(verbose_name="born on")),
                        (
                            "identity",
                            core.encryption.EncryptedTextField(
                                editable=False, null=True, verbose_name="identity number"
                            ),
                        ),
                        (
                            "identity_digest",
                            models.CharField(
                                editable=False,
                                max_length=64,
                                null=True,
                                unique=True,
                                verbose_name="digest of the identity number",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        (
                            "address",
                            models.CharField(blank=True, max_length=300, verbose_name="home address"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("enrolled", "Enrolled"),
                                    ("on_leave", "On leave of absence"),
                                    ("graduated", "Graduated"),
                                    ("left", "Left without graduating"),
                                ],
                                default="enrolled",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
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
                                                    models.F("number"), models.Value("")
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
                                                        models.F("number"), models.Value("")
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
                            "school_class",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="students",
                                to="internships.schoolclass",
                                verbose_name="class",
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="student",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="signs in as",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "student",
                        "verbose_name_plural": "students",
                        "ordering": ["pinyin_key", "pk"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="student_by_bigram"
                            ),
                            models.Index(fields=["pinyin_key", "id"], name="student_by_name"),
                            models.Index(
                                fields=["school_class", "pinyin_key", "id"], name="student_by_class"
                            ),
                            models.Index(fields=["state", "pinyin_key", "id"], name="student_by_state"),
                            models.Index(
                                condition=models.Q(("user", None)),
                                fields=["pinyin_key", "id"],
                                name="student_without_account",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("number", ""), _negated=True),
                                ),
                                name="student_has_name_and_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("identity__isnull", True), ("identity_digest", None)),
                                    models.Q(("identity__isnull", False), ("identity_digest__isnull", False)),
                                    _connector="OR",
                                ),
                                name="identity_number_has_its_digest",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_studentevent" ("address", "born_on", "created_at", "email", "id", "name", "name_latin", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "school_class_id", "sex", "state", "user_id") SELECT new_values."address", new_values."born_on", new_values."created_at", new_values."email", new_values."id", new_values."name", new_values."name_latin", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."school_class_id", new_values."sex", new_values."state", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="7557a8321a16a7f0265f9b0d6d24e6556a090a36",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_bcb99",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_student",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_studentevent" ("address", "born_on", "created_at", "email", "id", "name", "name_latin", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "school_class_id", "sex", "state", "user_id") SELECT new_values."address", new_values."born_on", new_values."created_at", new_values."email", new_values."id", new_values."name", new_values."name_latin", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."school_class_id", new_values."sex", new_values."state", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."born_on" IS DISTINCT FROM (new_values."born_on") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_latin" IS DISTINCT FROM (new_values."name_latin") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."school_class_id" IS DISTINCT FROM (new_values."school_class_id") OR old_values."sex" IS DISTINCT FROM (new_values."sex") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="e6708852dfa815c7766275737da1ebd166c49d5a",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_69a6c",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_student",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Guardian",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "relationship",
                            models.CharField(
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandparent", "Grandparent"),
                                    ("other", "Other guardian"),
                                ],
                                max_length=20,
                                verbose_name="relationship",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "Simplified Chinese"), ("en", "English")],
                                default="zh-hans",
                                help_text="In which we write to them.",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "is_first",
                            models.BooleanField(
                                default=False,
                                help_text="Whom we call, and who signs for a student under age.",
                                verbose_name="first to ask",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="guardians",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "guardian",
                        "verbose_name_plural": "guardians",
                        "ordering": ["-is_first", "name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_first", True)),
                                fields=("student",),
                                name="student_has_one_first_guardian",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("phone", ""), _negated=True),
                                    models.Q(("email", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="guardian_can_be_reached",
                                violation_error_message="Give a phone number or an e-mail address.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_guardianevent" ("email", "id", "is_first", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "relationship", "student_id") SELECT new_values."email", new_values."id", new_values."is_first", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."relationship", new_values."student_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="3d2da63d260656fbebd8bda0e4490cd33e798109",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1c088",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_guardian",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_guardianevent" ("email", "id", "is_first", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "relationship", "student_id") SELECT new_values."email", new_values."id", new_values."is_first", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."relationship", new_values."student_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="f5a81a279d0ba4db883434d6a2fabe0cbe7eef71",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c6f1d",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_guardian",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_guardianevent" ("email", "id", "is_first", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "relationship", "student_id") SELECT old_values."email", old_values."id", old_values."is_first", old_values."language", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."phone", old_values."relationship", old_values."student_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="0c7eed7eaa9a93c03f838017ff85f486d0c38113",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_adbc0",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="internships_guardian",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GuardianEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "relationship",
                            models.CharField(
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandparent", "Grandparent"),
                                    ("other", "Other guardian"),
                                ],
                                max_length=20,
                                verbose_name="relationship",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "Simplified Chinese"), ("en", "English")],
                                default="zh-hans",
                                help_text="In which we write to them.",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "is_first",
                            models.BooleanField(
                                default=False,
                                help_text="Whom we call, and who signs for a student under age.",
                                verbose_name="first to ask",
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
                                to="internships.guardian",
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
                    name="StudentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(max_length=30, verbose_name="student number")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "name_latin",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="name in Latin letters"
                            ),
                        ),
                        (
                            "sex",
                            models.CharField(
                                choices=[("female", "Female"), ("male", "Male")],
                                max_length=6,
                                verbose_name="sex",
                            ),
                        ),
                        ("born_on", models.DateField(verbose_name="born on")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        (
                            "address",
                            models.CharField(blank=True, max_length=300, verbose_name="home address"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("enrolled", "Enrolled"),
                                    ("on_leave", "On leave of absence"),
                                    ("graduated", "Graduated"),
                                    ("left", "Left without graduating"),
                                ],
                                default="enrolled",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
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
                                to="internships.student",
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
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="signs in as",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HostVisit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("visited_on", models.DateField(verbose_name="visited on")),
                        (
                            "summary",
                            models.TextField(
                                help_text="What was seen, and what was agreed.", verbose_name="report"
                            ),
                        ),
                        (
                            "record_checked_on",
                            models.DateField(
                                blank=True,
                                help_text="Lists of dishonest persons and of accidents at work.",
                                null=True,
                                verbose_name="public records checked on",
                            ),
                        ),
                        (
                            "has_clean_credit",
                            models.BooleanField(
                                help_text="As public records say.",
                                null=True,
                                verbose_name="on no list of dishonest persons",
                            ),
                        ),
                        (
                            "has_clean_safety",
                            models.BooleanField(
                                help_text="As public records say.",
                                null=True,
                                verbose_name="three years without an accident to answer for",
                            ),
                        ),
                        (
                            "conclusion",
                            models.CharField(
                                choices=[
                                    ("suitable", "Suitable"),
                                    ("conditional", "Suitable once conditions are met"),
                                    ("unsuitable", "Unsuitable"),
                                ],
                                max_length=20,
                                verbose_name="conclusion",
                            ),
                        ),
                        ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                        (
                            "valid_until",
                            models.DateField(
                                help_text="When the host is visited again.", verbose_name="valid until"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded"
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="host_visits",
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
                                related_name="host_visits",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who went",
                            ),
                        ),
                        (
                            "ended_because",
                            models.TextField(blank=True, editable=False, verbose_name="why it vets no more"),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True,
                                editable=False,
                                help_text="After an incident, until somebody has visited the host anew.",
                                null=True,
                                verbose_name="vets no more since",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "host visit",
                        "verbose_name_plural": "host visits",
                        "ordering": ["-visited_on", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["enterprise", "-visited_on", "-id"], name="host_visit_by_enterprise"
                            ),
                            models.Index(fields=["visited_on", "id"], name="host_visit_by_day"),
                            models.Index(fields=["valid_until", "id"], name="host_visit_by_validity"),
                            models.Index(
                                fields=["conclusion", "visited_on", "id"], name="host_visit_by_conclusion"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gt", models.F("visited_on"))),
                                name="host_visit_is_valid_for_some_time",
                                violation_error_message="It is valid until a day after the visit.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("conclusion", "conditional"), ("conditions", ""), _connector="XOR"
                                ),
                                name="conditions_belong_to_a_conditional_conclusion",
                                violation_error_message="Name the conditions where, and only where, there are any.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("record_checked_on__isnull", False),
                                    models.Q(("has_clean_credit", None), ("has_clean_safety", None)),
                                    _connector="OR",
                                ),
                                name="what_records_say_has_the_day_they_were_read",
                                violation_error_message="Say when the public records were checked.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("conclusion", "suitable"), _negated=True),
                                    models.Q(("has_clean_credit", True), ("has_clean_safety", True)),
                                    _connector="OR",
                                ),
                                name="a_suitable_host_has_clean_records",
                                violation_error_message="A host is suitable only with clean records of honesty and of three years’ safety.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_because", ""), ("ended_on", None)),
                                    models.Q(
                                        ("ended_on__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_visit_that_vets_no_more_says_why",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_hostvisitevent" ("conclusion", "conditions", "created_at", "ended_because", "ended_on", "enterprise_id", "has_clean_credit", "has_clean_safety", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_checked_on", "recorded_by_id", "summary", "valid_until", "visited_on") SELECT new_values."conclusion", new_values."conditions", new_values."created_at", new_values."ended_because", new_values."ended_on", new_values."enterprise_id", new_values."has_clean_credit", new_values."has_clean_safety", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."record_checked_on", new_values."recorded_by_id", new_values."summary", new_values."valid_until", new_values."visited_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="f6db28b550c06c50e6c5acf508de149eb6c0f841",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_394a2",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_hostvisit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_hostvisitevent" ("conclusion", "conditions", "created_at", "ended_because", "ended_on", "enterprise_id", "has_clean_credit", "has_clean_safety", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_checked_on", "recorded_by_id", "summary", "valid_until", "visited_on") SELECT new_values."conclusion", new_values."conditions", new_values."created_at", new_values."ended_because", new_values."ended_on", new_values."enterprise_id", new_values."has_clean_credit", new_values."has_clean_safety", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."record_checked_on", new_values."recorded_by_id", new_values."summary", new_values."valid_until", new_values."visited_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="9c98c7a269d9b97647c8a186b02b4fa2fef3b2be",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b22fa",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_hostvisit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_hostvisitevent" ("conclusion", "conditions", "created_at", "ended_because", "ended_on", "enterprise_id", "has_clean_credit", "has_clean_safety", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_checked_on", "recorded_by_id", "summary", "valid_until", "visited_on") SELECT old_values."conclusion", old_values."conditions", old_values."created_at", old_values."ended_because", old_values."ended_on", old_values."enterprise_id", old_values."has_clean_credit", old_values."has_clean_safety", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."record_checked_on", old_values."recorded_by_id", old_values."summary", old_values."valid_until", old_values."visited_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="5da7778cd5dade658b30dc2622761f8050640c37",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_0ff4b",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="internships_hostvisit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HostFinding",
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
                                    ("qualification", "Qualification"),
                                    ("credit", "Credit standing"),
                                    ("management", "Management"),
                                    ("post", "Posts"),
                                    ("hours", "Working hours"),
                                    ("environment", "Working and living environment"),
                                    ("health", "Health protection"),
                                    ("safety", "Safety"),
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
                                to="internships.hostvisit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "finding at a host",
                        "verbose_name_plural": "findings at hosts",
                        "ordering": ["visit", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "aspect"), name="host_visit_judges_each_aspect_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict", "met"), models.Q(("note", ""), _negated=True), _connector="OR"
                                ),
                                name="what_is_not_met_says_why",
                                violation_error_message="Say what is missing.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_hostfindingevent" ("aspect", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict", "visit_id") SELECT new_values."aspect", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."verdict", new_values."visit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="63f1cc04d706cc29bbb9df18e0a1084a9e61ddac",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c5701",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_hostfinding",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_hostfindingevent" ("aspect", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict", "visit_id") SELECT new_values."aspect", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."verdict", new_values."visit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="4bc830e779dffea9432b83f95cc2de84f7e9c19c",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_1218c",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_hostfinding",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_hostfindingevent" ("aspect", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict", "visit_id") SELECT old_values."aspect", old_values."id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."verdict", old_values."visit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="b939c0a2111157296feffbb2038979559d750908",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_eaf2f",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="internships_hostfinding",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HostFindingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "aspect",
                            models.CharField(
                                choices=[
                                    ("qualification", "Qualification"),
                                    ("credit", "Credit standing"),
                                    ("management", "Management"),
                                    ("post", "Posts"),
                                    ("hours", "Working hours"),
                                    ("environment", "Working and living environment"),
                                    ("health", "Health protection"),
                                    ("safety", "Safety"),
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
                                to="internships.hostfinding",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.hostvisit",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HostVisitEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("visited_on", models.DateField(verbose_name="visited on")),
                        (
                            "summary",
                            models.TextField(
                                help_text="What was seen, and what was agreed.", verbose_name="report"
                            ),
                        ),
                        (
                            "record_checked_on",
                            models.DateField(
                                blank=True,
                                help_text="Lists of dishonest persons and of accidents at work.",
                                null=True,
                                verbose_name="public records checked on",
                            ),
                        ),
                        (
                            "has_clean_credit",
                            models.BooleanField(
                                help_text="As public records say.",
                                null=True,
                                verbose_name="on no list of dishonest persons",
                            ),
                        ),
                        (
                            "has_clean_safety",
                            models.BooleanField(
                                help_text="As public records say.",
                                null=True,
                                verbose_name="three years without an accident to answer for",
                            ),
                        ),
                        (
                            "conclusion",
                            models.CharField(
                                choices=[
                                    ("suitable", "Suitable"),
                                    ("conditional", "Suitable once conditions are met"),
                                    ("unsuitable", "Unsuitable"),
                                ],
                                max_length=20,
                                verbose_name="conclusion",
                            ),
                        ),
                        ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                        (
                            "valid_until",
                            models.DateField(
                                help_text="When the host is visited again.", verbose_name="valid until"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded"
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
                                to="internships.hostvisit",
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
                        (
                            "ended_because",
                            models.TextField(blank=True, editable=False, verbose_name="why it vets no more"),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True,
                                editable=False,
                                help_text="After an incident, until somebody has visited the host anew.",
                                null=True,
                                verbose_name="vets no more since",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HostVisitReport",
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
                                related_name="reports",
                                to="internships.hostvisit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a host visit",
                        "verbose_name_plural": "files of host visits",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Plan",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("observation", "Observation internship"),
                                    ("post", "Post internship"),
                                ],
                                default="post",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "entered_in",
                            models.PositiveSmallIntegerField(
                                help_text="The year in which these students entered.",
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="cohort",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        ("aims", models.TextField(blank=True, verbose_name="aims")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("approved", "Approved"),
                                    ("running", "Running"),
                                    ("closed", "Closed"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "hosts_decided_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="hosts approved on"
                            ),
                        ),
                        (
                            "hosts_published_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="hosts published on"
                            ),
                        ),
                        (
                            "hosts_published_at",
                            models.URLField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="where the hosts are published",
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
                            "search_text",
                            models.GeneratedField(
                                db_persist=True,
                                expression=core.search._Folded(
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
                                                django.db.models.functions.comparison.Coalesce(
                                                    models.F("name_en"), models.Value("")
                                                ),
                                                models.Value(" "),
                                            ),
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("name_zh"), models.Value("")
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
                            "classes",
                            models.ManyToManyField(
                                blank=True,
                                related_name="plans",
                                to="internships.schoolclass",
                                verbose_name="classes",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "instructors",
                            models.ManyToManyField(
                                blank=True,
                                related_name="plans",
                                to="teachers.teacher",
                                verbose_name="school instructors",
                            ),
                        ),
                        (
                            "majors",
                            models.ManyToManyField(
                                blank=True, related_name="plans", to="catalogue.major", verbose_name="majors"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                help_text="Who looks after the plan.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                help_text="Who answers for the internship.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans_answered_for",
                                to="teachers.teacher",
                                verbose_name="responsible teacher",
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                blank=True,
                                help_text="Who decides on the plan, one after another.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="signing.approvalroute",
                                verbose_name="approval route",
                            ),
                        ),
                        (
                            "copies_host_standards",
                            models.BooleanField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="assessed by the attendance or staff standards of the hosts alone",
                            ),
                        ),
                        (
                            "is_for_profit",
                            models.BooleanField(
                                blank=True, editable=False, null=True, verbose_name="organised for profit"
                            ),
                        ),
                        (
                            "payment_to_school",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                editable=False,
                                max_digits=10,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="paid by enterprises to the school for interns",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "internship plan",
                        "verbose_name_plural": "internship plans",
                        "ordering": ["-starts_on", "pk"],
                        "abstract": False,
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="plan_by_bigram"
                            ),
                            models.Index(fields=["name_en_key", "id"], name="plan_by_name_en"),
                            models.Index(fields=["name_zh_key", "id"], name="plan_by_name_zh"),
                            models.Index(fields=["starts_on", "id"], name="plan_by_start"),
                            models.Index(fields=["ends_on", "id"], name="plan_by_end"),
                            models.Index(fields=["state", "starts_on", "id"], name="plan_by_state"),
                            models.Index(fields=["department", "starts_on", "id"], name="plan_by_department"),
                            models.Index(fields=["entered_in", "starts_on", "id"], name="plan_by_cohort"),
                            models.Index(fields=["owner", "starts_on", "id"], name="plan_by_owner"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="internships_plan_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                                name="plan_ends_after_it_starts",
                                violation_error_message="The last day comes after the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("hosts_published_at", ""), ("hosts_published_on", None)),
                                    models.Q(
                                        ("hosts_published_on__isnull", False),
                                        models.Q(("hosts_published_at", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="published_hosts_have_a_day_and_an_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hosts_published_on", None),
                                    models.Q(
                                        ("hosts_decided_on__isnull", False),
                                        ("hosts_published_on__gte", models.F("hosts_decided_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="hosts_are_approved_before_they_are_published",
                                violation_error_message="Hosts are approved before they are published.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("payment_to_school", None),
                                    ("payment_to_school__gte", 0),
                                    _connector="OR",
                                ),
                                name="payment_to_the_school_is_not_negative",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_planevent" ("aims", "copies_host_standards", "created_at", "department_id", "ends_on", "entered_in", "hosts_decided_on", "hosts_published_at", "hosts_published_on", "id", "is_for_profit", "kind", "name_en", "name_zh", "owner_id", "payment_to_school", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsible_id", "route_id", "starts_on", "state") SELECT new_values."aims", new_values."copies_host_standards", new_values."created_at", new_values."department_id", new_values."ends_on", new_values."entered_in", new_values."hosts_decided_on", new_values."hosts_published_at", new_values."hosts_published_on", new_values."id", new_values."is_for_profit", new_values."kind", new_values."name_en", new_values."name_zh", new_values."owner_id", new_values."payment_to_school", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."responsible_id", new_values."route_id", new_values."starts_on", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="1a8f266b1984c4d5e20e29a19bc807e230acd646",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_eba62",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_plan",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_planevent" ("aims", "copies_host_standards", "created_at", "department_id", "ends_on", "entered_in", "hosts_decided_on", "hosts_published_at", "hosts_published_on", "id", "is_for_profit", "kind", "name_en", "name_zh", "owner_id", "payment_to_school", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsible_id", "route_id", "starts_on", "state") SELECT new_values."aims", new_values."copies_host_standards", new_values."created_at", new_values."department_id", new_values."ends_on", new_values."entered_in", new_values."hosts_decided_on", new_values."hosts_published_at", new_values."hosts_published_on", new_values."id", new_values."is_for_profit", new_values."kind", new_values."name_en", new_values."name_zh", new_values."owner_id", new_values."payment_to_school", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."responsible_id", new_values."route_id", new_values."starts_on", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."aims" IS DISTINCT FROM (new_values."aims") OR old_values."copies_host_standards" IS DISTINCT FROM (new_values."copies_host_standards") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."entered_in" IS DISTINCT FROM (new_values."entered_in") OR old_values."hosts_decided_on" IS DISTINCT FROM (new_values."hosts_decided_on") OR old_values."hosts_published_at" IS DISTINCT FROM (new_values."hosts_published_at") OR old_values."hosts_published_on" IS DISTINCT FROM (new_values."hosts_published_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_for_profit" IS DISTINCT FROM (new_values."is_for_profit") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."name_zh" IS DISTINCT FROM (new_values."name_zh") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."payment_to_school" IS DISTINCT FROM (new_values."payment_to_school") OR old_values."responsible_id" IS DISTINCT FROM (new_values."responsible_id") OR old_values."route_id" IS DISTINCT FROM (new_values."route_id") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."state" IS DISTINCT FROM (new_values."state")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="078468dce5a99db9e369814b800badaf8c95fa5e",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_1231a",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_plan",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentCriterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("name", models.CharField(max_length=200, verbose_name="criterion")),
                        (
                            "side",
                            models.CharField(
                                choices=[("school", "School"), ("enterprise", "Enterprise")],
                                max_length=20,
                                verbose_name="judged by",
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="weight in percent",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "criterion of assessment",
                        "verbose_name_plural": "criteria of assessment",
                        "ordering": ["plan", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("plan", "order"),
                                name="criterion_order_is_unique",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gte", 1), ("weight__lte", 100)),
                                name="criterion_weighs_a_share_of_a_hundred",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_assessmentcriterionevent" ("id", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "side", "weight") SELECT new_values."id", new_values."name", new_values."order", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."side", new_values."weight" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="9eb45c6343fd2aaf626761130ec0340d9fd27498",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a099f",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_assessmentcriterion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_assessmentcriterionevent" ("id", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "side", "weight") SELECT new_values."id", new_values."name", new_values."order", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."side", new_values."weight" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="60d8c224164e8988921270dffd1a21a502cc2f9b",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_3687d",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_assessmentcriterion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_assessmentcriterionevent" ("id", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "side", "weight") SELECT old_values."id", old_values."name", old_values."order", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."side", old_values."weight" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ec8076dc58d4d78e5c1dcd6929ea9b86c86aa170",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_01eae",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="internships_assessmentcriterion",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Filing",
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
                                    ("before_start", "Report before the start"),
                                    ("cross_province", "Internship in another province"),
                                    ("overseas", "Internship abroad"),
                                    ("consent", "Consent of the superior authority"),
                                ],
                                max_length=20,
                                verbose_name="what was filed",
                            ),
                        ),
                        ("number", models.CharField(max_length=80, verbose_name="filing number")),
                        ("authority", models.CharField(max_length=200, verbose_name="filed with")),
                        ("filed_on", models.DateField(verbose_name="filed on")),
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="filings",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "filing",
                        "verbose_name_plural": "filings",
                        "ordering": ["-filed_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "kind", "number"),
                                name="filing_is_recorded_once",
                                violation_error_message="This filing is recorded already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", ""), _negated=True),
                                    models.Q(("authority", ""), _negated=True),
                                ),
                                name="filing_can_be_found",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_filingevent" ("authority", "filed_on", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_by_id") SELECT new_values."authority", new_values."filed_on", new_values."id", new_values."kind", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."recorded_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="33dba012d8b6e4c75ef1b43fcaf821778d8c2f9d",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_4a323",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_filing",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_filingevent" ("authority", "filed_on", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_by_id") SELECT new_values."authority", new_values."filed_on", new_values."id", new_values."kind", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."recorded_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="a801413c622941fd3940d1cfcf8e84d1c68ad26c",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_ecc50",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_filing",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_filingevent" ("authority", "filed_on", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_by_id") SELECT old_values."authority", old_values."filed_on", old_values."id", old_values."kind", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."recorded_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="0913ce639b3ff8ba99e047cf76734cba6c5e0112",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_7cce0",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="internships_filing",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FilingScan",
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
                                to="internships.filing",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scan of a filing",
                        "verbose_name_plural": "scans of filings",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FilingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("before_start", "Report before the start"),
                                    ("cross_province", "Internship in another province"),
                                    ("overseas", "Internship abroad"),
                                    ("consent", "Consent of the superior authority"),
                                ],
                                max_length=20,
                                verbose_name="what was filed",
                            ),
                        ),
                        ("number", models.CharField(max_length=80, verbose_name="filing number")),
                        ("authority", models.CharField(max_length=200, verbose_name="filed with")),
                        ("filed_on", models.DateField(verbose_name="filed on")),
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
                                to="internships.filing",
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
                    name="AssessmentCriterionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("name", models.CharField(max_length=200, verbose_name="criterion")),
                        (
                            "side",
                            models.CharField(
                                choices=[("school", "School"), ("enterprise", "Enterprise")],
                                max_length=20,
                                verbose_name="judged by",
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="weight in percent",
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
                                to="internships.assessmentcriterion",
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
                    name="PlanDocument",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("management_rules", "Management rules"),
                                    ("safety_rules", "Safety rules"),
                                    ("emergency_plan", "Emergency plan"),
                                    ("hosts", "Decision on the hosts"),
                                    ("other", "Other"),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="documents",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document of a plan",
                        "verbose_name_plural": "documents of a plan",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanEvent",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("observation", "Observation internship"),
                                    ("post", "Post internship"),
                                ],
                                default="post",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "entered_in",
                            models.PositiveSmallIntegerField(
                                help_text="The year in which these students entered.",
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="cohort",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        ("aims", models.TextField(blank=True, verbose_name="aims")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("approved", "Approved"),
                                    ("running", "Running"),
                                    ("closed", "Closed"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "hosts_decided_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="hosts approved on"
                            ),
                        ),
                        (
                            "hosts_published_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="hosts published on"
                            ),
                        ),
                        (
                            "hosts_published_at",
                            models.URLField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="where the hosts are published",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
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
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                help_text="Who looks after the plan.",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
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
                                to="internships.plan",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Who answers for the internship.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="teachers.teacher",
                                verbose_name="responsible teacher",
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Who decides on the plan, one after another.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="signing.approvalroute",
                                verbose_name="approval route",
                            ),
                        ),
                        (
                            "copies_host_standards",
                            models.BooleanField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="assessed by the attendance or staff standards of the hosts alone",
                            ),
                        ),
                        (
                            "is_for_profit",
                            models.BooleanField(
                                blank=True, editable=False, null=True, verbose_name="organised for profit"
                            ),
                        ),
                        (
                            "payment_to_school",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                editable=False,
                                max_digits=10,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="paid by enterprises to the school for interns",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("title", models.CharField(max_length=200, verbose_name="task")),
                        (
                            "learning_outcome",
                            models.TextField(
                                help_text="What the student can do afterwards.",
                                verbose_name="learning outcome",
                            ),
                        ),
                        (
                            "typical_task",
                            models.CharField(
                                blank=True,
                                help_text="The typical task of the occupation that it covers.",
                                max_length=200,
                                verbose_name="typical work task",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "task of a plan",
                        "verbose_name_plural": "tasks of a plan",
                        "ordering": ["plan", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("plan", "order"),
                                name="plan_task_order_is_unique",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="plan_task_has_a_title"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_plantaskevent" ("id", "learning_outcome", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "title", "typical_task") SELECT new_values."id", new_values."learning_outcome", new_values."order", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."title", new_values."typical_task" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="563eee8c170465f9ec32ee811adf99dd6d4e33f6",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0de27",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_plantask",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_plantaskevent" ("id", "learning_outcome", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "title", "typical_task") SELECT new_values."id", new_values."learning_outcome", new_values."order", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."title", new_values."typical_task" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="53ea1169805041827497a816728490f0fc8f1a1f",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_2a6f6",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_plantask",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_plantaskevent" ("id", "learning_outcome", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "title", "typical_task") SELECT old_values."id", old_values."learning_outcome", old_values."order", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."title", old_values."typical_task" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c44890b56a6df099070c10942b35244ffe076f62",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_c2594",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="internships_plantask",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanTaskEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("title", models.CharField(max_length=200, verbose_name="task")),
                        (
                            "learning_outcome",
                            models.TextField(
                                help_text="What the student can do afterwards.",
                                verbose_name="learning outcome",
                            ),
                        ),
                        (
                            "typical_task",
                            models.CharField(
                                blank=True,
                                help_text="The typical task of the occupation that it covers.",
                                max_length=200,
                                verbose_name="typical work task",
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
                                to="internships.plantask",
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
                    name="Post",
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("offered", "Offered"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                    ("closed", "Closed"),
                                    ("withdrawn", "Withdrawn"),
                                    ("found", "Found by a student"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("duties", models.TextField(verbose_name="what interns do")),
                        (
                            "is_simple_repetition",
                            models.BooleanField(
                                default=False,
                                help_text="Work from which nothing of the occupation is learned.",
                                verbose_name="simple repetitive labour only",
                            ),
                        ),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="seats"
                            ),
                        ),
                        (
                            "lower",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="With fewer it is not worth opening. Empty: one is welcome.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="fewest interns",
                            ),
                        ),
                        (
                            "similar_staff",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Interns are at most a fifth of them.",
                                null=True,
                                verbose_name="staff in similar posts",
                            ),
                        ),
                        ("open_from", models.DateField(blank=True, null=True, verbose_name="open from")),
                        ("open_until", models.DateField(blank=True, null=True, verbose_name="open until")),
                        ("address", models.CharField(max_length=300, verbose_name="place of work")),
                        (
                            "venue",
                            models.CharField(
                                choices=[
                                    ("ordinary", "Ordinary workplace"),
                                    ("bar", "Bar"),
                                    ("nightclub", "Nightclub"),
                                    ("ktv", "Karaoke lounge"),
                                    ("bathhouse", "Bathhouse"),
                                    ("arcade", "Games arcade"),
                                    ("internet_cafe", "Internet café"),
                                    ("similar_venue", "Similar place of entertainment"),
                                ],
                                default="ordinary",
                                max_length=20,
                                verbose_name="kind of place",
                            ),
                        ),
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
                            "shift",
                            models.CharField(
                                choices=[
                                    ("day", "Day shift"),
                                    ("night", "Night shift"),
                                    ("rotating", "Rotating shifts"),
                                ],
                                default="day",
                                max_length=20,
                                verbose_name="shifts",
                            ),
                        ),
                        (
                            "works_on_holidays",
                            models.BooleanField(
                                default=False, verbose_name="work on rest days or public holidays"
                            ),
                        ),
                        (
                            "pay_per_month",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=9,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="pay a month",
                            ),
                        ),
                        (
                            "pay_method",
                            models.CharField(
                                choices=[
                                    ("direct", "In money, directly to the student"),
                                    ("through_others", "In money, through somebody else"),
                                    ("in_kind", "In goods or vouchers"),
                                ],
                                default="direct",
                                max_length=20,
                                verbose_name="how it is paid",
                            ),
                        ),
                        (
                            "pay_cycle_months",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(12),
                                ],
                                verbose_name="paid every … months",
                            ),
                        ),
                        (
                            "works_independently",
                            models.BooleanField(
                                default=False,
                                help_text="Then pay is in principle at least 80 percent of the wage of the same post.",
                                verbose_name="interns work relatively independently",
                            ),
                        ),
                        (
                            "same_post_wage",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=9,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="monthly wage of staff in the same post",
                            ),
                        ),
                        (
                            "lowest_tier_wage",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=9,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="lowest wage tier of the post",
                            ),
                        ),
                        (
                            "board",
                            models.CharField(
                                choices=[
                                    ("none", "Not provided"),
                                    ("free", "Provided free of charge"),
                                    ("allowance", "Allowance paid"),
                                    ("charged", "Provided for a charge"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="meals",
                            ),
                        ),
                        (
                            "lodging",
                            models.CharField(
                                choices=[
                                    ("none", "Not provided"),
                                    ("free", "Provided free of charge"),
                                    ("allowance", "Allowance paid"),
                                    ("charged", "Provided for a charge"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="lodging",
                            ),
                        ),
                        (
                            "living_notes",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="notes on meals and lodging"
                            ),
                        ),
                        (
                            "hazards",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("dust", "Dust"),
                                        ("toxic", "Toxic substances"),
                                        ("height", "Work at heights"),
                                        ("cold_water", "Cold water"),
                                        ("high_temperature", "Great heat"),
                                        ("low_temperature", "Great cold"),
                                        ("heavy_labour", "Physical labour of grade IV"),
                                        ("underground", "Work underground"),
                                        ("forestry", "Felling, rafting or guarding woods"),
                                        ("radioactive", "Radioactive substances"),
                                        ("flammable_explosive", "Flammable or explosive substances"),
                                        ("field_exploration", "Exploration in the field"),
                                        (
                                            "underwater_or_tunnel",
                                            "Diving, caissons, tunnels or high altitude",
                                        ),
                                        ("heavy_load", "Heavy loads"),
                                        ("vibrating_tools", "Vibrating tools"),
                                        ("forced_posture", "A forced posture"),
                                        ("boiler", "Stoking boilers"),
                                        ("other_high_risk", "Other work of high risk"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                verbose_name="hazards",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("direct", "Directly between school and host"),
                                    ("intermediary", "Through an intermediary"),
                                    ("paid_agent", "Through a paid agent"),
                                    ("labour_dispatch", "Through labour dispatch"),
                                ],
                                default="direct",
                                max_length=20,
                                verbose_name="how interns come to it",
                            ),
                        ),
                        (
                            "intermediary",
                            models.CharField(blank=True, max_length=200, verbose_name="intermediary"),
                        ),
                        (
                            "intermediary_code",
                            models.CharField(
                                blank=True,
                                max_length=40,
                                verbose_name="registration code of the intermediary",
                            ),
                        ),
                        (
                            "fees",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("deposit", "Deposit"),
                                        ("training", "Training fee"),
                                        ("commission", "Commission"),
                                        ("management", "Management fee"),
                                        ("material", "Fee for materials"),
                                        ("job_service", "Fee for finding work"),
                                        ("guarantee", "Guarantee by somebody else"),
                                        ("identity_papers", "Keeping identity papers"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                verbose_name="asked of the intern",
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
                            "offered_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="offered at"
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="approved at"
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
                            "agreement",
                            models.ForeignKey(
                                help_text="Under which the interns come.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
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
                                related_name="posts",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "majors",
                            models.ManyToManyField(
                                related_name="posts", to="catalogue.major", verbose_name="majors"
                            ),
                        ),
                        (
                            "mentor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts_mentored",
                                to="partnerships.contact",
                                verbose_name="mentor",
                            ),
                        ),
                        (
                            "occupation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.occupation",
                                verbose_name="occupation",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                help_text="Empty: an offer that stands all year.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                        (
                            "plan_tasks",
                            models.ManyToManyField(
                                blank=True,
                                related_name="posts",
                                to="internships.plantask",
                                verbose_name="tasks of the plan it covers",
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
                                verbose_name="region",
                            ),
                        ),
                        (
                            "approval_reason",
                            models.TextField(
                                blank=True,
                                editable=False,
                                help_text="Where the host takes more interns than the limits, or is not vetted.",
                                verbose_name="why it was approved all the same",
                            ),
                        ),
                        (
                            "is_harmful",
                            models.BooleanField(default=False, verbose_name="the work harms body or mind"),
                        ),
                        (
                            "labour_grade",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "I: light"),
                                    (2, "II: medium"),
                                    (3, "III: heavy"),
                                    (4, "IV: very heavy"),
                                ],
                                default=1,
                                verbose_name="grade of physical labour",
                            ),
                        ),
                        (
                            "found_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts_found",
                                to="internships.student",
                                verbose_name="found by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "post",
                        "verbose_name_plural": "posts",
                        "ordering": ["-created_at", "-pk"],
                        "abstract": False,
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="post_by_bigram"
                            ),
                            models.Index(fields=["name_en_key", "id"], name="post_by_name_en"),
                            models.Index(fields=["name_zh_key", "id"], name="post_by_name_zh"),
                            models.Index(fields=["seats", "id"], name="post_by_seats"),
                            models.Index(fields=["pay_per_month", "id"], name="post_by_pay"),
                            models.Index(fields=["offered_at", "id"], name="post_by_offer"),
                            models.Index(fields=["updated_at", "id"], name="post_by_change"),
                            models.Index(fields=["plan", "state", "id"], name="post_by_plan"),
                            models.Index(fields=["enterprise", "state", "id"], name="post_by_enterprise"),
                            models.Index(
                                fields=["department", "offered_at", "id"], name="post_by_department"
                            ),
                            models.Index(fields=["state", "offered_at", "id"], name="post_by_state"),
                            models.Index(fields=["region", "offered_at", "id"], name="post_by_region"),
                            models.Index(fields=["lodging", "offered_at", "id"], name="post_by_lodging"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="internships_post_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats__gt", 0)),
                                name="post_has_seats",
                                violation_error_message="Offer at least one seat.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lower", None),
                                    models.Q(("lower__gt", 0), ("lower__lte", models.F("seats"))),
                                    _connector="OR",
                                ),
                                name="post_opens_with_no_more_than_its_seats",
                                violation_error_message="The fewest interns cannot be more than the seats.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours_per_day__gt", 0),
                                    ("hours_per_day__lte", 24),
                                    ("days_per_week__gte", 1),
                                    ("days_per_week__lte", 7),
                                ),
                                name="post_has_possible_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("pay_per_month", None), ("pay_per_month__gte", 0), _connector="OR"
                                ),
                                name="post_pay_is_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("open_from", None),
                                    ("open_until", None),
                                    ("open_until__gt", models.F("open_from")),
                                    _connector="OR",
                                ),
                                name="offer_ends_after_it_starts",
                                violation_error_message="The last day comes after the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_returned_post_gives_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["offered", "approved"]), _negated=True),
                                    ("offered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="an_offered_post_says_since_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agreement__isnull", False), ("found_by", None)),
                                    models.Q(("agreement", None), ("found_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_post_stands_under_an_agreement_or_a_student_found_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("found_by", None), models.Q(("state", "found"), _negated=True)),
                                    models.Q(("found_by__isnull", False), ("seats", 1), ("state", "found")),
                                    _connector="OR",
                                ),
                                name="what_a_student_found_is_for_nobody_else",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_postevent" ("address", "agreement_id", "approval_reason", "approved_at", "board", "channel", "created_at", "created_by_id", "days_per_week", "department_id", "duties", "enterprise_id", "fees", "found_by_id", "hazards", "hours_per_day", "id", "intermediary", "intermediary_code", "is_harmful", "is_simple_repetition", "labour_grade", "living_notes", "lodging", "lower", "lowest_tier_wage", "mentor_id", "name_en", "name_zh", "occupation_id", "offered_at", "open_from", "open_until", "pay_cycle_months", "pay_method", "pay_per_month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "region_id", "return_reason", "same_post_wage", "seats", "shift", "similar_staff", "state", "venue", "works_independently", "works_on_holidays") SELECT new_values."address", new_values."agreement_id", new_values."approval_reason", new_values."approved_at", new_values."board", new_values."channel", new_values."created_at", new_values."created_by_id", new_values."days_per_week", new_values."department_id", new_values."duties", new_values."enterprise_id", new_values."fees", new_values."found_by_id", new_values."hazards", new_values."hours_per_day", new_values."id", new_values."intermediary", new_values."intermediary_code", new_values."is_harmful", new_values."is_simple_repetition", new_values."labour_grade", new_values."living_notes", new_values."lodging", new_values."lower", new_values."lowest_tier_wage", new_values."mentor_id", new_values."name_en", new_values."name_zh", new_values."occupation_id", new_values."offered_at", new_values."open_from", new_values."open_until", new_values."pay_cycle_months", new_values."pay_method", new_values."pay_per_month", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."region_id", new_values."return_reason", new_values."same_post_wage", new_values."seats", new_values."shift", new_values."similar_staff", new_values."state", new_values."venue", new_values."works_independently", new_values."works_on_holidays" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="5546949d651792ccb072bbc675641e8c1038c55c",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ac974",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_post",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_postevent" ("address", "agreement_id", "approval_reason", "approved_at", "board", "channel", "created_at", "created_by_id", "days_per_week", "department_id", "duties", "enterprise_id", "fees", "found_by_id", "hazards", "hours_per_day", "id", "intermediary", "intermediary_code", "is_harmful", "is_simple_repetition", "labour_grade", "living_notes", "lodging", "lower", "lowest_tier_wage", "mentor_id", "name_en", "name_zh", "occupation_id", "offered_at", "open_from", "open_until", "pay_cycle_months", "pay_method", "pay_per_month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "region_id", "return_reason", "same_post_wage", "seats", "shift", "similar_staff", "state", "venue", "works_independently", "works_on_holidays") SELECT new_values."address", new_values."agreement_id", new_values."approval_reason", new_values."approved_at", new_values."board", new_values."channel", new_values."created_at", new_values."created_by_id", new_values."days_per_week", new_values."department_id", new_values."duties", new_values."enterprise_id", new_values."fees", new_values."found_by_id", new_values."hazards", new_values."hours_per_day", new_values."id", new_values."intermediary", new_values."intermediary_code", new_values."is_harmful", new_values."is_simple_repetition", new_values."labour_grade", new_values."living_notes", new_values."lodging", new_values."lower", new_values."lowest_tier_wage", new_values."mentor_id", new_values."name_en", new_values."name_zh", new_values."occupation_id", new_values."offered_at", new_values."open_from", new_values."open_until", new_values."pay_cycle_months", new_values."pay_method", new_values."pay_per_month", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."region_id", new_values."return_reason", new_values."same_post_wage", new_values."seats", new_values."shift", new_values."similar_staff", new_values."state", new_values."venue", new_values."works_independently", new_values."works_on_holidays" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."agreement_id" IS DISTINCT FROM (new_values."agreement_id") OR old_values."approval_reason" IS DISTINCT FROM (new_values."approval_reason") OR old_values."approved_at" IS DISTINCT FROM (new_values."approved_at") OR old_values."board" IS DISTINCT FROM (new_values."board") OR old_values."channel" IS DISTINCT FROM (new_values."channel") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."days_per_week" IS DISTINCT FROM (new_values."days_per_week") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."duties" IS DISTINCT FROM (new_values."duties") OR old_values."enterprise_id" IS DISTINCT FROM (new_values."enterprise_id") OR old_values."fees" IS DISTINCT FROM (new_values."fees") OR old_values."found_by_id" IS DISTINCT FROM (new_values."found_by_id") OR old_values."hazards" IS DISTINCT FROM (new_values."hazards") OR old_values."hours_per_day" IS DISTINCT FROM (new_values."hours_per_day") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."intermediary" IS DISTINCT FROM (new_values."intermediary") OR old_values."intermediary_code" IS DISTINCT FROM (new_values."intermediary_code") OR old_values."is_harmful" IS DISTINCT FROM (new_values."is_harmful") OR old_values."is_simple_repetition" IS DISTINCT FROM (new_values."is_simple_repetition") OR old_values."labour_grade" IS DISTINCT FROM (new_values."labour_grade") OR old_values."living_notes" IS DISTINCT FROM (new_values."living_notes") OR old_values."lodging" IS DISTINCT FROM (new_values."lodging") OR old_values."lower" IS DISTINCT FROM (new_values."lower") OR old_values."lowest_tier_wage" IS DISTINCT FROM (new_values."lowest_tier_wage") OR old_values."mentor_id" IS DISTINCT FROM (new_values."mentor_id") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."name_zh" IS DISTINCT FROM (new_values."name_zh") OR old_values."occupation_id" IS DISTINCT FROM (new_values."occupation_id") OR old_values."offered_at" IS DISTINCT FROM (new_values."offered_at") OR old_values."open_from" IS DISTINCT FROM (new_values."open_from") OR old_values."open_until" IS DISTINCT FROM (new_values."open_until") OR old_values."pay_cycle_months" IS DISTINCT FROM (new_values."pay_cycle_months") OR old_values."pay_method" IS DISTINCT FROM (new_values."pay_method") OR old_values."pay_per_month" IS DISTINCT FROM (new_values."pay_per_month") OR old_values."plan_id" IS DISTINCT FROM (new_values."plan_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."return_reason" IS DISTINCT FROM (new_values."return_reason") OR old_values."same_post_wage" IS DISTINCT FROM (new_values."same_post_wage") OR old_values."seats" IS DISTINCT FROM (new_values."seats") OR old_values."shift" IS DISTINCT FROM (new_values."shift") OR old_values."similar_staff" IS DISTINCT FROM (new_values."similar_staff") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."venue" IS DISTINCT FROM (new_values."venue") OR old_values."works_independently" IS DISTINCT FROM (new_values."works_independently") OR old_values."works_on_holidays" IS DISTINCT FROM (new_values."works_on_holidays")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="70b66d7b55e04bdc43c295c2704f832cb6a51d0a",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_60fd8",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_post",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PostEvent",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("offered", "Offered"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                    ("closed", "Closed"),
                                    ("withdrawn", "Withdrawn"),
                                    ("found", "Found by a student"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("duties", models.TextField(verbose_name="what interns do")),
                        (
                            "is_simple_repetition",
                            models.BooleanField(
                                default=False,
                                help_text="Work from which nothing of the occupation is learned.",
                                verbose_name="simple repetitive labour only",
                            ),
                        ),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="seats"
                            ),
                        ),
                        (
                            "lower",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="With fewer it is not worth opening. Empty: one is welcome.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="fewest interns",
                            ),
                        ),
                        (
                            "similar_staff",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Interns are at most a fifth of them.",
                                null=True,
                                verbose_name="staff in similar posts",
                            ),
                        ),
                        ("open_from", models.DateField(blank=True, null=True, verbose_name="open from")),
                        ("open_until", models.DateField(blank=True, null=True, verbose_name="open until")),
                        ("address", models.CharField(max_length=300, verbose_name="place of work")),
                        (
                            "venue",
                            models.CharField(
                                choices=[
                                    ("ordinary", "Ordinary workplace"),
                                    ("bar", "Bar"),
                                    ("nightclub", "Nightclub"),
                                    ("ktv", "Karaoke lounge"),
                                    ("bathhouse", "Bathhouse"),
                                    ("arcade", "Games arcade"),
                                    ("internet_cafe", "Internet café"),
                                    ("similar_venue", "Similar place of entertainment"),
                                ],
                                default="ordinary",
                                max_length=20,
                                verbose_name="kind of place",
                            ),
                        ),
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
                            "shift",
                            models.CharField(
                                choices=[
                                    ("day", "Day shift"),
                                    ("night", "Night shift"),
                                    ("rotating", "Rotating shifts"),
                                ],
                                default="day",
                                max_length=20,
                                verbose_name="shifts",
                            ),
                        ),
                        (
                            "works_on_holidays",
                            models.BooleanField(
                                default=False, verbose_name="work on rest days or public holidays"
                            ),
                        ),
                        (
                            "pay_per_month",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=9,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="pay a month",
                            ),
                        ),
                        (
                            "pay_method",
                            models.CharField(
                                choices=[
                                    ("direct", "In money, directly to the student"),
                                    ("through_others", "In money, through somebody else"),
                                    ("in_kind", "In goods or vouchers"),
                                ],
                                default="direct",
                                max_length=20,
                                verbose_name="how it is paid",
                            ),
                        ),
                        (
                            "pay_cycle_months",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(12),
                                ],
                                verbose_name="paid every … months",
                            ),
                        ),
                        (
                            "works_independently",
                            models.BooleanField(
                                default=False,
                                help_text="Then pay is in principle at least 80 percent of the wage of the same post.",
                                verbose_name="interns work relatively independently",
                            ),
                        ),
                        (
                            "same_post_wage",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=9,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="monthly wage of staff in the same post",
                            ),
                        ),
                        (
                            "lowest_tier_wage",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=9,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="lowest wage tier of the post",
                            ),
                        ),
                        (
                            "board",
                            models.CharField(
                                choices=[
                                    ("none", "Not provided"),
                                    ("free", "Provided free of charge"),
                                    ("allowance", "Allowance paid"),
                                    ("charged", "Provided for a charge"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="meals",
                            ),
                        ),
                        (
                            "lodging",
                            models.CharField(
                                choices=[
                                    ("none", "Not provided"),
                                    ("free", "Provided free of charge"),
                                    ("allowance", "Allowance paid"),
                                    ("charged", "Provided for a charge"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="lodging",
                            ),
                        ),
                        (
                            "living_notes",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="notes on meals and lodging"
                            ),
                        ),
                        (
                            "hazards",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("dust", "Dust"),
                                        ("toxic", "Toxic substances"),
                                        ("height", "Work at heights"),
                                        ("cold_water", "Cold water"),
                                        ("high_temperature", "Great heat"),
                                        ("low_temperature", "Great cold"),
                                        ("heavy_labour", "Physical labour of grade IV"),
                                        ("underground", "Work underground"),
                                        ("forestry", "Felling, rafting or guarding woods"),
                                        ("radioactive", "Radioactive substances"),
                                        ("flammable_explosive", "Flammable or explosive substances"),
                                        ("field_exploration", "Exploration in the field"),
                                        (
                                            "underwater_or_tunnel",
                                            "Diving, caissons, tunnels or high altitude",
                                        ),
                                        ("heavy_load", "Heavy loads"),
                                        ("vibrating_tools", "Vibrating tools"),
                                        ("forced_posture", "A forced posture"),
                                        ("boiler", "Stoking boilers"),
                                        ("other_high_risk", "Other work of high risk"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                verbose_name="hazards",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("direct", "Directly between school and host"),
                                    ("intermediary", "Through an intermediary"),
                                    ("paid_agent", "Through a paid agent"),
                                    ("labour_dispatch", "Through labour dispatch"),
                                ],
                                default="direct",
                                max_length=20,
                                verbose_name="how interns come to it",
                            ),
                        ),
                        (
                            "intermediary",
                            models.CharField(blank=True, max_length=200, verbose_name="intermediary"),
                        ),
                        (
                            "intermediary_code",
                            models.CharField(
                                blank=True,
                                max_length=40,
                                verbose_name="registration code of the intermediary",
                            ),
                        ),
                        (
                            "fees",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("deposit", "Deposit"),
                                        ("training", "Training fee"),
                                        ("commission", "Commission"),
                                        ("management", "Management fee"),
                                        ("material", "Fee for materials"),
                                        ("job_service", "Fee for finding work"),
                                        ("guarantee", "Guarantee by somebody else"),
                                        ("identity_papers", "Keeping identity papers"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                verbose_name="asked of the intern",
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
                            "offered_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="offered at"
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="approved at"
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                db_constraint=False,
                                help_text="Under which the interns come.",
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
                            "mentor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="mentor",
                            ),
                        ),
                        (
                            "occupation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="catalogue.occupation",
                                verbose_name="occupation",
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
                                to="internships.post",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Empty: an offer that stands all year.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.plan",
                                verbose_name="internship plan",
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
                                verbose_name="region",
                            ),
                        ),
                        (
                            "approval_reason",
                            models.TextField(
                                blank=True,
                                editable=False,
                                help_text="Where the host takes more interns than the limits, or is not vetted.",
                                verbose_name="why it was approved all the same",
                            ),
                        ),
                        (
                            "is_harmful",
                            models.BooleanField(default=False, verbose_name="the work harms body or mind"),
                        ),
                        (
                            "labour_grade",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "I: light"),
                                    (2, "II: medium"),
                                    (3, "III: heavy"),
                                    (4, "IV: very heavy"),
                                ],
                                default=1,
                                verbose_name="grade of physical labour",
                            ),
                        ),
                        (
                            "found_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.student",
                                verbose_name="found by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SelectionRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("main", "Main round"), ("fill_in", "Fill-in round")],
                                default="main",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("open", "Open"),
                                    ("closed", "Closed"),
                                    ("frozen", "Frozen"),
                                    ("run", "Run"),
                                    ("published", "Published"),
                                    ("finished", "Finished"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("opens_at", models.DateTimeField(verbose_name="students rank from")),
                        (
                            "students_until",
                            models.DateTimeField(
                                help_text="Then every enterprise sees all who want to come.",
                                verbose_name="students rank until",
                            ),
                        ),
                        ("closes_at", models.DateTimeField(verbose_name="enterprises rank until")),
                        ("confirm_by", models.DateTimeField(verbose_name="students confirm until")),
                        (
                            "seed",
                            models.CharField(
                                default=internships.models.rounds.draw_seed,
                                editable=False,
                                max_length=64,
                                verbose_name="seed of the lottery",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
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
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followers",
                                to="internships.selectionround",
                                verbose_name="fills in after",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="internships.plan",
                                verbose_name="internship plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "round of selection",
                        "verbose_name_plural": "rounds of selection",
                        "ordering": ["-opens_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["plan", "opens_at", "id"], name="round_by_plan"),
                            models.Index(fields=["state", "closes_at", "id"], name="round_by_state"),
                            models.Index(fields=["opens_at", "id"], name="round_by_opening"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "name"),
                                name="round_name_is_unique_in_its_plan",
                                violation_error_message="The plan has a round of this name already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("seed", ""), _negated=True),
                                ),
                                name="round_has_a_name_and_a_seed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closes_at__gte", models.F("students_until")),
                                    ("students_until__gt", models.F("opens_at")),
                                ),
                                name="round_closes_after_it_opens",
                                violation_error_message="Enterprises rank as long as students do, or longer.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confirm_by__gt", models.F("closes_at"))),
                                name="round_is_confirmed_after_it_closes",
                                violation_error_message="Students confirm after the rankings have closed.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("follows", None), ("kind", "main")),
                                    models.Q(("follows__isnull", False), ("kind", "fill_in")),
                                    _connector="OR",
                                ),
                                name="a_fill_in_round_follows_another",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_selectionroundevent" ("closes_at", "confirm_by", "created_at", "created_by_id", "follows_id", "id", "kind", "name", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "state", "students_until") SELECT new_values."closes_at", new_values."confirm_by", new_values."created_at", new_values."created_by_id", new_values."follows_id", new_values."id", new_values."kind", new_values."name", new_values."opens_at", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."state", new_values."students_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="8c42a03cf6e14cbb4110e86764f24de251945e5c",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_76852",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_selectionround",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_selectionroundevent" ("closes_at", "confirm_by", "created_at", "created_by_id", "follows_id", "id", "kind", "name", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "state", "students_until") SELECT new_values."closes_at", new_values."confirm_by", new_values."created_at", new_values."created_by_id", new_values."follows_id", new_values."id", new_values."kind", new_values."name", new_values."opens_at", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."state", new_values."students_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."closes_at" IS DISTINCT FROM (new_values."closes_at") OR old_values."confirm_by" IS DISTINCT FROM (new_values."confirm_by") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."follows_id" IS DISTINCT FROM (new_values."follows_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."opens_at" IS DISTINCT FROM (new_values."opens_at") OR old_values."plan_id" IS DISTINCT FROM (new_values."plan_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."students_until" IS DISTINCT FROM (new_values."students_until")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c6312d12a29b6ddeb3801df9b3cf5ad1d071e860",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_20e9c",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_selectionround",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        (
                            "reason",
                            models.TextField(
                                blank=True,
                                help_text="Students read it, where their place changes.",
                                verbose_name="why it was run again",
                            ),
                        ),
                        ("snapshot", models.TextField(verbose_name="snapshot")),
                        (
                            "snapshot_sha256",
                            models.CharField(max_length=64, verbose_name="SHA-256 of the snapshot"),
                        ),
                        ("frozen_at", models.DateTimeField(verbose_name="frozen at")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting to be started"),
                                    ("queued", "Queued"),
                                    ("matching", "Giving out seats"),
                                    ("checking", "Checking the result"),
                                    ("explaining", "Explaining every outcome"),
                                    ("writing", "Writing the result"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="stage",
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("error", models.TextField(blank=True, verbose_name="error")),
                        (
                            "result_sha256",
                            models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the result"),
                        ),
                        ("closures", models.JSONField(default=list, verbose_name="closed posts")),
                        ("students", models.PositiveIntegerField(default=0, verbose_name="students")),
                        ("placed", models.PositiveIntegerField(default=0, verbose_name="placed")),
                        ("verified_at", models.DateTimeField(null=True, verbose_name="verified at")),
                        ("published_at", models.DateTimeField(null=True, verbose_name="published at")),
                        (
                            "round",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="runs",
                                to="internships.selectionround",
                                verbose_name="round of selection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "run of a round",
                        "verbose_name_plural": "runs of rounds",
                        "ordering": ["round", "-number"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("stage__in", ("queued", "matching", "checking", "explaining", "writing"))
                                ),
                                fields=["stage"],
                                name="run_unfinished",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "number"), name="runs_of_a_round_are_numbered"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_at", None), ("verified_at__isnull", False), _connector="OR"
                                ),
                                name="only_a_verified_run_is_published",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="a_run_is_repeated_for_a_reason",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_roundrunevent" ("closures", "error", "frozen_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed", "published_at", "reason", "result_sha256", "round_id", "snapshot_sha256", "students", "verified_at") SELECT new_values."closures", new_values."error", new_values."frozen_at", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placed", new_values."published_at", new_values."reason", new_values."result_sha256", new_values."round_id", new_values."snapshot_sha256", new_values."students", new_values."verified_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="6d2831295dddc78e969691a22563340a5b464783",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_03086",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_roundrun",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_roundrunevent" ("closures", "error", "frozen_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed", "published_at", "reason", "result_sha256", "round_id", "snapshot_sha256", "students", "verified_at") SELECT new_values."closures", new_values."error", new_values."frozen_at", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placed", new_values."published_at", new_values."reason", new_values."result_sha256", new_values."round_id", new_values."snapshot_sha256", new_values."students", new_values."verified_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."closures" IS DISTINCT FROM (new_values."closures") OR old_values."error" IS DISTINCT FROM (new_values."error") OR old_values."frozen_at" IS DISTINCT FROM (new_values."frozen_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."placed" IS DISTINCT FROM (new_values."placed") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."result_sha256" IS DISTINCT FROM (new_values."result_sha256") OR old_values."round_id" IS DISTINCT FROM (new_values."round_id") OR old_values."snapshot_sha256" IS DISTINCT FROM (new_values."snapshot_sha256") OR old_values."students" IS DISTINCT FROM (new_values."students") OR old_values."verified_at" IS DISTINCT FROM (new_values."verified_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="e882dc9b12a4cd41fad6108338190252975c59a6",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_2618f",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_roundrun",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundSeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="seats"
                            ),
                        ),
                        (
                            "lower",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="With fewer the post is closed. 0: one is welcome.",
                                verbose_name="fewest interns",
                            ),
                        ),
                        (
                            "closing_place",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Of two posts that fill equally little the smaller number closes first. Empty: drawn.",
                                null=True,
                                verbose_name="place in the closing order",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="round_seats",
                                to="internships.post",
                                verbose_name="post",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="internships.selectionround",
                                verbose_name="round of selection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "seats of a round",
                        "verbose_name_plural": "seats of a round",
                        "ordering": ["round", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "post"),
                                name="a_round_has_a_post_once",
                                violation_error_message="The round has this post already.",
                            ),
                            models.UniqueConstraint(
                                fields=("round", "closing_place"), name="closing_order_has_each_place_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("lower__lte", models.F("seats")), ("seats__gt", 0)),
                                name="round_seats_can_be_filled",
                                violation_error_message="The fewest interns cannot be more than the seats.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_roundseatevent" ("closing_place", "id", "lower", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "round_id", "seats") SELECT new_values."closing_place", new_values."id", new_values."lower", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."post_id", new_values."round_id", new_values."seats" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="dbeaff4a859374064d45cbaf4f222d9f42ae4f45",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_62e56",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_roundseat",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_roundseatevent" ("closing_place", "id", "lower", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "round_id", "seats") SELECT new_values."closing_place", new_values."id", new_values."lower", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."post_id", new_values."round_id", new_values."seats" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="23873057faa2b1dc966bcf670a981133bbb28a2e",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_72b82",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_roundseat",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Outcome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "choice",
                            models.PositiveSmallIntegerField(
                                help_text="1 for the best of the student's list.",
                                null=True,
                                verbose_name="choice",
                            ),
                        ),
                        (
                            "wishes",
                            models.JSONField(
                                default=list,
                                help_text="Kept as data, put into words when shown.",
                                verbose_name="what became of each wish",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Waiting for an answer"),
                                    ("confirmed", "Confirmed"),
                                    ("declined", "Declined"),
                                    ("lapsed", "Not answered in time"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcomes",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outcomes",
                                to="internships.roundrun",
                                verbose_name="run of a round",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcomes",
                                to="internships.roundseat",
                                verbose_name="seats of a round",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "outcome of a round",
                        "verbose_name_plural": "outcomes of rounds",
                        "ordering": ["run", "pk"],
                        "indexes": [
                            models.Index(fields=["seat", "answer"], name="outcome_by_seat"),
                            models.Index(fields=["choice", "id"], name="outcome_by_choice"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "student"), name="a_run_has_one_outcome_a_student"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("answered_at", None)),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("seat__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="only_a_place_is_answered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "declined"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_declines_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("choice", None), ("seat", None)),
                                    models.Q(("choice__isnull", False), ("seat__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_place_was_some_choice",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_outcomeevent" ("answer", "answered_at", "choice", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "run_id", "seat_id", "student_id") SELECT new_values."answer", new_values."answered_at", new_values."choice", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."run_id", new_values."seat_id", new_values."student_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."choice" IS DISTINCT FROM (new_values."choice") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."run_id" IS DISTINCT FROM (new_values."run_id") OR old_values."seat_id" IS DISTINCT FROM (new_values."seat_id") OR old_values."student_id" IS DISTINCT FROM (new_values."student_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="93c72dfd7127832edb51ee69a0e52efd1c9020d3",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_5c874",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_outcome",
                                    when="AFTER",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutcomeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "choice",
                            models.PositiveSmallIntegerField(
                                help_text="1 for the best of the student's list.",
                                null=True,
                                verbose_name="choice",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Waiting for an answer"),
                                    ("confirmed", "Confirmed"),
                                    ("declined", "Declined"),
                                    ("lapsed", "Not answered in time"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
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
                                to="internships.outcome",
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
                            "run",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.roundrun",
                                verbose_name="run of a round",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.roundseat",
                                verbose_name="seats of a round",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExcludedPair",
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
                                    ("not_enrolled", "You are not enrolled at present."),
                                    ("other_plan", "The internship plan is not for your class."),
                                    ("placed", "You have a place already."),
                                    ("post_closed", "The post is not offered any more."),
                                    ("major", "The post is for other majors."),
                                    ("under_16", "You are under 16 when it begins (INT-16)."),
                                    ("first_year", "First-year students do no post internship (INT-15)."),
                                    (
                                        "minor",
                                        "You are under 18 when it begins, and the post has work barred to minors (INT-17).",
                                    ),
                                    ("women", "The post has work barred to women (INT-18)."),
                                    ("region", "It is outside the regions that you named as within reach."),
                                ],
                                max_length=20,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="excluded",
                                to="internships.roundrun",
                                verbose_name="run of a round",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="internships.roundseat",
                                verbose_name="seats of a round",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "excluded wish",
                        "verbose_name_plural": "excluded wishes",
                        "ordering": ["run", "student", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "student", "seat"), name="a_wish_is_excluded_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundSeatEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="seats"
                            ),
                        ),
                        (
                            "lower",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="With fewer the post is closed. 0: one is welcome.",
                                verbose_name="fewest interns",
                            ),
                        ),
                        (
                            "closing_place",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Of two posts that fill equally little the smaller number closes first. Empty: drawn.",
                                null=True,
                                verbose_name="place in the closing order",
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
                                to="internships.roundseat",
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
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.selectionround",
                                verbose_name="round of selection",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoundRunEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        (
                            "reason",
                            models.TextField(
                                blank=True,
                                help_text="Students read it, where their place changes.",
                                verbose_name="why it was run again",
                            ),
                        ),
                        (
                            "snapshot_sha256",
                            models.CharField(max_length=64, verbose_name="SHA-256 of the snapshot"),
                        ),
                        ("frozen_at", models.DateTimeField(verbose_name="frozen at")),
                        ("error", models.TextField(blank=True, verbose_name="error")),
                        (
                            "result_sha256",
                            models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the result"),
                        ),
                        ("closures", models.JSONField(default=list, verbose_name="closed posts")),
                        ("students", models.PositiveIntegerField(default=0, verbose_name="students")),
                        ("placed", models.PositiveIntegerField(default=0, verbose_name="placed")),
                        ("verified_at", models.DateTimeField(null=True, verbose_name="verified at")),
                        ("published_at", models.DateTimeField(null=True, verbose_name="published at")),
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
                                to="internships.roundrun",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.selectionround",
                                verbose_name="round of selection",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReachableRegion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.region",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reachable_regions",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reachable_regions",
                                to="internships.selectionround",
                                verbose_name="round of selection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "region within reach",
                        "verbose_name_plural": "regions within reach",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "student", "region"), name="a_region_is_within_reach_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SelectionRoundEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("main", "Main round"), ("fill_in", "Fill-in round")],
                                default="main",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("open", "Open"),
                                    ("closed", "Closed"),
                                    ("frozen", "Frozen"),
                                    ("run", "Run"),
                                    ("published", "Published"),
                                    ("finished", "Finished"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("opens_at", models.DateTimeField(verbose_name="students rank from")),
                        (
                            "students_until",
                            models.DateTimeField(
                                help_text="Then every enterprise sees all who want to come.",
                                verbose_name="students rank until",
                            ),
                        ),
                        ("closes_at", models.DateTimeField(verbose_name="enterprises rank until")),
                        ("confirm_by", models.DateTimeField(verbose_name="students confirm until")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
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
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="internships.selectionround",
                                verbose_name="fills in after",
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
                                to="internships.selectionround",
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
                    name="StudentRanking",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wishes",
                                to="internships.roundseat",
                                verbose_name="seats of a round",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wishes",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "wish of a student",
                        "verbose_name_plural": "wishes of students",
                        "ordering": ["student", "place", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("student", "seat"), name="a_student_ranks_a_post_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("place__gt", 0)), name="wishes_are_counted_from_one"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PostRanking",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField(verbose_name="place")),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rankings",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rankings",
                                to="internships.roundseat",
                                verbose_name="seats of a round",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "student on a post's list",
                        "verbose_name_plural": "students on posts' lists",
                        "ordering": ["seat", "place", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("seat", "student"), name="a_post_ranks_a_student_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("place__gt", 0)), name="ranks_are_counted_from_one"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Skill",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "key",
                            models.CharField(
                                editable=False,
                                help_text="The name, folded.",
                                max_length=40,
                                unique=True,
                                verbose_name="key",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "skill",
                        "verbose_name_plural": "skills",
                        "ordering": ["key"],
                    },
                ),
                migrations.CreateModel(
                    name="GuardianTalk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="when")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("phone", "Phone"),
                                    ("visit", "Visit at home"),
                                    ("school", "At the school"),
                                    ("message", "Message"),
                                ],
                                default="phone",
                                max_length=10,
                                verbose_name="how",
                            ),
                        ),
                        ("about", models.TextField(max_length=2000, verbose_name="what it was about")),
                        ("next_step", models.CharField(blank=True, max_length=300, verbose_name="next step")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="done"),
                        ),
                        ("recorded_at", models.DateTimeField(editable=False, verbose_name="recorded at")),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty where somebody else of the family was talked to.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="talks",
                                to="internships.guardian",
                                verbose_name="guardian",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="talks",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "talk with a guardian",
                        "verbose_name_plural": "talks with guardians",
                        "ordering": ["-happened_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_on", None),
                                    models.Q(("next_step", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="what_has_a_day_says_what_is_to_be_done",
                                violation_error_message="Say what is to be done until then.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_guardiantalkevent" ("about", "done_at", "guardian_id", "happened_on", "id", "next_on", "next_step", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "student_id", "way") SELECT new_values."about", new_values."done_at", new_values."guardian_id", new_values."happened_on", new_values."id", new_values."next_on", new_values."next_step", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."student_id", new_values."way" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="6886d1addae3583d0f31d829a01bf31ad2abc991",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_6e870",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="internships_guardiantalk",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_guardiantalkevent" ("about", "done_at", "guardian_id", "happened_on", "id", "next_on", "next_step", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "student_id", "way") SELECT new_values."about", new_values."done_at", new_values."guardian_id", new_values."happened_on", new_values."id", new_values."next_on", new_values."next_step", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."student_id", new_values."way" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="519d550b3d186fb515ab4a060ac2a9bd0b62cccd",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_84c13",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="internships_guardiantalk",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GuardianTalkEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("happened_on", models.DateField(verbose_name="when")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("phone", "Phone"),
                                    ("visit", "Visit at home"),
                                    ("school", "At the school"),
                                    ("message", "Message"),
                                ],
                                default="phone",
                                max_length=10,
                                verbose_name="how",
                            ),
                        ),
                        ("about", models.TextField(max_length=2000, verbose_name="what it was about")),
                        ("next_step", models.CharField(blank=True, max_length=300, verbose_name="next step")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="done"),
                        ),
                        ("recorded_at", models.DateTimeField(editable=False, verbose_name="recorded at")),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Empty where somebody else of the family was talked to.",
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
                                to="internships.guardiantalk",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                    name="ProfileConsent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
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
                                verbose_name="part",
                            ),
                        ),
                        (
                            "shown",
                            models.CharField(
                                blank=True,
                                help_text="The ways to reach the student, as they were when the student agreed.",
                                max_length=300,
                                verbose_name="what is shown",
                            ),
                        ),
                        ("given_at", models.DateTimeField(verbose_name="given")),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="profile_consents",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "consent to show a profile",
                        "verbose_name_plural": "consents to show profiles",
                        "ordering": ["-given_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=["part", "student"],
                                name="consent_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("student", "part"),
                                name="a_student_consents_once_to_a_part",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at", None),
                                    ("withdrawn_at__gte", models.F("given_at")),
                                    _connector="OR",
                                ),
                                name="consent_is_withdrawn_after_it_was_given",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProfileEntry",
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
                                    ("certificate", "Certificate"),
                                    ("work", "Work"),
                                    ("award", "Award"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("by", models.CharField(blank=True, max_length=120, verbose_name="given by")),
                        ("happened_on", models.DateField(blank=True, null=True, verbose_name="when")),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="description")),
                        (
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="profile_entries",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "entry of a profile",
                        "verbose_name_plural": "entries of profiles",
                        "ordering": ["kind", "-happened_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ProfileFile",
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
                                to="internships.profileentry",
                                verbose_name="entry of a profile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a profile",
                        "verbose_name_plural": "files of profiles",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StudentCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(blank=True, max_length=64, verbose_name="digest of the code"),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="sent to")),
                        ("issued_at", models.DateTimeField(verbose_name="issued")),
                        ("expires_at", models.DateTimeField(verbose_name="open until")),
                        ("used_at", models.DateTimeField(null=True, verbose_name="used")),
                        ("revoked_at", models.DateTimeField(null=True, verbose_name="taken back")),
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
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="codes",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "code to sign in for the first time",
                        "verbose_name_plural": "codes to sign in for the first time",
                        "ordering": ["-issued_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at", None), ("used_at", None)),
                                fields=("student",),
                                name="a_student_has_one_open_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("digest", ""), _negated=True),
                                    models.Q(("email", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="code_is_printed_or_sent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StudentProfile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("about", models.TextField(blank=True, max_length=2000, verbose_name="about me")),
                        ("changed_at", models.DateTimeField(verbose_name="changed")),
                        (
                            "skills",
                            models.ManyToManyField(
                                blank=True,
                                related_name="profiles",
                                to="internships.skill",
                                verbose_name="skills",
                            ),
                        ),
                        (
                            "student",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="profile",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "profile of a student",
                        "verbose_name_plural": "profiles of students",
                        "ordering": ["student"],
                    },
                ),
                migrations.CreateModel(
                    name="DetailsRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                max_length=1000, verbose_name="what is wrong, and what is right"
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
                        ("answer", models.TextField(blank=True, max_length=1000, verbose_name="answer")),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="answered"
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
                            "student",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="details_requests",
                                to="internships.student",
                                verbose_name="student",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "request to correct the record",
                        "verbose_name_plural": "requests to correct the record",
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["student"],
                                name="details_request_open",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
