import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
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
        ("accounts", "__first__"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0001_database"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Pack",
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
                            "code",
                            models.CharField(
                                help_text="By which the program asks for it.",
                                max_length=60,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                                        "Small letters and digits, with hyphens between them.",
                                    )
                                ],
                                verbose_name="code",
                            ),
                        ),
                        (
                            "jurisdiction",
                            models.CharField(
                                help_text="A country, or a part of it: CN, CN-3702, GB-ENG.",
                                max_length=20,
                                verbose_name="jurisdiction",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="compliance.pack",
                                verbose_name="tightens",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rule pack",
                        "verbose_name_plural": "rule packs",
                        "ordering": ["jurisdiction", "code"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="compliance_pack_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pk", models.F("parent")), _negated=True),
                                name="a_pack_is_not_its_own_parent",
                                violation_error_message="A pack cannot tighten itself.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compliance_packevent" ("code", "id", "jurisdiction", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."id", new_values."jurisdiction", new_values."name_en", new_values."name_zh", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="6c8489d9300c76a6820e9b3ecc2d5c7743fbf7ed",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_d194e",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="compliance_pack",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compliance_packevent" ("code", "id", "jurisdiction", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."id", new_values."jurisdiction", new_values."name_en", new_values."name_zh", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="258dbb1114a60fa82fd207511b83b341e92452cf",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_0de68",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="compliance_pack",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PackEvent",
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
                            "code",
                            models.CharField(
                                help_text="By which the program asks for it.",
                                max_length=60,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                                        "Small letters and digits, with hyphens between them.",
                                    )
                                ],
                                verbose_name="code",
                            ),
                        ),
                        (
                            "jurisdiction",
                            models.CharField(
                                help_text="A country, or a part of it: CN, CN-3702, GB-ENG.",
                                max_length=20,
                                verbose_name="jurisdiction",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="compliance.pack",
                                verbose_name="tightens",
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
                                to="compliance.pack",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PackVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="version")),
                        ("effective_from", models.DateField(verbose_name="in force from")),
                        (
                            "effective_until",
                            models.DateField(
                                blank=True,
                                help_text="Usually empty: the next version takes over from the day on which it is in force.",
                                null=True,
                                verbose_name="in force until",
                            ),
                        ),
                        (
                            "reason_en",
                            models.CharField(blank=True, max_length=300, verbose_name="reason in English"),
                        ),
                        (
                            "reason_zh",
                            models.CharField(blank=True, max_length=300, verbose_name="reason in Chinese"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="published at"
                            ),
                        ),
                        (
                            "pack",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="compliance.pack",
                                verbose_name="rule pack",
                            ),
                        ),
                        (
                            "parent_version",
                            models.ForeignKey(
                                blank=True,
                                help_text="Its rules hold as well, each as it is or tightened.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="compliance.packversion",
                                verbose_name="tightens the version",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                help_text="Empty where it came with the program.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version of a rule pack",
                        "verbose_name_plural": "versions of rule packs",
                        "ordering": ["pack", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("pack", "number"), name="versions_of_a_pack_are_numbered"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("published_at", None)),
                                fields=("pack",),
                                name="a_pack_has_one_draft",
                                violation_error_message="The pack has a draft already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("effective_until", None),
                                    ("effective_until__gte", models.F("effective_from")),
                                    _connector="OR",
                                ),
                                name="a_version_ends_after_it_begins",
                                violation_error_message="It would end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_at", None),
                                    models.Q(("reason_en", ""), ("reason_zh", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_published_version_gives_its_reason",
                                violation_error_message="Say why there is a new version.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="a_published_version_never_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."published_at" IS NOT NULL)',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="aadc8551e878adac805af0e79bac06eb1f29adfa",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_a_published_version_never_changes_b37e2",
                                    table="compliance_packversion",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compliance_packversionevent" ("effective_from", "effective_until", "id", "number", "pack_id", "parent_version_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reason_en", "reason_zh") SELECT new_values."effective_from", new_values."effective_until", new_values."id", new_values."number", new_values."pack_id", new_values."parent_version_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_at", new_values."published_by_id", new_values."reason_en", new_values."reason_zh" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ac5844f1aa5a33e13065672f309caa93a09070c3",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_994ee",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="compliance_packversion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compliance_packversionevent" ("effective_from", "effective_until", "id", "number", "pack_id", "parent_version_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reason_en", "reason_zh") SELECT new_values."effective_from", new_values."effective_until", new_values."id", new_values."number", new_values."pack_id", new_values."parent_version_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_at", new_values."published_by_id", new_values."reason_en", new_values."reason_zh" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="b4743ba734bf3f257e7692516917e786bedece2f",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_6661c",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="compliance_packversion",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_id", models.BigIntegerField()),
                        (
                            "department_id",
                            models.BigIntegerField(blank=True, null=True, verbose_name="department"),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("start", "before the start"),
                                    ("day", "day by day"),
                                    ("pay", "when pay is settled"),
                                    ("archive", "before archiving"),
                                    ("teacher", "of a teacher at any time"),
                                    ("enterprise", "of an enterprise at any time"),
                                    ("recognition", "before a teacher is recognised"),
                                    ("conclusion", "when a recognition is concluded"),
                                    ("vetting", "when a part-time teacher is vetted"),
                                    ("induction", "before a part-time teacher begins"),
                                ],
                                max_length=20,
                                verbose_name="looked at",
                            ),
                        ),
                        (
                            "occasion",
                            models.CharField(
                                blank=True,
                                help_text="Which day, week or month, where there are several.",
                                max_length=40,
                                verbose_name="occasion",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="day of the check")),
                        ("evaluated_at", models.DateTimeField(verbose_name="checked at")),
                        ("facts", models.JSONField(verbose_name="facts")),
                        (
                            "fingerprint",
                            models.CharField(max_length=64, verbose_name="fingerprint of the facts"),
                        ),
                        ("findings", models.JSONField(verbose_name="findings")),
                        (
                            "failed",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                verbose_name="not met",
                            ),
                        ),
                        (
                            "unknown",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                verbose_name="not known",
                            ),
                        ),
                        (
                            "asking",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                verbose_name="waiting for a person",
                            ),
                        ),
                        (
                            "blocking",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                verbose_name="in the way",
                            ),
                        ),
                        ("is_current", models.BooleanField(default=True, verbose_name="the latest")),
                        (
                            "subject_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        (
                            "pack",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="compliance.pack",
                                verbose_name="rule pack",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evaluations",
                                to="compliance.packversion",
                                verbose_name="version of a rule pack",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "check of the rules",
                        "verbose_name_plural": "checks of the rules",
                        "ordering": ["-evaluated_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["subject_type", "subject_id", "-evaluated_at"],
                                name="check_by_subject",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("is_current", True)),
                                fields=["blocking"],
                                name="check_by_blocking",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("is_current", True)),
                                fields=["failed"],
                                name="check_by_failed",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("is_current", True), models.Q(("blocking", []), _negated=True)
                                ),
                                fields=["stage", "subject_type", "subject_id"],
                                name="check_in_the_way",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("is_current", True), models.Q(("asking", []), _negated=True)
                                ),
                                fields=["stage", "subject_type", "subject_id"],
                                name="check_asking",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_current", True)),
                                fields=("subject_type", "subject_id", "pack", "stage", "occasion"),
                                name="one_latest_check_per_occasion",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="what_was_checked_never_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."subject_type_id" IS DISTINCT FROM (NEW."subject_type_id") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."pack_id" IS DISTINCT FROM (NEW."pack_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."occasion" IS DISTINCT FROM (NEW."occasion") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."evaluated_at" IS DISTINCT FROM (NEW."evaluated_at") OR OLD."facts" IS DISTINCT FROM (NEW."facts") OR OLD."fingerprint" IS DISTINCT FROM (NEW."fingerprint") OR OLD."findings" IS DISTINCT FROM (NEW."findings") OR OLD."failed" IS DISTINCT FROM (NEW."failed") OR OLD."unknown" IS DISTINCT FROM (NEW."unknown"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="58ea5a55029858db2163f5bec0bc5232de2e574d",
                                    operation="UPDATE",
                                    pgid="pgtrigger_what_was_checked_never_changes_3e9db",
                                    table="compliance_evaluation",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PackVersionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("number", models.PositiveIntegerField(verbose_name="version")),
                        ("effective_from", models.DateField(verbose_name="in force from")),
                        (
                            "effective_until",
                            models.DateField(
                                blank=True,
                                help_text="Usually empty: the next version takes over from the day on which it is in force.",
                                null=True,
                                verbose_name="in force until",
                            ),
                        ),
                        (
                            "reason_en",
                            models.CharField(blank=True, max_length=300, verbose_name="reason in English"),
                        ),
                        (
                            "reason_zh",
                            models.CharField(blank=True, max_length=300, verbose_name="reason in Chinese"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="published at"
                            ),
                        ),
                        (
                            "pack",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="compliance.pack",
                                verbose_name="rule pack",
                            ),
                        ),
                        (
                            "parent_version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Its rules hold as well, each as it is or tightened.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="compliance.packversion",
                                verbose_name="tightens the version",
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
                                to="compliance.packversion",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                help_text="Empty where it came with the program.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Rule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "code",
                            models.CharField(
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z0-9]+(-[A-Za-z0-9]+)+\\Z",
                                        "Like INT-15: letters, a hyphen, a number.",
                                    )
                                ],
                                verbose_name="number",
                            ),
                        ),
                        (
                            "instrument_en",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="instrument in English"
                            ),
                        ),
                        (
                            "instrument_zh",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="instrument in Chinese"
                            ),
                        ),
                        ("article", models.CharField(blank=True, max_length=60, verbose_name="article")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=120, verbose_name="title in English"),
                        ),
                        (
                            "title_zh",
                            models.CharField(blank=True, max_length=120, verbose_name="title in Chinese"),
                        ),
                        (
                            "text_en",
                            models.TextField(blank=True, max_length=600, verbose_name="rule in English"),
                        ),
                        (
                            "text_zh",
                            models.TextField(blank=True, max_length=600, verbose_name="rule in Chinese"),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("advisory", "advised"),
                                    ("required", "required"),
                                    ("forbidden_unless_filed", "forbidden unless filed"),
                                    ("forbidden", "forbidden"),
                                ],
                                max_length=30,
                                verbose_name="weight",
                            ),
                        ),
                        (
                            "evidence",
                            models.CharField(
                                choices=[
                                    ("verified", "text read"),
                                    ("secondary", "secondary source"),
                                    ("unverified", "not verified"),
                                ],
                                help_text="A rule that is not verified never stands in the way: it asks a person.",
                                max_length=20,
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("start", "before the start"),
                                    ("day", "day by day"),
                                    ("pay", "when pay is settled"),
                                    ("archive", "before archiving"),
                                    ("teacher", "of a teacher at any time"),
                                    ("enterprise", "of an enterprise at any time"),
                                    ("recognition", "before a teacher is recognised"),
                                    ("conclusion", "when a recognition is concluded"),
                                    ("vetting", "when a part-time teacher is vetted"),
                                    ("induction", "before a part-time teacher begins"),
                                ],
                                default="start",
                                max_length=20,
                                verbose_name="looked at",
                            ),
                        ),
                        (
                            "is_gate",
                            models.BooleanField(
                                default=False,
                                help_text="Without a tick it only advises.",
                                verbose_name="stands in the way",
                            ),
                        ),
                        ("predicate", models.CharField(max_length=40, verbose_name="predicate")),
                        ("parameters", models.JSONField(blank=True, default=dict, verbose_name="parameters")),
                        (
                            "conditions",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Checks that say whom it concerns at all; none: everybody.",
                                verbose_name="conditions",
                            ),
                        ),
                        (
                            "facts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80),
                                blank=True,
                                default=list,
                                help_text="Beside those that the predicates look at. A decision lapses when one of them changes.",
                                verbose_name="facts for the person who decides",
                            ),
                        ),
                        (
                            "override",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("high_risk", "filing of high-risk work"),
                                    ("rest_days", "filing of work on days of rest"),
                                    ("hours", "filing of overtime or night shifts"),
                                ],
                                max_length=30,
                                verbose_name="lifted by the filing",
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
                                                            core.search._Join(
                                                                core.search._Join(
                                                                    core.search._Join(
                                                                        core.search._Join(
                                                                            core.search._Join(
                                                                                core.search._Join(
                                                                                    core.search._Join(
                                                                                        core.search._Join(
                                                                                            django.db.models.functions.comparison.Coalesce(
                                                                                                models.F(
                                                                                                    "code"
                                                                                                ),
                                                                                                models.Value(
                                                                                                    ""
                                                                                                ),
                                                                                            ),
                                                                                            models.Value(" "),
                                                                                        ),
                                                                                        django.db.models.functions.comparison.Coalesce(
                                                                                            models.F(
                                                                                                "title_en"
                                                                                            ),
                                                                                            models.Value(""),
                                                                                        ),
                                                                                    ),
                                                                                    models.Value(" "),
                                                                                ),
                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                    models.F("title_zh"),
                                                                                    models.Value(""),
                                                                                ),
                                                                            ),
                                                                            models.Value(" "),
                                                                        ),
                                                                        django.db.models.functions.comparison.Coalesce(
                                                                            models.F("text_en"),
                                                                            models.Value(""),
                                                                        ),
                                                                    ),
                                                                    models.Value(" "),
                                                                ),
                                                                django.db.models.functions.comparison.Coalesce(
                                                                    models.F("text_zh"), models.Value("")
                                                                ),
                                                            ),
                                                            models.Value(" "),
                                                        ),
                                                        django.db.models.functions.comparison.Coalesce(
                                                            models.F("instrument_en"), models.Value("")
                                                        ),
                                                    ),
                                                    models.Value(" "),
                                                ),
                                                django.db.models.functions.comparison.Coalesce(
                                                    models.F("instrument_zh"), models.Value("")
                                                ),
                                            ),
                                            models.Value(" "),
                                        ),
                                        django.db.models.functions.comparison.Coalesce(
                                            models.F("article"), models.Value("")
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
                                                                core.search._Join(
                                                                    core.search._Join(
                                                                        core.search._Join(
                                                                            core.search._Join(
                                                                                core.search._Join(
                                                                                    core.search._Join(
                                                                                        core.search._Join(
                                                                                            core.search._Join(
                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                    models.F(
                                                                                                        "code"
                                                                                                    ),
                                                                                                    models.Value(
                                                                                                        ""
                                                                                                    ),
                                                                                                ),
                                                                                                models.Value(
                                                                                                    " "
                                                                                                ),
                                                                                            ),
                                                                                            django.db.models.functions.comparison.Coalesce(
                                                                                                models.F(
                                                                                                    "title_en"
                                                                                                ),
                                                                                                models.Value(
                                                                                                    ""
                                                                                                ),
                                                                                            ),
                                                                                        ),
                                                                                        models.Value(" "),
                                                                                    ),
                                                                                    django.db.models.functions.comparison.Coalesce(
                                                                                        models.F("title_zh"),
                                                                                        models.Value(""),
                                                                                    ),
                                                                                ),
                                                                                models.Value(" "),
                                                                            ),
                                                                            django.db.models.functions.comparison.Coalesce(
                                                                                models.F("text_en"),
                                                                                models.Value(""),
                                                                            ),
                                                                        ),
                                                                        models.Value(" "),
                                                                    ),
                                                                    django.db.models.functions.comparison.Coalesce(
                                                                        models.F("text_zh"), models.Value("")
                                                                    ),
                                                                ),
                                                                models.Value(" "),
                                                            ),
                                                            django.db.models.functions.comparison.Coalesce(
                                                                models.F("instrument_en"), models.Value("")
                                                            ),
                                                        ),
                                                        models.Value(" "),
                                                    ),
                                                    django.db.models.functions.comparison.Coalesce(
                                                        models.F("instrument_zh"), models.Value("")
                                                    ),
                                                ),
                                                models.Value(" "),
                                            ),
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("article"), models.Value("")
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rules",
                                to="compliance.packversion",
                                verbose_name="version of a rule pack",
                            ),
                        ),
                        (
                            "article_zh",
                            models.CharField(blank=True, max_length=60, verbose_name="article in Chinese"),
                        ),
                    ],
                    options={
                        "verbose_name": "rule",
                        "verbose_name_plural": "rules",
                        "ordering": ["version", "order", "pk"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="rule_by_bigram"
                            ),
                            models.Index(fields=["order", "id"], name="rule_by_order"),
                            models.Index(fields=["code", "id"], name="rule_by_code"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "code"),
                                name="rules_of_a_version_differ_in_number",
                                violation_error_message="The version has a rule with this number already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title_en", ""), ("title_zh", ""), _negated=True),
                                    models.Q(("text_en", ""), ("text_zh", ""), _negated=True),
                                ),
                                name="a_rule_is_said_in_words",
                                violation_error_message="Give title and text in at least one language.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("instrument_en", ""), ("instrument_zh", ""), _negated=True),
                                    models.Q(("article", ""), _negated=True),
                                ),
                                name="a_rule_names_its_source",
                                violation_error_message="Name the instrument and the article.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="rules_of_a_published_version_never_change",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nIF EXISTS (\n    SELECT 1 FROM compliance_packversion\n    WHERE id IN (OLD.version_id, NEW.version_id) AND published_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'pgtrigger: the rules of a published version never change';\nEND IF;\nIF TG_OP = 'DELETE' THEN\n    RETURN OLD;\nEND IF;\nRETURN NEW;\n",
                                    hash="ba2163f5e6b34983f8b7d416f016068f2d354f66",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_rules_of_a_published_version_never_change_df3f6",
                                    table="compliance_rule",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compliance_ruleevent" ("article", "article_zh", "code", "conditions", "evidence", "facts", "id", "instrument_en", "instrument_zh", "is_gate", "order", "override", "parameters", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predicate", "severity", "stage", "text_en", "text_zh", "title_en", "title_zh", "version_id") SELECT new_values."article", new_values."article_zh", new_values."code", new_values."conditions", new_values."evidence", new_values."facts", new_values."id", new_values."instrument_en", new_values."instrument_zh", new_values."is_gate", new_values."order", new_values."override", new_values."parameters", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."predicate", new_values."severity", new_values."stage", new_values."text_en", new_values."text_zh", new_values."title_en", new_values."title_zh", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="3cff2354180fd8138e319d01992ce06376b10ebd",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a7e4d",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="compliance_rule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compliance_ruleevent" ("article", "article_zh", "code", "conditions", "evidence", "facts", "id", "instrument_en", "instrument_zh", "is_gate", "order", "override", "parameters", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predicate", "severity", "stage", "text_en", "text_zh", "title_en", "title_zh", "version_id") SELECT new_values."article", new_values."article_zh", new_values."code", new_values."conditions", new_values."evidence", new_values."facts", new_values."id", new_values."instrument_en", new_values."instrument_zh", new_values."is_gate", new_values."order", new_values."override", new_values."parameters", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."predicate", new_values."severity", new_values."stage", new_values."text_en", new_values."text_zh", new_values."title_en", new_values."title_zh", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."article" IS DISTINCT FROM (new_values."article") OR old_values."article_zh" IS DISTINCT FROM (new_values."article_zh") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."conditions" IS DISTINCT FROM (new_values."conditions") OR old_values."evidence" IS DISTINCT FROM (new_values."evidence") OR old_values."facts" IS DISTINCT FROM (new_values."facts") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."instrument_en" IS DISTINCT FROM (new_values."instrument_en") OR old_values."instrument_zh" IS DISTINCT FROM (new_values."instrument_zh") OR old_values."is_gate" IS DISTINCT FROM (new_values."is_gate") OR old_values."order" IS DISTINCT FROM (new_values."order") OR old_values."override" IS DISTINCT FROM (new_values."override") OR old_values."parameters" IS DISTINCT FROM (new_values."parameters") OR old_values."predicate" IS DISTINCT FROM (new_values."predicate") OR old_values."severity" IS DISTINCT FROM (new_values."severity") OR old_values."stage" IS DISTINCT FROM (new_values."stage") OR old_values."text_en" IS DISTINCT FROM (new_values."text_en") OR old_values."text_zh" IS DISTINCT FROM (new_values."text_zh") OR old_values."title_en" IS DISTINCT FROM (new_values."title_en") OR old_values."title_zh" IS DISTINCT FROM (new_values."title_zh") OR old_values."version_id" IS DISTINCT FROM (new_values."version_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="b690d69221b8b7c2e9a6302d68da2c2e4ade5db0",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_1ae06",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="compliance_rule",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RuleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "code",
                            models.CharField(
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z0-9]+(-[A-Za-z0-9]+)+\\Z",
                                        "Like INT-15: letters, a hyphen, a number.",
                                    )
                                ],
                                verbose_name="number",
                            ),
                        ),
                        (
                            "instrument_en",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="instrument in English"
                            ),
                        ),
                        (
                            "instrument_zh",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="instrument in Chinese"
                            ),
                        ),
                        ("article", models.CharField(blank=True, max_length=60, verbose_name="article")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=120, verbose_name="title in English"),
                        ),
                        (
                            "title_zh",
                            models.CharField(blank=True, max_length=120, verbose_name="title in Chinese"),
                        ),
                        (
                            "text_en",
                            models.TextField(blank=True, max_length=600, verbose_name="rule in English"),
                        ),
                        (
                            "text_zh",
                            models.TextField(blank=True, max_length=600, verbose_name="rule in Chinese"),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("advisory", "advised"),
                                    ("required", "required"),
                                    ("forbidden_unless_filed", "forbidden unless filed"),
                                    ("forbidden", "forbidden"),
                                ],
                                max_length=30,
                                verbose_name="weight",
                            ),
                        ),
                        (
                            "evidence",
                            models.CharField(
                                choices=[
                                    ("verified", "text read"),
                                    ("secondary", "secondary source"),
                                    ("unverified", "not verified"),
                                ],
                                help_text="A rule that is not verified never stands in the way: it asks a person.",
                                max_length=20,
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("start", "before the start"),
                                    ("day", "day by day"),
                                    ("pay", "when pay is settled"),
                                    ("archive", "before archiving"),
                                    ("teacher", "of a teacher at any time"),
                                    ("enterprise", "of an enterprise at any time"),
                                    ("recognition", "before a teacher is recognised"),
                                    ("conclusion", "when a recognition is concluded"),
                                    ("vetting", "when a part-time teacher is vetted"),
                                    ("induction", "before a part-time teacher begins"),
                                ],
                                default="start",
                                max_length=20,
                                verbose_name="looked at",
                            ),
                        ),
                        (
                            "is_gate",
                            models.BooleanField(
                                default=False,
                                help_text="Without a tick it only advises.",
                                verbose_name="stands in the way",
                            ),
                        ),
                        ("predicate", models.CharField(max_length=40, verbose_name="predicate")),
                        ("parameters", models.JSONField(blank=True, default=dict, verbose_name="parameters")),
                        (
                            "conditions",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Checks that say whom it concerns at all; none: everybody.",
                                verbose_name="conditions",
                            ),
                        ),
                        (
                            "facts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80),
                                blank=True,
                                default=list,
                                help_text="Beside those that the predicates look at. A decision lapses when one of them changes.",
                                verbose_name="facts for the person who decides",
                            ),
                        ),
                        (
                            "override",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("high_risk", "filing of high-risk work"),
                                    ("rest_days", "filing of work on days of rest"),
                                    ("hours", "filing of overtime or night shifts"),
                                ],
                                max_length=30,
                                verbose_name="lifted by the filing",
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
                                to="compliance.rule",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="compliance.packversion",
                                verbose_name="version of a rule pack",
                            ),
                        ),
                        (
                            "article_zh",
                            models.CharField(blank=True, max_length=60, verbose_name="article in Chinese"),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Waiver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_id", models.BigIntegerField()),
                        (
                            "department_id",
                            models.BigIntegerField(blank=True, null=True, verbose_name="department"),
                        ),
                        (
                            "codes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                verbose_name="rules",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("high_risk", "filing of high-risk work"),
                                    ("rest_days", "filing of work on days of rest"),
                                    ("hours", "filing of overtime or night shifts"),
                                ],
                                max_length=30,
                                verbose_name="kind of filing",
                            ),
                        ),
                        ("number", models.CharField(max_length=100, verbose_name="number of the filing")),
                        ("authority", models.CharField(max_length=200, verbose_name="authority")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("valid_until", models.DateField(verbose_name="valid until")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at"),
                        ),
                        ("withdrawal_reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "pack",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waivers",
                                to="compliance.pack",
                                verbose_name="rule pack",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="withdrawn by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "waiver",
                        "verbose_name_plural": "waivers",
                        "ordering": ["-valid_until", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["subject_type", "subject_id", "-valid_until"],
                                name="waiver_by_subject",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                                name="a_waiver_ends_after_it_begins",
                                violation_error_message="It would end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("codes", []), _negated=True),
                                name="a_waiver_names_its_rules",
                                violation_error_message="Name at least one rule.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", ""), _negated=True),
                                    models.Q(("authority", ""), _negated=True),
                                ),
                                name="a_waiver_names_its_filing",
                                violation_error_message="Give the number of the filing and the authority.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at", None),
                                    models.Q(("withdrawal_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_withdrawn_waiver_says_why",
                                violation_error_message="Please give a reason: the others will read it.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compliance_waiverevent" ("authority", "codes", "department_id", "id", "kind", "number", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "subject_id", "subject_type_id", "valid_from", "valid_until", "withdrawal_reason", "withdrawn_at", "withdrawn_by_id") SELECT new_values."authority", new_values."codes", new_values."department_id", new_values."id", new_values."kind", new_values."number", new_values."pack_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."subject_id", new_values."subject_type_id", new_values."valid_from", new_values."valid_until", new_values."withdrawal_reason", new_values."withdrawn_at", new_values."withdrawn_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="b7a51a8c688af69663b36e9e7505b1bc27415e72",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_77142",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="compliance_waiver",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compliance_waiverevent" ("authority", "codes", "department_id", "id", "kind", "number", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "subject_id", "subject_type_id", "valid_from", "valid_until", "withdrawal_reason", "withdrawn_at", "withdrawn_by_id") SELECT new_values."authority", new_values."codes", new_values."department_id", new_values."id", new_values."kind", new_values."number", new_values."pack_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."subject_id", new_values."subject_type_id", new_values."valid_from", new_values."valid_until", new_values."withdrawal_reason", new_values."withdrawn_at", new_values."withdrawn_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="1915be9e7d882d0184744589e72561b44a85464e",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_0b47a",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="compliance_waiver",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WaiverEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("subject_id", models.BigIntegerField()),
                        (
                            "department_id",
                            models.BigIntegerField(blank=True, null=True, verbose_name="department"),
                        ),
                        (
                            "codes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                verbose_name="rules",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("high_risk", "filing of high-risk work"),
                                    ("rest_days", "filing of work on days of rest"),
                                    ("hours", "filing of overtime or night shifts"),
                                ],
                                max_length=30,
                                verbose_name="kind of filing",
                            ),
                        ),
                        ("number", models.CharField(max_length=100, verbose_name="number of the filing")),
                        ("authority", models.CharField(max_length=200, verbose_name="authority")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("valid_until", models.DateField(verbose_name="valid until")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at"),
                        ),
                        ("withdrawal_reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "pack",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="compliance.pack",
                                verbose_name="rule pack",
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
                                to="compliance.waiver",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="withdrawn by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WaiverFile",
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
                                to="compliance.waiver",
                                verbose_name="waiver",
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
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=20, verbose_name="rule")),
                        (
                            "seen",
                            models.CharField(max_length=64, verbose_name="fingerprint of what was seen"),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("pass", "passed"), ("fail", "not met")],
                                max_length=20,
                                verbose_name="decision",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("decided_at", models.DateTimeField(verbose_name="decided at")),
                        (
                            "decided_by",
                            models.ForeignKey(
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="on behalf of",
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
                            "evaluation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="compliance.evaluation",
                                verbose_name="check of the rules",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "decision on a rule",
                        "verbose_name_plural": "decisions on rules",
                        "ordering": ["-decided_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["subject_type", "subject_id", "code", "seen"],
                                name="decision_by_question",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="a_decision_on_a_rule_gives_its_reason",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="a_decision_never_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="6bbd76c4587970f9c1a89ce31a12e44eefa5e6ec",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_a_decision_never_changes_00a01",
                                    table="compliance_decision",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
