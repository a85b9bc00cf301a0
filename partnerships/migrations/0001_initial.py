import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import core.codes.scheme
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
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Tag",
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
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "tag",
                        "verbose_name_plural": "tags",
                        "ordering": ["name_en", "name_zh"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="partnerships_tag_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            ),
                            models.UniqueConstraint(fields=("name_en", "name_zh"), name="tag_is_named_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enterprise",
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
                                help_text="As registered.", max_length=300, verbose_name="legal name"
                            ),
                        ),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=300, verbose_name="English name"),
                        ),
                        (
                            "scheme",
                            models.CharField(
                                choices=core.codes.scheme.scheme_choices,
                                default="uscc",
                                max_length=20,
                                verbose_name="register",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                blank=True, max_length=40, null=True, verbose_name="registration code"
                            ),
                        ),
                        (
                            "country",
                            models.CharField(default="CN", max_length=2, verbose_name="country or region"),
                        ),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                        (
                            "size_band",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("micro", "Micro"),
                                    ("small", "Small"),
                                    ("medium", "Medium"),
                                    ("large", "Large"),
                                ],
                                max_length=10,
                                verbose_name="size",
                            ),
                        ),
                        (
                            "staff_count",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of staff"
                            ),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("prospect", "Prospect"),
                                    ("in_talks", "In talks"),
                                    ("partner", "Partner"),
                                    ("dormant", "Dormant"),
                                    ("ended", "Ended"),
                                    ("barred", "Barred"),
                                ],
                                default="prospect",
                                editable=False,
                                max_length=20,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "state_since",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="in this stage since",
                            ),
                        ),
                        ("notes", models.TextField(blank=True, verbose_name="notes")),
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
                        ("name_key", core.fields.NameKeyField(default="", max_length=400, source="name")),
                        ("pinyin_key", core.fields.PinyinKeyField(default="", max_length=400, source="name")),
                        (
                            "pinyin_initials",
                            core.fields.PinyinInitialsField(default="", max_length=400, source="name"),
                        ),
                        (
                            "other_names",
                            models.TextField(
                                blank=True,
                                editable=False,
                                help_text="Former names and aliases, one a line, for the search.",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enterprises",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "industry",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.industry",
                                verbose_name="industry",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_from",
                                to="partnerships.enterprise",
                                verbose_name="merged into",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                help_text="Who looks after the relationship.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enterprises_owned",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
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
                            "tags",
                            models.ManyToManyField(
                                blank=True,
                                related_name="enterprises",
                                to="partnerships.tag",
                                verbose_name="tags",
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
                                                                    django.db.models.functions.comparison.Coalesce(
                                                                        models.F("name"), models.Value("")
                                                                    ),
                                                                    models.Value(" "),
                                                                ),
                                                                django.db.models.functions.comparison.Coalesce(
                                                                    models.F("name_en"), models.Value("")
                                                                ),
                                                            ),
                                                            models.Value(" "),
                                                        ),
                                                        django.db.models.functions.comparison.Coalesce(
                                                            models.F("code"), models.Value("")
                                                        ),
                                                    ),
                                                    models.Value(" "),
                                                ),
                                                django.db.models.functions.comparison.Coalesce(
                                                    models.F("other_names"), models.Value("")
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
                                                                core.search._Join(
                                                                    core.search._Join(
                                                                        django.db.models.functions.comparison.Coalesce(
                                                                            models.F("name"), models.Value("")
                                                                        ),
                                                                        models.Value(" "),
                                                                    ),
                                                                    django.db.models.functions.comparison.Coalesce(
                                                                        models.F("name_en"), models.Value("")
                                                                    ),
                                                                ),
                                                                models.Value(" "),
                                                            ),
                                                            django.db.models.functions.comparison.Coalesce(
                                                                models.F("code"), models.Value("")
                                                            ),
                                                        ),
                                                        models.Value(" "),
                                                    ),
                                                    django.db.models.functions.comparison.Coalesce(
                                                        models.F("other_names"), models.Value("")
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
                            "is_integration_type",
                            models.BooleanField(
                                blank=True,
                                help_text="Whether it is listed as an enterprise that integrates production and education: the law then asks it to reserve posts for teachers.",
                                null=True,
                                verbose_name="of the integration type",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "enterprise",
                        "verbose_name_plural": "enterprises",
                        "ordering": ["pinyin_key", "pk"],
                        "indexes": [
                            models.Index(fields=["pinyin_key", "id"], name="enterprise_by_name"),
                            models.Index(fields=["state", "pinyin_key", "id"], name="enterprise_by_stage"),
                            models.Index(
                                fields=["department", "pinyin_key", "id"], name="enterprise_by_department"
                            ),
                            models.Index(fields=["owner", "pinyin_key", "id"], name="enterprise_by_owner"),
                            models.Index(fields=["region", "pinyin_key", "id"], name="enterprise_by_region"),
                            models.Index(
                                fields=["industry", "pinyin_key", "id"], name="enterprise_by_industry"
                            ),
                            models.Index(fields=["size_band", "pinyin_key", "id"], name="enterprise_by_size"),
                            models.Index(
                                condition=models.Q(("merged_into__isnull", False)),
                                fields=["merged_into"],
                                name="enterprise_by_merge",
                            ),
                            models.Index(fields=["staff_count", "id"], name="enterprise_by_staff_count"),
                            models.Index(fields=["state_since", "id"], name="enterprise_by_state_since"),
                            models.Index(fields=["updated_at", "id"], name="enterprise_by_change"),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["name_key"],
                                name="enterprise_by_similar_name",
                                opclasses=["gin_trgm_ops"],
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="enterprise_by_bigram"
                            ),
                            models.Index(fields=["name_key"], name="enterprise_by_folded_name"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("code__isnull", True),
                                    models.Q(("code", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="enterprise_code_is_absent_or_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="enterprise_has_a_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into", None),
                                    models.Q(("merged_into", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="enterprise_is_not_merged_into_itself",
                            ),
                            models.UniqueConstraint(
                                fields=("scheme", "code"),
                                name="enterprise_code_is_used_once",
                                violation_error_message="Another enterprise has this registration code.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_enterpriseevent" ("address", "code", "country", "created_at", "department_id", "id", "industry_id", "is_integration_type", "merged_into_id", "name", "name_en", "notes", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "scheme", "size_band", "staff_count", "state", "state_since", "website") SELECT new_values."address", new_values."code", new_values."country", new_values."created_at", new_values."department_id", new_values."id", new_values."industry_id", new_values."is_integration_type", new_values."merged_into_id", new_values."name", new_values."name_en", new_values."notes", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."scheme", new_values."size_band", new_values."staff_count", new_values."state", new_values."state_since", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="746d82203a595ba2ce52becfed1d93a6e87fd7bd",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a31e8",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="partnerships_enterprise",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_enterpriseevent" ("address", "code", "country", "created_at", "department_id", "id", "industry_id", "is_integration_type", "merged_into_id", "name", "name_en", "notes", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "scheme", "size_band", "staff_count", "state", "state_since", "website") SELECT new_values."address", new_values."code", new_values."country", new_values."created_at", new_values."department_id", new_values."id", new_values."industry_id", new_values."is_integration_type", new_values."merged_into_id", new_values."name", new_values."name_en", new_values."notes", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."region_id", new_values."scheme", new_values."size_band", new_values."staff_count", new_values."state", new_values."state_since", new_values."website" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."country" IS DISTINCT FROM (new_values."country") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."industry_id" IS DISTINCT FROM (new_values."industry_id") OR old_values."is_integration_type" IS DISTINCT FROM (new_values."is_integration_type") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."notes" IS DISTINCT FROM (new_values."notes") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."scheme" IS DISTINCT FROM (new_values."scheme") OR old_values."size_band" IS DISTINCT FROM (new_values."size_band") OR old_values."staff_count" IS DISTINCT FROM (new_values."staff_count") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."state_since" IS DISTINCT FROM (new_values."state_since") OR old_values."website" IS DISTINCT FROM (new_values."website")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="f59b081bae5ab14f1a145a1b5dfb59f65d6c79bc",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c5ed6",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="partnerships_enterprise",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "name_latin",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="name in Latin letters"
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=100, verbose_name="job title")),
                        (
                            "roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("liaison", "Liaison"),
                                        ("signatory", "Signatory"),
                                        ("mentor", "Mentor"),
                                        ("technician", "Technician"),
                                        ("other", "Other"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                verbose_name="roles",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("wechat", models.CharField(blank=True, max_length=60, verbose_name="WeChat")),
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
                            "is_primary",
                            models.BooleanField(
                                default=False,
                                help_text="The person we turn to when nobody else is named.",
                                verbose_name="first to ask",
                            ),
                        ),
                        (
                            "left_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="left on"),
                        ),
                        ("notes", models.TextField(blank=True, verbose_name="notes")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="contacts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="signs in as",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact",
                        "verbose_name_plural": "contacts",
                        "ordering": ["-is_primary", "name", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("user__isnull", False)),
                                fields=["user"],
                                name="contact_by_user",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_primary", True)),
                                fields=("enterprise",),
                                name="enterprise_has_one_primary_contact",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("left_on", None), ("is_primary", False), _connector="OR"),
                                name="contact_who_left_is_not_primary",
                                violation_error_message="Somebody who has left cannot be the first to ask.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="contact_has_a_name"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_contactevent" ("created_at", "email", "enterprise_id", "id", "is_primary", "language", "left_on", "name", "name_latin", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "roles", "title", "user_id", "wechat") SELECT new_values."created_at", new_values."email", new_values."enterprise_id", new_values."id", new_values."is_primary", new_values."language", new_values."left_on", new_values."name", new_values."name_latin", new_values."notes", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."roles", new_values."title", new_values."user_id", new_values."wechat" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="f33e54a84eb4d7a5454bd114422cf06e938fd373",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_02a20",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="partnerships_contact",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_contactevent" ("created_at", "email", "enterprise_id", "id", "is_primary", "language", "left_on", "name", "name_latin", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "roles", "title", "user_id", "wechat") SELECT new_values."created_at", new_values."email", new_values."enterprise_id", new_values."id", new_values."is_primary", new_values."language", new_values."left_on", new_values."name", new_values."name_latin", new_values."notes", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."roles", new_values."title", new_values."user_id", new_values."wechat" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="e121074f7cdffdf8abbd991763580042f8c812d7",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_e0fb0",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="partnerships_contact",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_contactevent" ("created_at", "email", "enterprise_id", "id", "is_primary", "language", "left_on", "name", "name_latin", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "roles", "title", "user_id", "wechat") SELECT old_values."created_at", old_values."email", old_values."enterprise_id", old_values."id", old_values."is_primary", old_values."language", old_values."left_on", old_values."name", old_values."name_latin", old_values."notes", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."phone", old_values."roles", old_values."title", old_values."user_id", old_values."wechat" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="82b266f7ab9e392560612b459a9a7175c4b9123d",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_ab5e9",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="partnerships_contact",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "name_latin",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="name in Latin letters"
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=100, verbose_name="job title")),
                        (
                            "roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("liaison", "Liaison"),
                                        ("signatory", "Signatory"),
                                        ("mentor", "Mentor"),
                                        ("technician", "Technician"),
                                        ("other", "Other"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                verbose_name="roles",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("wechat", models.CharField(blank=True, max_length=60, verbose_name="WeChat")),
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
                            "is_primary",
                            models.BooleanField(
                                default=False,
                                help_text="The person we turn to when nobody else is named.",
                                verbose_name="first to ask",
                            ),
                        ),
                        (
                            "left_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="left on"),
                        ),
                        ("notes", models.TextField(blank=True, verbose_name="notes")),
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
                                to="partnerships.contact",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EnterpriseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "name",
                            models.CharField(
                                help_text="As registered.", max_length=300, verbose_name="legal name"
                            ),
                        ),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=300, verbose_name="English name"),
                        ),
                        (
                            "scheme",
                            models.CharField(
                                choices=core.codes.scheme.scheme_choices,
                                default="uscc",
                                max_length=20,
                                verbose_name="register",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                blank=True, max_length=40, null=True, verbose_name="registration code"
                            ),
                        ),
                        (
                            "country",
                            models.CharField(default="CN", max_length=2, verbose_name="country or region"),
                        ),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                        (
                            "size_band",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("micro", "Micro"),
                                    ("small", "Small"),
                                    ("medium", "Medium"),
                                    ("large", "Large"),
                                ],
                                max_length=10,
                                verbose_name="size",
                            ),
                        ),
                        (
                            "staff_count",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of staff"
                            ),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("prospect", "Prospect"),
                                    ("in_talks", "In talks"),
                                    ("partner", "Partner"),
                                    ("dormant", "Dormant"),
                                    ("ended", "Ended"),
                                    ("barred", "Barred"),
                                ],
                                default="prospect",
                                editable=False,
                                max_length=20,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "state_since",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="in this stage since",
                            ),
                        ),
                        ("notes", models.TextField(blank=True, verbose_name="notes")),
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
                            "industry",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="catalogue.industry",
                                verbose_name="industry",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partnerships.enterprise",
                                verbose_name="merged into",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Who looks after the relationship.",
                                null=True,
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
                                to="partnerships.enterprise",
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
                            "is_integration_type",
                            models.BooleanField(
                                blank=True,
                                help_text="Whether it is listed as an enterprise that integrates production and education: the law then asks it to reserve posts for teachers.",
                                null=True,
                                verbose_name="of the integration type",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EnterpriseName",
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
                                    ("former", "Former name"),
                                    ("alias", "Also called"),
                                    ("merged", "Name of a merged record"),
                                ],
                                default="alias",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=300, verbose_name="name")),
                        (
                            "until",
                            models.DateField(
                                blank=True, help_text="For a former name.", null=True, verbose_name="until"
                            ),
                        ),
                        ("name_key", core.fields.NameKeyField(default="", max_length=400, source="name")),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "other name",
                        "verbose_name_plural": "other names",
                        "ordering": ["kind", "-until", "name"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["name_key"],
                                name="other_name_by_similar_name",
                                opclasses=["gin_trgm_ops"],
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enterprise", "name"), name="enterprise_has_each_name_once"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_enterprisenameevent" ("enterprise_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until") SELECT new_values."enterprise_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="219ffb836fe91a5e9a3254fa877dd29be656195a",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a5dd9",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="partnerships_enterprisename",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_enterprisenameevent" ("enterprise_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until") SELECT new_values."enterprise_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."enterprise_id" IS DISTINCT FROM (new_values."enterprise_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."until" IS DISTINCT FROM (new_values."until")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="53d98f2d239146724b668fe08202e62e35f74afd",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_7e941",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="partnerships_enterprisename",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_enterprisenameevent" ("enterprise_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until") SELECT old_values."enterprise_id", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="c144300aeb671082f3b1de5a733b4c3e602adc34",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_a661f",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="partnerships_enterprisename",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnterpriseNameEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("former", "Former name"),
                                    ("alias", "Also called"),
                                    ("merged", "Name of a merged record"),
                                ],
                                default="alias",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=300, verbose_name="name")),
                        (
                            "until",
                            models.DateField(
                                blank=True, help_text="For a former name.", null=True, verbose_name="until"
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
                                to="partnerships.enterprisename",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Interaction",
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
                                    ("visit", "Visit"),
                                    ("meeting", "Meeting"),
                                    ("call", "Call"),
                                    ("email", "E-mail"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("happened_at", models.DateTimeField(verbose_name="when")),
                        ("place", models.CharField(blank=True, max_length=150, verbose_name="place")),
                        ("summary", models.CharField(max_length=200, verbose_name="summary")),
                        ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                        (
                            "next_action",
                            models.CharField(blank=True, max_length=200, verbose_name="next action"),
                        ),
                        ("next_action_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                        (
                            "next_action_done_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="done"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded"
                            ),
                        ),
                        (
                            "contacts",
                            models.ManyToManyField(
                                blank=True,
                                related_name="interactions",
                                to="partnerships.contact",
                                verbose_name="from the enterprise",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="interactions",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                        (
                            "next_action_owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="next_actions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="to be done by",
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
                            "staff",
                            models.ManyToManyField(
                                blank=True,
                                related_name="interactions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="from the centre",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "interaction",
                        "verbose_name_plural": "interactions",
                        "ordering": ["-happened_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["enterprise", "-happened_at"], name="interaction_by_enterprise"
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("next_action_done_at", None),
                                    models.Q(("next_action", ""), _negated=True),
                                ),
                                fields=["next_action_owner", "next_action_on"],
                                name="interaction_by_open_action",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("next_action_done_at", None),
                                    models.Q(("next_action", ""), _negated=True),
                                ),
                                fields=["next_action_on", "id"],
                                name="interaction_by_due_date",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("next_action", ""),
                                        ("next_action_on", None),
                                        ("next_action_owner", None),
                                    ),
                                    models.Q(
                                        models.Q(("next_action", ""), _negated=True),
                                        ("next_action_on__isnull", False),
                                        ("next_action_owner__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="next_action_has_a_date_and_somebody_to_do_it",
                                violation_error_message="Say what is to be done, by when and by whom, or none of it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_action_done_at", None),
                                    models.Q(("next_action", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="only_an_action_can_be_done",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_interactionevent" ("created_at", "enterprise_id", "happened_at", "id", "kind", "minutes", "next_action", "next_action_done_at", "next_action_on", "next_action_owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_by_id", "summary") SELECT new_values."created_at", new_values."enterprise_id", new_values."happened_at", new_values."id", new_values."kind", new_values."minutes", new_values."next_action", new_values."next_action_done_at", new_values."next_action_on", new_values."next_action_owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."recorded_by_id", new_values."summary" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="b5ab66f0fb58dba52bbba3ddfa52dfa2c9870343",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_6df9e",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="partnerships_interaction",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_interactionevent" ("created_at", "enterprise_id", "happened_at", "id", "kind", "minutes", "next_action", "next_action_done_at", "next_action_on", "next_action_owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_by_id", "summary") SELECT new_values."created_at", new_values."enterprise_id", new_values."happened_at", new_values."id", new_values."kind", new_values."minutes", new_values."next_action", new_values."next_action_done_at", new_values."next_action_on", new_values."next_action_owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."recorded_by_id", new_values."summary" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="4949fe2df3c98761e273da47b29067286c308d71",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_21c62",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="partnerships_interaction",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partnerships_interactionevent" ("created_at", "enterprise_id", "happened_at", "id", "kind", "minutes", "next_action", "next_action_done_at", "next_action_on", "next_action_owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_by_id", "summary") SELECT old_values."created_at", old_values."enterprise_id", old_values."happened_at", old_values."id", old_values."kind", old_values."minutes", old_values."next_action", old_values."next_action_done_at", old_values."next_action_on", old_values."next_action_owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."place", old_values."recorded_by_id", old_values."summary" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="f44c6d6022a1eb0dc4264936f04352f204051963",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_3cc7f",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="partnerships_interaction",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InteractionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("visit", "Visit"),
                                    ("meeting", "Meeting"),
                                    ("call", "Call"),
                                    ("email", "E-mail"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("happened_at", models.DateTimeField(verbose_name="when")),
                        ("place", models.CharField(blank=True, max_length=150, verbose_name="place")),
                        ("summary", models.CharField(max_length=200, verbose_name="summary")),
                        ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                        (
                            "next_action",
                            models.CharField(blank=True, max_length=200, verbose_name="next action"),
                        ),
                        ("next_action_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                        (
                            "next_action_done_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="done"),
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
                            "next_action_owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="to be done by",
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
                                to="partnerships.interaction",
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
                    name="Merge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "fields",
                            models.JSONField(
                                default=dict,
                                help_text="Field by field, what the kept record said before and says after.",
                                verbose_name="fields changed",
                            ),
                        ),
                        ("undone_at", models.DateTimeField(null=True, verbose_name="undone")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merges",
                                to="partnerships.enterprise",
                                verbose_name="kept record",
                            ),
                        ),
                        (
                            "merged",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_by",
                                to="partnerships.enterprise",
                                verbose_name="merged record",
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="undone by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "merge",
                        "verbose_name_plural": "merges",
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at", None)),
                                fields=("merged",),
                                name="enterprise_is_merged_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kept", models.F("merged")), _negated=True),
                                name="merge_joins_two_enterprises",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergedRow",
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
                                choices=[("moved", "moved"), ("added", "added"), ("changed", "changed")],
                                max_length=10,
                            ),
                        ),
                        ("field", models.CharField(max_length=60)),
                        ("row_id", models.BigIntegerField()),
                        (
                            "before",
                            models.JSONField(
                                help_text="Of a changed row: the field's value before.", null=True
                            ),
                        ),
                        (
                            "merge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="partnerships.merge",
                            ),
                        ),
                        (
                            "model",
                            models.CharField(
                                help_text="Its label, such as “partnerships.Contact”.", max_length=100
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "merged row",
                        "verbose_name_plural": "merged rows",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("merge", "model", "field", "row_id"), name="merge_notes_each_row_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scheme",
                            models.CharField(
                                choices=core.codes.scheme.scheme_choices,
                                max_length=20,
                                verbose_name="register",
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                editable=False,
                                help_text="What tells the line from all others of its register: the code, else the folded name.",
                                max_length=300,
                            ),
                        ),
                        (
                            "code",
                            models.CharField(blank=True, max_length=40, verbose_name="registration code"),
                        ),
                        ("name", models.CharField(max_length=300, verbose_name="name")),
                        ("name_key", models.CharField(editable=False, max_length=300)),
                        (
                            "country",
                            models.CharField(blank=True, max_length=2, verbose_name="country or region"),
                        ),
                        ("region", models.CharField(blank=True, max_length=100, verbose_name="region")),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                        ("industry", models.CharField(blank=True, max_length=500, verbose_name="industry")),
                        ("status", models.CharField(blank=True, max_length=60, verbose_name="status")),
                        (
                            "registered_on",
                            models.DateField(blank=True, null=True, verbose_name="registered on"),
                        ),
                        (
                            "capital_amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=20,
                                null=True,
                                verbose_name="registered capital",
                            ),
                        ),
                        (
                            "capital_currency",
                            models.CharField(blank=True, max_length=3, verbose_name="currency"),
                        ),
                        ("extra", models.JSONField(blank=True, default=dict, verbose_name="further columns")),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                help_text="The file it came in.",
                                max_length=200,
                                verbose_name="source",
                            ),
                        ),
                        ("imported_at", models.DateTimeField(editable=False, verbose_name="imported")),
                        (
                            "adopted_as",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="register_entries",
                                to="partnerships.enterprise",
                                verbose_name="adopted as",
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
                    ],
                    options={
                        "verbose_name": "register entry",
                        "verbose_name_plural": "register entries",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["registered_on", "id"], name="register_by_date"),
                            models.Index(
                                condition=models.Q(("adopted_as__isnull", False)),
                                fields=["adopted_as"],
                                name="register_by_adoption",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["name_key"],
                                name="register_by_similar_name",
                                opclasses=["gin_trgm_ops"],
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_bigrams"], name="register_by_bigram"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scheme", "key"), name="register_entry_is_listed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnterpriseComment",
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
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comment on an enterprise",
                        "verbose_name_plural": "comments on enterprises",
                        "ordering": ["created_at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EnterpriseFile",
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
                                    ("licence", "business licence"),
                                    ("permit", "industry permit"),
                                    ("photograph", "photograph"),
                                    ("presentation", "presentation"),
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
                            "parent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of an enterprise",
                        "verbose_name_plural": "files of enterprises",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InteractionFile",
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
                                to="partnerships.interaction",
                                verbose_name="interaction",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of an interaction",
                        "verbose_name_plural": "files of interactions",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="sent to")),
                        ("sent_at", models.DateTimeField(verbose_name="sent")),
                        (
                            "times_sent",
                            models.PositiveSmallIntegerField(default=1, verbose_name="times sent"),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="open until")),
                        ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                        (
                            "revoked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="partnerships.contact",
                                verbose_name="contact",
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="invited by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "invitation",
                        "verbose_name_plural": "invitations",
                        "ordering": ["-sent_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                                fields=("contact",),
                                name="a_contact_has_one_open_invitation",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("field", models.CharField(max_length=30, verbose_name="what")),
                        ("before", models.JSONField(blank=True, null=True, verbose_name="on record")),
                        ("after", models.JSONField(blank=True, null=True, verbose_name="proposed value")),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("accepted", "Accepted"),
                                    ("rejected", "Rejected"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: the enterprise itself, or somebody new.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="corrections",
                                to="partnerships.contact",
                                verbose_name="contact",
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
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="corrections",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
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
                        "verbose_name": "proposed correction",
                        "verbose_name_plural": "proposed corrections",
                        "ordering": ["-proposed_at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["enterprise", "proposed_at"],
                                name="correction_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state", "waiting"), models.Q(("field", "new_contact"), _negated=True)
                                ),
                                fields=("enterprise", "contact", "field"),
                                name="one_correction_of_a_thing_waits",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "rejected"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_rejected_correction_gives_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("decided_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_decided_correction_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CorrectionFile",
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
                                to="partnerships.correction",
                                verbose_name="correction",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a proposed correction",
                        "verbose_name_plural": "files of proposed corrections",
                        "ordering": ["-added_at", "-pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Question",
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
                                    ("confirm", "Something to confirm"),
                                    ("answer", "A question to answer"),
                                ],
                                max_length=10,
                                verbose_name="what it is",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="text")),
                        ("due_on", models.DateField(verbose_name="until")),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for an answer"),
                                    ("confirmed", "Confirmed"),
                                    ("denied", "Not right"),
                                    ("answered", "Answered"),
                                    ("taken_back", "Taken back"),
                                ],
                                default="open",
                                editable=False,
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
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
                                related_name="questions",
                                to="partnerships.contact",
                                verbose_name="who is asked",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="partnerships.enterprise",
                                verbose_name="enterprise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "question by link",
                        "verbose_name_plural": "questions by link",
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["enterprise", "-asked_at"], name="question_by_enterprise")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_question_is_open_until_it_says_when_it_ended",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["denied", "answered"]), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_answer_or_a_no_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "confirm"),
                                    models.Q(("state__in", ["confirmed", "denied"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="only_what_can_be_confirmed_is",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
