import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import agreements.models.configuration
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
        ("signing", "0001_initial"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Clause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("parties", "parties"),
                                    ("purpose", "purpose and legal basis"),
                                    ("cooperation", "forms and contents of the cooperation"),
                                    ("targets", "measurable targets"),
                                    ("duties", "duties of each side"),
                                    ("resources", "places, equipment and money"),
                                    ("students", "students and their safety"),
                                    (
                                        "rights",
                                        "intellectual property, confidentiality and personal information",
                                    ),
                                    ("term", "term, change and termination"),
                                    ("liability", "breach and disputes"),
                                    ("final", "final provisions"),
                                ],
                                max_length=20,
                                verbose_name="category",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="offered for new agreements"),
                        ),
                    ],
                    options={
                        "verbose_name": "clause",
                        "verbose_name_plural": "clauses",
                        "ordering": ["category", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="ReferenceCounter",
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
                        "verbose_name": "reference counter",
                        "verbose_name_plural": "reference counters",
                        "ordering": ["-year"],
                    },
                ),
                migrations.CreateModel(
                    name="ClauseVersion",
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
                        ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                        (
                            "variables",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="What somebody fills in: name, kind (text, number, date), label in both languages.",
                                verbose_name="variables",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="reason for the change")),
                        ("created_at", models.DateTimeField(verbose_name="written at")),
                        (
                            "author",
                            models.ForeignKey(
                                help_text="Empty for the texts that came with the program.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="agreements.clause",
                                verbose_name="clause",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version of a clause",
                        "verbose_name_plural": "versions of a clause",
                        "ordering": ["clause", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("clause", "number"), name="clause_version_number_is_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="a_clause_changes_for_a_reason",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="clause_versions_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="7e56ecd9ba646e776401b6d37fb05a58a61d2df0",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_clause_versions_are_never_altered_03505",
                                    table="agreements_clauseversion",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderPolicy",
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
                            "offsets",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=agreements.models.configuration.default_offsets,
                                help_text="A reminder goes out so many days before the last day on which notice can be given.",
                                verbose_name="days before the notice date",
                            ),
                        ),
                        (
                            "at_expiry",
                            models.BooleanField(default=True, verbose_name="remind on the last day"),
                        ),
                        (
                            "repeat_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                help_text="Until somebody decides. 0: not at all.",
                                verbose_name="repeat after expiry, every … days",
                            ),
                        ),
                        (
                            "escalate_after_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                help_text="0: not at all.",
                                verbose_name="tell the head of department after … days without an answer",
                            ),
                        ),
                        (
                            "tells_enterprise",
                            models.BooleanField(
                                default=False, verbose_name="remind the enterprise's contact as well"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reminder policy",
                        "verbose_name_plural": "reminder policies",
                        "ordering": ["name_en", "name_zh"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="agreements_reminderpolicy_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_reminderpolicyevent" ("at_expiry", "escalate_after_days", "id", "name_en", "name_zh", "offsets", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "repeat_days", "tells_enterprise") SELECT new_values."at_expiry", new_values."escalate_after_days", new_values."id", new_values."name_en", new_values."name_zh", new_values."offsets", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."repeat_days", new_values."tells_enterprise" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="1b8d9801dc5da40147b09c25e309cbeae5436078",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2ffbd",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="agreements_reminderpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_reminderpolicyevent" ("at_expiry", "escalate_after_days", "id", "name_en", "name_zh", "offsets", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "repeat_days", "tells_enterprise") SELECT new_values."at_expiry", new_values."escalate_after_days", new_values."id", new_values."name_en", new_values."name_zh", new_values."offsets", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."repeat_days", new_values."tells_enterprise" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="86ac513c0416b15accfa3ddb36e51cbc3a96b361",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_09556",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="agreements_reminderpolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderPolicyEvent",
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
                            "offsets",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=agreements.models.configuration.default_offsets,
                                help_text="A reminder goes out so many days before the last day on which notice can be given.",
                                verbose_name="days before the notice date",
                            ),
                        ),
                        (
                            "at_expiry",
                            models.BooleanField(default=True, verbose_name="remind on the last day"),
                        ),
                        (
                            "repeat_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                help_text="Until somebody decides. 0: not at all.",
                                verbose_name="repeat after expiry, every … days",
                            ),
                        ),
                        (
                            "escalate_after_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                help_text="0: not at all.",
                                verbose_name="tell the head of department after … days without an answer",
                            ),
                        ),
                        (
                            "tells_enterprise",
                            models.BooleanField(
                                default=False, verbose_name="remind the enterprise's contact as well"
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
                                to="agreements.reminderpolicy",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgreementType",
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
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        (
                            "forms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("internship_base", "internship base"),
                                        ("order_class", "order class"),
                                        ("apprenticeship", "modern apprenticeship"),
                                        ("industry_college", "industry college"),
                                        ("courses", "courses and standards developed together"),
                                        ("practice_station", "teacher practice station"),
                                        ("research", "joint research"),
                                        ("donation", "donation of equipment"),
                                        ("staff_training", "training of enterprise staff"),
                                        ("recruitment", "recruitment of graduates"),
                                    ],
                                    max_length=40,
                                ),
                                blank=True,
                                default=list,
                                verbose_name="usual forms of cooperation",
                            ),
                        ),
                        (
                            "term_months",
                            models.PositiveSmallIntegerField(default=36, verbose_name="usual term in months"),
                        ),
                        (
                            "renewal_rule",
                            models.CharField(
                                choices=[
                                    ("none", "ends without renewal"),
                                    ("by_decision", "renewed by decision of the parties"),
                                    ("automatic", "renews itself unless a party gives notice"),
                                ],
                                default="by_decision",
                                max_length=20,
                                verbose_name="usual renewal",
                            ),
                        ),
                        (
                            "automatic_term_months",
                            models.PositiveSmallIntegerField(
                                default=12, verbose_name="months added by each automatic renewal"
                            ),
                        ),
                        (
                            "notice_days",
                            models.PositiveSmallIntegerField(default=60, verbose_name="usual days of notice"),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="offered for new agreements"),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="signing.approvalroute",
                                verbose_name="approval route",
                            ),
                        ),
                        (
                            "reminder_policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="types",
                                to="agreements.reminderpolicy",
                                verbose_name="reminder policy",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "type of agreement",
                        "verbose_name_plural": "types of agreement",
                        "ordering": ["name_en", "name_zh"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="agreements_agreementtype_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementtypeevent" ("automatic_term_months", "code", "forms", "id", "is_active", "name_en", "name_zh", "notice_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminder_policy_id", "renewal_rule", "route_id", "term_months") SELECT new_values."automatic_term_months", new_values."code", new_values."forms", new_values."id", new_values."is_active", new_values."name_en", new_values."name_zh", new_values."notice_days", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reminder_policy_id", new_values."renewal_rule", new_values."route_id", new_values."term_months" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="b8e028e4316d8c6cb2e198dfbf3c1fecb7880f96",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_7d58e",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="agreements_agreementtype",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementtypeevent" ("automatic_term_months", "code", "forms", "id", "is_active", "name_en", "name_zh", "notice_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminder_policy_id", "renewal_rule", "route_id", "term_months") SELECT new_values."automatic_term_months", new_values."code", new_values."forms", new_values."id", new_values."is_active", new_values."name_en", new_values."name_zh", new_values."notice_days", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reminder_policy_id", new_values."renewal_rule", new_values."route_id", new_values."term_months" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="77cd9c70fc5b1cee74b234b9c52e06ee293d469a",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_312cb",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="agreements_agreementtype",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateClause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "is_mandatory",
                            models.BooleanField(
                                default=False,
                                help_text="Cannot be taken out of an agreement of this type.",
                                verbose_name="mandatory",
                            ),
                        ),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="templates",
                                to="agreements.clause",
                                verbose_name="clause",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="template",
                                to="agreements.agreementtype",
                                verbose_name="type of agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "clause of a template",
                        "verbose_name_plural": "clauses of a template",
                        "ordering": ["type", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("type", "clause"), name="a_template_has_a_clause_once"
                            ),
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("type", "order"),
                                name="template_order_is_unique",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_templateclauseevent" ("clause_id", "id", "is_mandatory", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type_id") SELECT new_values."clause_id", new_values."id", new_values."is_mandatory", new_values."order", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."type_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="562dde4d01e3832e89171199d050fa721cd40c8a",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_4efe0",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="agreements_templateclause",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_templateclauseevent" ("clause_id", "id", "is_mandatory", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type_id") SELECT new_values."clause_id", new_values."id", new_values."is_mandatory", new_values."order", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."type_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ffe733065c6276dba076dc427560be0c216c730f",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_91f7a",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="agreements_templateclause",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateClauseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "is_mandatory",
                            models.BooleanField(
                                default=False,
                                help_text="Cannot be taken out of an agreement of this type.",
                                verbose_name="mandatory",
                            ),
                        ),
                        (
                            "clause",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.clause",
                                verbose_name="clause",
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
                                to="agreements.templateclause",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreementtype",
                                verbose_name="type of agreement",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                editable=False,
                                help_text="Given at the first submission, never reused.",
                                max_length=40,
                                null=True,
                                unique=True,
                                verbose_name="reference",
                            ),
                        ),
                        (
                            "old_reference",
                            models.CharField(blank=True, max_length=80, verbose_name="old reference"),
                        ),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "title_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="title in Chinese"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("approved", "approved"),
                                    ("out_for_signature", "out for signature"),
                                    ("signed", "signed"),
                                    ("suspended", "suspended"),
                                    ("terminated", "terminated"),
                                    ("withdrawn", "withdrawn"),
                                    ("renewed", "renewed"),
                                ],
                                default="draft",
                                max_length=20,
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
                                verbose_name="written in",
                            ),
                        ),
                        (
                            "forms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("internship_base", "internship base"),
                                        ("order_class", "order class"),
                                        ("apprenticeship", "modern apprenticeship"),
                                        ("industry_college", "industry college"),
                                        ("courses", "courses and standards developed together"),
                                        ("practice_station", "teacher practice station"),
                                        ("research", "joint research"),
                                        ("donation", "donation of equipment"),
                                        ("staff_training", "training of enterprise staff"),
                                        ("recruitment", "recruitment of graduates"),
                                    ],
                                    max_length=40,
                                ),
                                blank=True,
                                default=list,
                                verbose_name="forms of cooperation",
                            ),
                        ),
                        ("aims", models.TextField(blank=True, verbose_name="aims")),
                        ("content", models.TextField(blank=True, verbose_name="content")),
                        (
                            "value_amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="value",
                            ),
                        ),
                        (
                            "value_currency",
                            models.CharField(default="CNY", max_length=3, verbose_name="currency"),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "renewal_rule",
                            models.CharField(
                                choices=[
                                    ("none", "ends without renewal"),
                                    ("by_decision", "renewed by decision of the parties"),
                                    ("automatic", "renews itself unless a party gives notice"),
                                ],
                                default="by_decision",
                                max_length=20,
                                verbose_name="renewal",
                            ),
                        ),
                        (
                            "automatic_term_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="months added by each automatic renewal"
                            ),
                        ),
                        (
                            "notice_days",
                            models.PositiveSmallIntegerField(default=60, verbose_name="days of notice"),
                        ),
                        (
                            "revised_ends_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="last day as it is now"
                            ),
                        ),
                        (
                            "revised_notice_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="days of notice as they are now",
                            ),
                        ),
                        (
                            "revised_renewal_rule",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "ends without renewal"),
                                    ("by_decision", "renewed by decision of the parties"),
                                    ("automatic", "renews itself unless a party gives notice"),
                                ],
                                editable=False,
                                max_length=20,
                                verbose_name="renewal as it is now",
                            ),
                        ),
                        (
                            "terms_version",
                            models.PositiveIntegerField(
                                default=1, editable=False, verbose_name="version of the terms"
                            ),
                        ),
                        (
                            "is_imported",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="taken over from before"
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="first submitted"
                            ),
                        ),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                        (
                            "suspended_on",
                            models.DateField(blank=True, null=True, verbose_name="suspended on"),
                        ),
                        (
                            "terminated_on",
                            models.DateField(blank=True, null=True, verbose_name="terminated on"),
                        ),
                        (
                            "termination_reason",
                            models.TextField(blank=True, verbose_name="reason for termination"),
                        ),
                        (
                            "reminders_from",
                            models.DateField(
                                blank=True,
                                editable=False,
                                help_text="Nothing that was due before is made up for; set when an agreement is taken over.",
                                null=True,
                                verbose_name="reminded from",
                            ),
                        ),
                        (
                            "acknowledged_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="deadline acknowledged at"
                            ),
                        ),
                        (
                            "snoozed_until",
                            models.DateField(blank=True, null=True, verbose_name="reminded again on"),
                        ),
                        (
                            "renewal_decision",
                            models.CharField(
                                blank=True,
                                choices=[("renew", "renew"), ("lapse", "let lapse")],
                                max_length=10,
                                verbose_name="decision on renewal",
                            ),
                        ),
                        ("renewal_reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "renewal_decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                        ),
                        (
                            "counterparty_name",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="enterprise"
                            ),
                        ),
                        (
                            "counterparty_key",
                            core.fields.PinyinKeyField(
                                default="", max_length=400, source="counterparty_name"
                            ),
                        ),
                        (
                            "title_en_key",
                            core.fields.PinyinKeyField(
                                default="", max_length=400, source="title_as_sorted_in_english"
                            ),
                        ),
                        (
                            "title_zh_key",
                            core.fields.PinyinKeyField(
                                default="", max_length=400, source="title_as_sorted_in_chinese"
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
                            "last_day",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Least(
                                    "terminated_on",
                                    django.db.models.functions.comparison.Coalesce(
                                        "revised_ends_on", "ends_on"
                                    ),
                                ),
                                output_field=models.DateField(verbose_name="last day"),
                            ),
                        ),
                        (
                            "notice_on",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.functions.comparison.Least(
                                            "terminated_on",
                                            django.db.models.functions.comparison.Coalesce(
                                                "revised_ends_on", "ends_on"
                                            ),
                                        ),
                                        "-",
                                        django.db.models.functions.comparison.Coalesce(
                                            "revised_notice_days", "notice_days"
                                        ),
                                    ),
                                    output_field=models.DateField(),
                                ),
                                output_field=models.DateField(verbose_name="notice possible until"),
                            ),
                        ),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "majors",
                            models.ManyToManyField(
                                blank=True,
                                related_name="agreements",
                                to="catalogue.major",
                                verbose_name="majors concerned",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successors",
                                to="agreements.agreement",
                                verbose_name="renews",
                            ),
                        ),
                        (
                            "renewal_decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="agreements.agreementtype",
                                verbose_name="type",
                            ),
                        ),
                        (
                            "counterparty_en_key",
                            core.fields.PinyinKeyField(
                                default="", max_length=400, source="counterparty_as_sorted_in_english"
                            ),
                        ),
                        (
                            "counterparty_name_en",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                verbose_name="enterprise in English",
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
                                                                            django.db.models.functions.comparison.Coalesce(
                                                                                models.F("title_en"),
                                                                                models.Value(""),
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
                                                                    models.F("counterparty_name"),
                                                                    models.Value(""),
                                                                ),
                                                            ),
                                                            models.Value(" "),
                                                        ),
                                                        django.db.models.functions.comparison.Coalesce(
                                                            models.F("counterparty_name_en"), models.Value("")
                                                        ),
                                                    ),
                                                    models.Value(" "),
                                                ),
                                                django.db.models.functions.comparison.Coalesce(
                                                    models.F("reference"), models.Value("")
                                                ),
                                            ),
                                            models.Value(" "),
                                        ),
                                        django.db.models.functions.comparison.Coalesce(
                                            models.F("old_reference"), models.Value("")
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
                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                    models.F("title_en"),
                                                                                    models.Value(""),
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
                                                                        models.F("counterparty_name"),
                                                                        models.Value(""),
                                                                    ),
                                                                ),
                                                                models.Value(" "),
                                                            ),
                                                            django.db.models.functions.comparison.Coalesce(
                                                                models.F("counterparty_name_en"),
                                                                models.Value(""),
                                                            ),
                                                        ),
                                                        models.Value(" "),
                                                    ),
                                                    django.db.models.functions.comparison.Coalesce(
                                                        models.F("reference"), models.Value("")
                                                    ),
                                                ),
                                                models.Value(" "),
                                            ),
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("old_reference"), models.Value("")
                                            ),
                                        )
                                    )
                                ),
                                output_field=django.contrib.postgres.fields.ArrayField(
                                    base_field=models.TextField()
                                ),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreement",
                        "verbose_name_plural": "agreements",
                        "ordering": ["-updated_at", "-pk"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["forms"], name="agreement_forms"
                            ),
                            models.Index(fields=["type", "last_day", "id"], name="agreement_by_type"),
                            models.Index(
                                fields=["department", "last_day", "id"], name="agreement_by_department"
                            ),
                            models.Index(fields=["owner", "last_day", "id"], name="agreement_by_owner"),
                            models.Index(
                                condition=models.Q(("renewal_decision", ""), ("state", "signed")),
                                fields=["notice_on", "id"],
                                name="agreement_deadline_open",
                            ),
                            models.Index(
                                fields=["reference", "id"],
                                include=("department", "state", "type"),
                                name="agreement_by_reference",
                            ),
                            models.Index(
                                fields=["title_en_key", "id"],
                                include=("department", "state", "type"),
                                name="agreement_by_title_en",
                            ),
                            models.Index(
                                fields=["title_zh_key", "id"],
                                include=("department", "state", "type"),
                                name="agreement_by_title_zh",
                            ),
                            models.Index(
                                fields=["counterparty_key", "id"],
                                include=("department", "state", "type"),
                                name="agreement_by_counterparty",
                            ),
                            models.Index(
                                fields=["starts_on", "id"],
                                include=("department", "state", "type"),
                                name="agreement_by_start",
                            ),
                            models.Index(
                                fields=["last_day", "id"],
                                include=("department", "state", "type", "owner", "starts_on", "notice_on"),
                                name="agreement_by_last_day",
                            ),
                            models.Index(
                                fields=["notice_on", "id"],
                                include=("department", "state", "type"),
                                name="agreement_by_notice",
                            ),
                            models.Index(
                                fields=["value_amount", "id"],
                                include=("department", "state", "type"),
                                name="agreement_by_value",
                            ),
                            models.Index(
                                fields=["state", "id"],
                                include=("department", "type"),
                                name="agreement_by_state",
                            ),
                            models.Index(
                                fields=["updated_at", "id"],
                                include=(
                                    "department",
                                    "state",
                                    "type",
                                    "owner",
                                    "starts_on",
                                    "last_day",
                                    "notice_on",
                                ),
                                name="agreement_by_change",
                            ),
                            models.Index(
                                fields=["department", "state"], name="agreement_by_department_state"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="agreement_search"
                            ),
                            models.Index(
                                fields=["counterparty_en_key", "id"],
                                include=("department", "state", "type"),
                                name="agreement_by_counterparty_en",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title_en", ""), ("title_zh", ""), _negated=True),
                                name="agreement_has_a_title",
                                violation_error_message="Give a title in at least one language.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="agreement_ends_after_it_starts",
                                violation_error_message="The last day lies before the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("revised_ends_on__isnull", True),
                                    ("revised_ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="amended_agreement_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    ("is_imported", True),
                                    ("reference__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_submitted_agreement_has_a_reference",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    models.Q(("ends_on__isnull", False), ("starts_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_submitted_agreement_has_its_dates",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["signed", "suspended", "terminated", "renewed"]),
                                        _negated=True,
                                    ),
                                    ("is_imported", True),
                                    ("signed_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_signed_agreement_says_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "terminated"), ("terminated_on__isnull", False)),
                                    models.Q(
                                        models.Q(("state", "terminated"), _negated=True),
                                        ("terminated_on", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_terminated_agreement_says_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "terminated"), _negated=True),
                                    models.Q(("termination_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_termination_gives_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "suspended"), ("suspended_on__isnull", False)),
                                    models.Q(
                                        models.Q(("state", "suspended"), _negated=True),
                                        ("suspended_on", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_suspended_agreement_says_since_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("renewal_rule", "automatic"), _negated=True),
                                    models.Q(
                                        ("automatic_term_months__gt", 0),
                                        ("automatic_term_months__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_automatic_renewal_adds_months",
                                violation_error_message="Say by how many months it renews itself.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value_amount", None), ("value_amount__gte", 0), _connector="OR"
                                ),
                                name="agreement_value_is_not_negative",
                                violation_error_message="A value cannot be negative.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("renewal_decision", "lapse"), _negated=True),
                                    models.Q(("renewal_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="letting_lapse_gives_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("predecessor", models.F("id")), _negated=True),
                                name="an_agreement_does_not_renew_itself",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "withdrawn"), _negated=True),
                                fields=("predecessor",),
                                name="an_agreement_is_renewed_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("old_reference", ""), _negated=True),
                                fields=("old_reference",),
                                name="an_old_reference_is_taken_over_once",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="signed_terms_never_change",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF OLD.state IN ('out_for_signature', 'renewed', 'signed', 'suspended', 'terminated') AND NEW.state IN ('out_for_signature', 'renewed', 'signed', 'suspended', 'terminated')\n               AND (NEW.title_en IS DISTINCT FROM OLD.title_en OR NEW.title_zh IS DISTINCT FROM OLD.title_zh OR NEW.type_id IS DISTINCT FROM OLD.type_id OR NEW.language IS DISTINCT FROM OLD.language OR NEW.forms IS DISTINCT FROM OLD.forms OR NEW.aims IS DISTINCT FROM OLD.aims OR NEW.content IS DISTINCT FROM OLD.content OR NEW.value_amount IS DISTINCT FROM OLD.value_amount OR NEW.value_currency IS DISTINCT FROM OLD.value_currency OR NEW.starts_on IS DISTINCT FROM OLD.starts_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on OR NEW.renewal_rule IS DISTINCT FROM OLD.renewal_rule OR NEW.automatic_term_months IS DISTINCT FROM OLD.automatic_term_months OR NEW.notice_days IS DISTINCT FROM OLD.notice_days) THEN\n                RAISE EXCEPTION 'signed_terms_never_change: agreement %', OLD.id;\n            END IF;\n            IF OLD.state IN ('renewed', 'signed', 'suspended', 'terminated')\n               AND NEW.state NOT IN ('renewed', 'signed', 'suspended', 'terminated') THEN\n                RAISE EXCEPTION 'a_signed_agreement_stays_signed: agreement %', OLD.id;\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="7f237e1d1620b853b1d41fbbbe2d6198ea29aa2f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_signed_terms_never_change_3062a",
                                    table="agreements_agreement",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="a_reference_is_kept",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF OLD.reference IS NOT NULL\n               AND (TG_OP = 'DELETE' OR NEW.reference IS DISTINCT FROM OLD.reference) THEN\n                RAISE EXCEPTION 'a_reference_is_kept: agreement %', OLD.reference;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="d36514c72b05736262e8c020d98a1fa2c112e687",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_a_reference_is_kept_630f3",
                                    table="agreements_agreement",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementevent" ("acknowledged_at", "acknowledged_by_id", "aims", "automatic_term_months", "content", "counterparty_name", "counterparty_name_en", "created_at", "department_id", "ends_on", "forms", "id", "is_imported", "language", "notice_days", "old_reference", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "reference", "reminders_from", "renewal_decided_at", "renewal_decided_by_id", "renewal_decision", "renewal_reason", "renewal_rule", "revised_ends_on", "revised_notice_days", "revised_renewal_rule", "signed_on", "snoozed_until", "starts_on", "state", "submitted_at", "suspended_on", "terminated_on", "termination_reason", "terms_version", "title_en", "title_zh", "type_id", "value_amount", "value_currency") SELECT new_values."acknowledged_at", new_values."acknowledged_by_id", new_values."aims", new_values."automatic_term_months", new_values."content", new_values."counterparty_name", new_values."counterparty_name_en", new_values."created_at", new_values."department_id", new_values."ends_on", new_values."forms", new_values."id", new_values."is_imported", new_values."language", new_values."notice_days", new_values."old_reference", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."predecessor_id", new_values."reference", new_values."reminders_from", new_values."renewal_decided_at", new_values."renewal_decided_by_id", new_values."renewal_decision", new_values."renewal_reason", new_values."renewal_rule", new_values."revised_ends_on", new_values."revised_notice_days", new_values."revised_renewal_rule", new_values."signed_on", new_values."snoozed_until", new_values."starts_on", new_values."state", new_values."submitted_at", new_values."suspended_on", new_values."terminated_on", new_values."termination_reason", new_values."terms_version", new_values."title_en", new_values."title_zh", new_values."type_id", new_values."value_amount", new_values."value_currency" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="cb9cb39b39e4449729ed17795c52753e99ab8ab9",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_13a93",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="agreements_agreement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementevent" ("acknowledged_at", "acknowledged_by_id", "aims", "automatic_term_months", "content", "counterparty_name", "counterparty_name_en", "created_at", "department_id", "ends_on", "forms", "id", "is_imported", "language", "notice_days", "old_reference", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "reference", "reminders_from", "renewal_decided_at", "renewal_decided_by_id", "renewal_decision", "renewal_reason", "renewal_rule", "revised_ends_on", "revised_notice_days", "revised_renewal_rule", "signed_on", "snoozed_until", "starts_on", "state", "submitted_at", "suspended_on", "terminated_on", "termination_reason", "terms_version", "title_en", "title_zh", "type_id", "value_amount", "value_currency") SELECT new_values."acknowledged_at", new_values."acknowledged_by_id", new_values."aims", new_values."automatic_term_months", new_values."content", new_values."counterparty_name", new_values."counterparty_name_en", new_values."created_at", new_values."department_id", new_values."ends_on", new_values."forms", new_values."id", new_values."is_imported", new_values."language", new_values."notice_days", new_values."old_reference", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."predecessor_id", new_values."reference", new_values."reminders_from", new_values."renewal_decided_at", new_values."renewal_decided_by_id", new_values."renewal_decision", new_values."renewal_reason", new_values."renewal_rule", new_values."revised_ends_on", new_values."revised_notice_days", new_values."revised_renewal_rule", new_values."signed_on", new_values."snoozed_until", new_values."starts_on", new_values."state", new_values."submitted_at", new_values."suspended_on", new_values."terminated_on", new_values."termination_reason", new_values."terms_version", new_values."title_en", new_values."title_zh", new_values."type_id", new_values."value_amount", new_values."value_currency" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."acknowledged_at" IS DISTINCT FROM (new_values."acknowledged_at") OR old_values."acknowledged_by_id" IS DISTINCT FROM (new_values."acknowledged_by_id") OR old_values."aims" IS DISTINCT FROM (new_values."aims") OR old_values."automatic_term_months" IS DISTINCT FROM (new_values."automatic_term_months") OR old_values."content" IS DISTINCT FROM (new_values."content") OR old_values."counterparty_name" IS DISTINCT FROM (new_values."counterparty_name") OR old_values."counterparty_name_en" IS DISTINCT FROM (new_values."counterparty_name_en") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."forms" IS DISTINCT FROM (new_values."forms") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_imported" IS DISTINCT FROM (new_values."is_imported") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."notice_days" IS DISTINCT FROM (new_values."notice_days") OR old_values."old_reference" IS DISTINCT FROM (new_values."old_reference") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."predecessor_id" IS DISTINCT FROM (new_values."predecessor_id") OR old_values."reference" IS DISTINCT FROM (new_values."reference") OR old_values."reminders_from" IS DISTINCT FROM (new_values."reminders_from") OR old_values."renewal_decided_at" IS DISTINCT FROM (new_values."renewal_decided_at") OR old_values."renewal_decided_by_id" IS DISTINCT FROM (new_values."renewal_decided_by_id") OR old_values."renewal_decision" IS DISTINCT FROM (new_values."renewal_decision") OR old_values."renewal_reason" IS DISTINCT FROM (new_values."renewal_reason") OR old_values."renewal_rule" IS DISTINCT FROM (new_values."renewal_rule") OR old_values."revised_ends_on" IS DISTINCT FROM (new_values."revised_ends_on") OR old_values."revised_notice_days" IS DISTINCT FROM (new_values."revised_notice_days") OR old_values."revised_renewal_rule" IS DISTINCT FROM (new_values."revised_renewal_rule") OR old_values."signed_on" IS DISTINCT FROM (new_values."signed_on") OR old_values."snoozed_until" IS DISTINCT FROM (new_values."snoozed_until") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."suspended_on" IS DISTINCT FROM (new_values."suspended_on") OR old_values."terminated_on" IS DISTINCT FROM (new_values."terminated_on") OR old_values."termination_reason" IS DISTINCT FROM (new_values."termination_reason") OR old_values."terms_version" IS DISTINCT FROM (new_values."terms_version") OR old_values."title_en" IS DISTINCT FROM (new_values."title_en") OR old_values."title_zh" IS DISTINCT FROM (new_values."title_zh") OR old_values."type_id" IS DISTINCT FROM (new_values."type_id") OR old_values."value_amount" IS DISTINCT FROM (new_values."value_amount") OR old_values."value_currency" IS DISTINCT FROM (new_values."value_currency")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="bfd568fb64d4e42a0d74c56a945ecf99156bc83c",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_36fdd",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="agreements_agreement",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementClause",
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
                        ("is_mandatory", models.BooleanField(default=False, verbose_name="mandatory")),
                        (
                            "values",
                            models.JSONField(
                                blank=True, default=dict, verbose_name="values of the variables"
                            ),
                        ),
                        (
                            "sent_text_en",
                            models.TextField(
                                blank=True, editable=False, verbose_name="English text as sent for signature"
                            ),
                        ),
                        (
                            "sent_text_zh",
                            models.TextField(
                                blank=True, editable=False, verbose_name="Chinese text as sent for signature"
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clauses",
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="agreements.clauseversion",
                                verbose_name="from the library",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "clause of an agreement",
                        "verbose_name_plural": "clauses of an agreement",
                        "ordering": ["agreement", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("agreement", "order"),
                                name="clause_order_is_unique",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="signed_clauses_never_change",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW = OLD THEN RETURN NEW; END IF;\n            END IF;\n            IF EXISTS (\n                SELECT FROM agreements_agreement\n                WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.agreement_id ELSE NEW.agreement_id END\n                  AND state IN ('out_for_signature', 'renewed', 'signed', 'suspended', 'terminated')\n            ) THEN\n                RAISE EXCEPTION 'signed_clauses_never_change';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="74f9f011f39b6570589c34edfd240409a9fe0557",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_signed_clauses_never_change_19c0d",
                                    table="agreements_agreementclause",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementclauseevent" ("agreement_id", "heading_en", "heading_zh", "id", "is_mandatory", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_text_en", "sent_text_zh", "source_id", "text_en", "text_zh", "values") SELECT new_values."agreement_id", new_values."heading_en", new_values."heading_zh", new_values."id", new_values."is_mandatory", new_values."order", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sent_text_en", new_values."sent_text_zh", new_values."source_id", new_values."text_en", new_values."text_zh", new_values."values" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="d2eefa0bef8ffb2b1566323fbb41a93b7a9dfd8d",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_43440",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="agreements_agreementclause",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementclauseevent" ("agreement_id", "heading_en", "heading_zh", "id", "is_mandatory", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_text_en", "sent_text_zh", "source_id", "text_en", "text_zh", "values") SELECT new_values."agreement_id", new_values."heading_en", new_values."heading_zh", new_values."id", new_values."is_mandatory", new_values."order", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sent_text_en", new_values."sent_text_zh", new_values."source_id", new_values."text_en", new_values."text_zh", new_values."values" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="cfc28d0c5333cf1aa9e2604ee41f90b2699f8148",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_29324",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="agreements_agreementclause",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementclauseevent" ("agreement_id", "heading_en", "heading_zh", "id", "is_mandatory", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_text_en", "sent_text_zh", "source_id", "text_en", "text_zh", "values") SELECT old_values."agreement_id", old_values."heading_en", old_values."heading_zh", old_values."id", old_values."is_mandatory", old_values."order", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sent_text_en", old_values."sent_text_zh", old_values."source_id", old_values."text_en", old_values."text_zh", old_values."values" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="e653dbbd9ac64688b302c62cb3b85112b7720088",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_3a1e6",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="agreements_agreementclause",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                editable=False,
                                help_text="Given at the first submission, never reused.",
                                max_length=40,
                                null=True,
                                verbose_name="reference",
                            ),
                        ),
                        (
                            "old_reference",
                            models.CharField(blank=True, max_length=80, verbose_name="old reference"),
                        ),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "title_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="title in Chinese"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("approved", "approved"),
                                    ("out_for_signature", "out for signature"),
                                    ("signed", "signed"),
                                    ("suspended", "suspended"),
                                    ("terminated", "terminated"),
                                    ("withdrawn", "withdrawn"),
                                    ("renewed", "renewed"),
                                ],
                                default="draft",
                                max_length=20,
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
                                verbose_name="written in",
                            ),
                        ),
                        (
                            "forms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("internship_base", "internship base"),
                                        ("order_class", "order class"),
                                        ("apprenticeship", "modern apprenticeship"),
                                        ("industry_college", "industry college"),
                                        ("courses", "courses and standards developed together"),
                                        ("practice_station", "teacher practice station"),
                                        ("research", "joint research"),
                                        ("donation", "donation of equipment"),
                                        ("staff_training", "training of enterprise staff"),
                                        ("recruitment", "recruitment of graduates"),
                                    ],
                                    max_length=40,
                                ),
                                blank=True,
                                default=list,
                                verbose_name="forms of cooperation",
                            ),
                        ),
                        ("aims", models.TextField(blank=True, verbose_name="aims")),
                        ("content", models.TextField(blank=True, verbose_name="content")),
                        (
                            "value_amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="value",
                            ),
                        ),
                        (
                            "value_currency",
                            models.CharField(default="CNY", max_length=3, verbose_name="currency"),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "renewal_rule",
                            models.CharField(
                                choices=[
                                    ("none", "ends without renewal"),
                                    ("by_decision", "renewed by decision of the parties"),
                                    ("automatic", "renews itself unless a party gives notice"),
                                ],
                                default="by_decision",
                                max_length=20,
                                verbose_name="renewal",
                            ),
                        ),
                        (
                            "automatic_term_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="months added by each automatic renewal"
                            ),
                        ),
                        (
                            "notice_days",
                            models.PositiveSmallIntegerField(default=60, verbose_name="days of notice"),
                        ),
                        (
                            "revised_ends_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="last day as it is now"
                            ),
                        ),
                        (
                            "revised_notice_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="days of notice as they are now",
                            ),
                        ),
                        (
                            "revised_renewal_rule",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "ends without renewal"),
                                    ("by_decision", "renewed by decision of the parties"),
                                    ("automatic", "renews itself unless a party gives notice"),
                                ],
                                editable=False,
                                max_length=20,
                                verbose_name="renewal as it is now",
                            ),
                        ),
                        (
                            "terms_version",
                            models.PositiveIntegerField(
                                default=1, editable=False, verbose_name="version of the terms"
                            ),
                        ),
                        (
                            "is_imported",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="taken over from before"
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="first submitted"
                            ),
                        ),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                        (
                            "suspended_on",
                            models.DateField(blank=True, null=True, verbose_name="suspended on"),
                        ),
                        (
                            "terminated_on",
                            models.DateField(blank=True, null=True, verbose_name="terminated on"),
                        ),
                        (
                            "termination_reason",
                            models.TextField(blank=True, verbose_name="reason for termination"),
                        ),
                        (
                            "reminders_from",
                            models.DateField(
                                blank=True,
                                editable=False,
                                help_text="Nothing that was due before is made up for; set when an agreement is taken over.",
                                null=True,
                                verbose_name="reminded from",
                            ),
                        ),
                        (
                            "acknowledged_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="deadline acknowledged at"
                            ),
                        ),
                        (
                            "snoozed_until",
                            models.DateField(blank=True, null=True, verbose_name="reminded again on"),
                        ),
                        (
                            "renewal_decision",
                            models.CharField(
                                blank=True,
                                choices=[("renew", "renew"), ("lapse", "let lapse")],
                                max_length=10,
                                verbose_name="decision on renewal",
                            ),
                        ),
                        ("renewal_reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "renewal_decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                        ),
                        (
                            "counterparty_name",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="enterprise"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
                            ),
                        ),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
                                verbose_name="renews",
                            ),
                        ),
                        (
                            "renewal_decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreementtype",
                                verbose_name="type",
                            ),
                        ),
                        (
                            "counterparty_name_en",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                verbose_name="enterprise in English",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Amendment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("approved", "approved"),
                                    ("out_for_signature", "out for signature"),
                                    ("signed", "signed"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("effective_on", models.DateField(verbose_name="effective from")),
                        ("created_at", models.DateTimeField(verbose_name="proposed at")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "amendment",
                        "verbose_name_plural": "amendments",
                        "ordering": ["agreement", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "number"), name="amendment_number_is_unique"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["in_review", "approved", "out_for_signature"])
                                ),
                                fields=("agreement",),
                                name="one_amendment_is_on_its_way_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="an_amendment_gives_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_on__isnull", False), ("state", "signed")),
                                    models.Q(
                                        models.Q(("state", "signed"), _negated=True), ("signed_on", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="a_signed_amendment_says_when",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="signed_amendments_never_change",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF OLD.state IN ('out_for_signature', 'signed') AND NEW.state IN ('out_for_signature', 'signed')\n               AND (NEW.effective_on, NEW.reason) IS DISTINCT FROM (OLD.effective_on, OLD.reason)\n               OR OLD.state = 'signed' AND NEW.state <> 'signed' THEN\n                RAISE EXCEPTION 'signed_amendments_never_change: amendment %', OLD.id;\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="016da377f2b5aa95b7fb38adc413ee31b928a2bf",
                                    operation="UPDATE",
                                    pgid="pgtrigger_signed_amendments_never_change_58f01",
                                    table="agreements_amendment",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_amendmentevent" ("agreement_id", "created_at", "effective_on", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "reason", "signed_on", "state") SELECT new_values."agreement_id", new_values."created_at", new_values."effective_on", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_by_id", new_values."reason", new_values."signed_on", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c61981a62c5afdbedc2333c9f0663f6b8119b8fe",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2a8be",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="agreements_amendment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_amendmentevent" ("agreement_id", "created_at", "effective_on", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "reason", "signed_on", "state") SELECT new_values."agreement_id", new_values."created_at", new_values."effective_on", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_by_id", new_values."reason", new_values."signed_on", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="e269453ed60a4c403d59019220355461f8afdd37",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_82160",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="agreements_amendment",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("zh", "Chinese"),
                                    ("both", "English and Chinese side by side"),
                                ],
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "content_sha256",
                            models.CharField(
                                help_text="Of the reference and the words: the same words are not printed twice.",
                                max_length=64,
                                verbose_name="fingerprint of the contents",
                            ),
                        ),
                        (
                            "file",
                            models.FileField(max_length=200, upload_to="documents/%Y/", verbose_name="file"),
                        ),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                        ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                        ("pages", models.PositiveSmallIntegerField(verbose_name="pages")),
                        ("created_at", models.DateTimeField(verbose_name="made at")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="agreements.agreement",
                                verbose_name="agreement",
                            ),
                        ),
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
                            "amendment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="agreements.amendment",
                                verbose_name="amendment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document of an agreement",
                        "verbose_name_plural": "documents of an agreement",
                        "ordering": ["agreement", "amendment", "-version"],
                        "indexes": [
                            models.Index(fields=["sha256"], name="agreement_document_by_sha256"),
                            models.Index(
                                fields=["content_sha256"],
                                name="agreement_document_by_code",
                                opclasses=["varchar_pattern_ops"],
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "amendment", "version", "language"),
                                name="a_version_is_stored_once_per_language",
                                nulls_distinct=False,
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="documents_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="584390a875c0e44f6acc60caa45a24fd1cda9386",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_documents_are_never_altered_05f1c",
                                    table="agreements_agreementdocument",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AmendmentChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("field", "term"), ("clause", "clause")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "target",
                            models.CharField(
                                help_text="The name of the term, or the key of the clause (see agreements.terms).",
                                max_length=40,
                                verbose_name="what changes",
                            ),
                        ),
                        ("before", models.JSONField(blank=True, null=True, verbose_name="from")),
                        ("after", models.JSONField(blank=True, null=True, verbose_name="to")),
                        (
                            "amendment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="agreements.amendment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change",
                        "verbose_name_plural": "changes",
                        "ordering": ["amendment", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("amendment", "kind", "target"),
                                name="an_amendment_changes_a_term_once",
                            ),
                            models.UniqueConstraint(
                                fields=("amendment", "order"), name="amendment_change_order_is_unique"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="signed_changes_never_change",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW = OLD THEN RETURN NEW; END IF;\n            END IF;\n            IF EXISTS (\n                SELECT FROM agreements_amendment\n                WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.amendment_id ELSE NEW.amendment_id END\n                  AND state IN ('out_for_signature', 'signed')\n            ) THEN\n                RAISE EXCEPTION 'signed_changes_never_change';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="6b4207f0c38fc555fb7da6f0f33dd339b8b5483e",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_signed_changes_never_change_22538",
                                    table="agreements_amendmentchange",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_amendmentchangeevent" ("after", "amendment_id", "before", "id", "kind", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target") SELECT new_values."after", new_values."amendment_id", new_values."before", new_values."id", new_values."kind", new_values."order", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."target" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="4359b8cff8c20081f4d80779bfb760e38266055a",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_18ee6",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="agreements_amendmentchange",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_amendmentchangeevent" ("after", "amendment_id", "before", "id", "kind", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target") SELECT new_values."after", new_values."amendment_id", new_values."before", new_values."id", new_values."kind", new_values."order", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."target" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="8a7d71f6feb77918bed865cb718f89bcc55ec225",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_61d0d",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="agreements_amendmentchange",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_amendmentchangeevent" ("after", "amendment_id", "before", "id", "kind", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target") SELECT old_values."after", old_values."amendment_id", old_values."before", old_values."id", old_values."kind", old_values."order", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."target" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="9aa6620776f4bb7af8dbaf546dd3d64c6ca840c0",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_215c3",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="agreements_amendmentchange",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AmendmentChangeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("field", "term"), ("clause", "clause")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "target",
                            models.CharField(
                                help_text="The name of the term, or the key of the clause (see agreements.terms).",
                                max_length=40,
                                verbose_name="what changes",
                            ),
                        ),
                        ("before", models.JSONField(blank=True, null=True, verbose_name="from")),
                        ("after", models.JSONField(blank=True, null=True, verbose_name="to")),
                        (
                            "amendment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.amendment",
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
                                to="agreements.amendmentchange",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AmendmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("approved", "approved"),
                                    ("out_for_signature", "out for signature"),
                                    ("signed", "signed"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("effective_on", models.DateField(verbose_name="effective from")),
                        ("created_at", models.DateTimeField(verbose_name="proposed at")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                        (
                            "agreement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
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
                                to="agreements.amendment",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgreementClauseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
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
                        ("is_mandatory", models.BooleanField(default=False, verbose_name="mandatory")),
                        (
                            "values",
                            models.JSONField(
                                blank=True, default=dict, verbose_name="values of the variables"
                            ),
                        ),
                        (
                            "sent_text_en",
                            models.TextField(
                                blank=True, editable=False, verbose_name="English text as sent for signature"
                            ),
                        ),
                        (
                            "sent_text_zh",
                            models.TextField(
                                blank=True, editable=False, verbose_name="Chinese text as sent for signature"
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
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
                                to="agreements.agreementclause",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.clauseversion",
                                verbose_name="from the library",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Party",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "role",
                            models.CharField(
                                choices=[("centre", "the centre"), ("enterprise", "enterprise")],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("legal_name", models.CharField(max_length=300, verbose_name="legal name")),
                        (
                            "legal_name_en",
                            models.CharField(blank=True, max_length=300, verbose_name="name in English"),
                        ),
                        (
                            "registration_code",
                            models.CharField(blank=True, max_length=60, verbose_name="registration code"),
                        ),
                        ("address", models.CharField(blank=True, max_length=400, verbose_name="address")),
                        (
                            "address_en",
                            models.CharField(blank=True, max_length=400, verbose_name="address in English"),
                        ),
                        (
                            "representative",
                            models.CharField(blank=True, max_length=150, verbose_name="legal representative"),
                        ),
                        (
                            "signatory_name",
                            models.CharField(blank=True, max_length=150, verbose_name="signs"),
                        ),
                        (
                            "signatory_title",
                            models.CharField(
                                blank=True, max_length=150, verbose_name="position of the signatory"
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parties",
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                help_text="Who is written to about this agreement.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.contact",
                                verbose_name="contact",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreement_parties",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "signatory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.contact",
                                verbose_name="signatory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "party",
                        "verbose_name_plural": "parties",
                        "ordering": ["agreement", "order"],
                        "indexes": [
                            models.Index(fields=["enterprise", "agreement"], name="party_by_enterprise")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("agreement", "order"),
                                name="party_order_is_unique",
                            ),
                            models.UniqueConstraint(
                                fields=("agreement", "enterprise"), name="an_enterprise_is_party_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("role", "centre")),
                                fields=("agreement",),
                                name="the_centre_is_party_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("enterprise", None), ("role", "centre")),
                                    models.Q(("enterprise__isnull", False), ("role", "enterprise")),
                                    _connector="OR",
                                ),
                                name="only_an_enterprise_party_names_its_enterprise",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="signed_parties_never_change",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP = 'UPDATE' THEN\n                IF (to_jsonb(NEW) - '{enterprise_id,contact_id,signatory_id}'::text[]) = (to_jsonb(OLD) - '{enterprise_id,contact_id,signatory_id}'::text[]) THEN RETURN NEW; END IF;\n            END IF;\n            IF EXISTS (\n                SELECT FROM agreements_agreement\n                WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.agreement_id ELSE NEW.agreement_id END\n                  AND state IN ('out_for_signature', 'renewed', 'signed', 'suspended', 'terminated')\n            ) THEN\n                RAISE EXCEPTION 'signed_parties_never_change';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="68487504b1301a20b46f4efb4fd3fafc42e42914",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_signed_parties_never_change_70a8c",
                                    table="agreements_party",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_partyevent" ("address", "address_en", "agreement_id", "contact_id", "enterprise_id", "id", "legal_name", "legal_name_en", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_code", "representative", "role", "signatory_id", "signatory_name", "signatory_title") SELECT new_values."address", new_values."address_en", new_values."agreement_id", new_values."contact_id", new_values."enterprise_id", new_values."id", new_values."legal_name", new_values."legal_name_en", new_values."order", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."registration_code", new_values."representative", new_values."role", new_values."signatory_id", new_values."signatory_name", new_values."signatory_title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="5e95d8692ef714e4c3c4b6aefe90fc2d4b8ac231",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_783c4",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="agreements_party",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_partyevent" ("address", "address_en", "agreement_id", "contact_id", "enterprise_id", "id", "legal_name", "legal_name_en", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_code", "representative", "role", "signatory_id", "signatory_name", "signatory_title") SELECT new_values."address", new_values."address_en", new_values."agreement_id", new_values."contact_id", new_values."enterprise_id", new_values."id", new_values."legal_name", new_values."legal_name_en", new_values."order", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."registration_code", new_values."representative", new_values."role", new_values."signatory_id", new_values."signatory_name", new_values."signatory_title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="4187b28906aebd3a092aa5c989cfc87fb0903ef8",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_83158",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="agreements_party",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_partyevent" ("address", "address_en", "agreement_id", "contact_id", "enterprise_id", "id", "legal_name", "legal_name_en", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_code", "representative", "role", "signatory_id", "signatory_name", "signatory_title") SELECT old_values."address", old_values."address_en", old_values."agreement_id", old_values."contact_id", old_values."enterprise_id", old_values."id", old_values."legal_name", old_values."legal_name_en", old_values."order", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."registration_code", old_values."representative", old_values."role", old_values."signatory_id", old_values."signatory_name", old_values."signatory_title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="2648d6142903eea59307792ffc17c22dcd47cbef",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_048bd",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="agreements_party",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperSignature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "amendment",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: the agreement itself.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="paper_signatures",
                                to="agreements.amendment",
                                verbose_name="amendment",
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
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="paper_signatures",
                                to="agreements.party",
                                verbose_name="party",
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
                    ],
                    options={
                        "verbose_name": "signature of a party",
                        "verbose_name_plural": "signatures of parties",
                        "ordering": ["signed_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("party", "amendment"),
                                name="a_party_signs_a_paper_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("signatory_name", ""), _negated=True),
                                name="a_signature_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("envelope__isnull", False),
                                    ("recorded_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_signature_by_hand_is_recorded_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "role",
                            models.CharField(
                                choices=[("centre", "the centre"), ("enterprise", "enterprise")],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("legal_name", models.CharField(max_length=300, verbose_name="legal name")),
                        (
                            "legal_name_en",
                            models.CharField(blank=True, max_length=300, verbose_name="name in English"),
                        ),
                        (
                            "registration_code",
                            models.CharField(blank=True, max_length=60, verbose_name="registration code"),
                        ),
                        ("address", models.CharField(blank=True, max_length=400, verbose_name="address")),
                        (
                            "address_en",
                            models.CharField(blank=True, max_length=400, verbose_name="address in English"),
                        ),
                        (
                            "representative",
                            models.CharField(blank=True, max_length=150, verbose_name="legal representative"),
                        ),
                        (
                            "signatory_name",
                            models.CharField(blank=True, max_length=150, verbose_name="signs"),
                        ),
                        (
                            "signatory_title",
                            models.CharField(
                                blank=True, max_length=150, verbose_name="position of the signatory"
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Who is written to about this agreement.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="contact",
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
                                to="agreements.party",
                            ),
                        ),
                        (
                            "signatory",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.contact",
                                verbose_name="signatory",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgreementTypeEvent",
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
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                        (
                            "forms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("internship_base", "internship base"),
                                        ("order_class", "order class"),
                                        ("apprenticeship", "modern apprenticeship"),
                                        ("industry_college", "industry college"),
                                        ("courses", "courses and standards developed together"),
                                        ("practice_station", "teacher practice station"),
                                        ("research", "joint research"),
                                        ("donation", "donation of equipment"),
                                        ("staff_training", "training of enterprise staff"),
                                        ("recruitment", "recruitment of graduates"),
                                    ],
                                    max_length=40,
                                ),
                                blank=True,
                                default=list,
                                verbose_name="usual forms of cooperation",
                            ),
                        ),
                        (
                            "term_months",
                            models.PositiveSmallIntegerField(default=36, verbose_name="usual term in months"),
                        ),
                        (
                            "renewal_rule",
                            models.CharField(
                                choices=[
                                    ("none", "ends without renewal"),
                                    ("by_decision", "renewed by decision of the parties"),
                                    ("automatic", "renews itself unless a party gives notice"),
                                ],
                                default="by_decision",
                                max_length=20,
                                verbose_name="usual renewal",
                            ),
                        ),
                        (
                            "automatic_term_months",
                            models.PositiveSmallIntegerField(
                                default=12, verbose_name="months added by each automatic renewal"
                            ),
                        ),
                        (
                            "notice_days",
                            models.PositiveSmallIntegerField(default=60, verbose_name="usual days of notice"),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="offered for new agreements"),
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
                                to="agreements.agreementtype",
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
                        (
                            "reminder_policy",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.reminderpolicy",
                                verbose_name="reminder policy",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgreementComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=5000, verbose_name="text")),
                        (
                            "is_internal",
                            models.BooleanField(
                                default=True,
                                help_text="The other side does not see it.",
                                verbose_name="only our staff",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="written at")),
                        ("edited_at", models.DateTimeField(null=True, verbose_name="edited at")),
                        ("deleted_at", models.DateTimeField(null=True, verbose_name="deleted at")),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="agreements.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comment on an agreement",
                        "verbose_name_plural": "comments on an agreement",
                        "ordering": ["created_at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgreementFile",
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
                                    ("scan", "scan of the signed paper"),
                                    ("annex", "annex"),
                                    ("licence", "licence or certificate of a party"),
                                    ("other", "other"),
                                ],
                                default="other",
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
                            "amendment",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: the agreement itself.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="agreements.amendment",
                                verbose_name="amendment",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="agreements.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of an agreement",
                        "verbose_name_plural": "files of an agreement",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DocumentOrder",
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
                        ("error", models.TextField(blank=True, verbose_name="why it is not made yet")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="document_orders",
                                to="agreements.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "amendment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="document_orders",
                                to="agreements.amendment",
                                verbose_name="amendment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document to be made",
                        "verbose_name_plural": "documents to be made",
                        "ordering": ["ordered_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "amendment"),
                                name="a_paper_is_ordered_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementRequest",
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
                                choices=[("change", "Change"), ("renewal", "Renewal"), ("notice", "Notice")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="text")),
                        (
                            "target",
                            models.CharField(
                                blank=True,
                                help_text="A term or a clause, as an amendment names it; empty: the whole.",
                                max_length=60,
                                verbose_name="what is to change",
                            ),
                        ),
                        (
                            "new_ends_on",
                            models.DateField(blank=True, null=True, verbose_name="last day of the new term"),
                        ),
                        (
                            "last_day",
                            models.DateField(blank=True, null=True, verbose_name="last day wished for"),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for an answer"),
                                    ("accepted", "Agreed to"),
                                    ("refused", "Declined"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requests",
                                to="agreements.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "amendment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="requests",
                                to="agreements.amendment",
                                verbose_name="led to the amendment",
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
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="agreements.agreement",
                                verbose_name="led to the agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "request of an enterprise",
                        "verbose_name_plural": "requests of enterprises",
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["agreement", "asked_at"], name="request_by_agreement"),
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["asked_at"],
                                name="request_open",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind__in", ["renewal", "notice"]), ("state", "open")),
                                fields=("agreement", "enterprise", "kind"),
                                name="a_renewal_or_notice_is_asked_for_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "notice"), ("last_day__isnull", False)),
                                    models.Q(models.Q(("kind", "notice"), _negated=True), ("last_day", None)),
                                    _connector="OR",
                                ),
                                name="a_notice_says_for_which_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_answered_request_says_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_declined_request_gives_its_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementRequestFile",
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
                                to="agreements.agreementrequest",
                                verbose_name="request",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a request",
                        "verbose_name_plural": "files of requests",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
            ],
        ),
    ]
