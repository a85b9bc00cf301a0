import django.contrib.postgres.fields
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

import core.fields
import core.search
from core.pinyin import pinyin_key

NAMES = """
SELECT DISTINCT legal_name_en FROM agreements_party WHERE role = 'enterprise' AND legal_name_en <> ''
"""
FILL_IN = """
UPDATE agreements_agreement agreement
SET counterparty_name_en = first.legal_name_en,
    counterparty_en_key = coalesce(english.key, agreement.counterparty_key)
FROM (
    SELECT DISTINCT ON (agreement_id) agreement_id, legal_name_en
    FROM agreements_party WHERE role = 'enterprise' ORDER BY agreement_id, "order"
) AS first
LEFT JOIN unnest(%s::text[], %s::text[]) AS english (name, key) ON english.name = first.legal_name_en
WHERE first.agreement_id = agreement.id
"""


def fill_in(apps, schema_editor):
    """While the triggers are away: nobody changed these agreements, so their history says nothing of it."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(NAMES)
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute(FILL_IN, [names, [pinyin_key(name)[:400] for name in names]])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_partner_portal"),
        ("agreements", "0009_requests_of_enterprises"),
        ("catalogue", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreement",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreement",
            name="update_update",
        ),
        # A generated column cannot be changed, only made anew; its index goes with it.
        migrations.RemoveIndex(model_name="agreement", name="agreement_search"),
        migrations.RemoveField(model_name="agreement", name="search_bigrams"),
        migrations.RemoveField(model_name="agreement", name="search_text"),
        migrations.AddField(
            model_name="agreement",
            name="counterparty_en_key",
            field=core.fields.PinyinKeyField(
                default="", max_length=400, source="counterparty_as_sorted_in_english"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="counterparty_name_en",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="enterprise in English"
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="counterparty_name_en",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="enterprise in English"
            ),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.AddField(
            model_name="agreement",
            name="search_text",
            field=models.GeneratedField(
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
                                                                models.F("title_en"), models.Value("")
                                                            ),
                                                            models.Value(" "),
                                                        ),
                                                        django.db.models.functions.comparison.Coalesce(
                                                            models.F("title_zh"), models.Value("")
                                                        ),
                                                    ),
                                                    models.Value(" "),
                                                ),
                                                django.db.models.functions.comparison.Coalesce(
                                                    models.F("counterparty_name"), models.Value("")
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
        migrations.AddField(
            model_name="agreement",
            name="search_bigrams",
            field=models.GeneratedField(
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
                                                                    models.F("title_en"), models.Value("")
                                                                ),
                                                                models.Value(" "),
                                                            ),
                                                            django.db.models.functions.comparison.Coalesce(
                                                                models.F("title_zh"), models.Value("")
                                                            ),
                                                        ),
                                                        models.Value(" "),
                                                    ),
                                                    django.db.models.functions.comparison.Coalesce(
                                                        models.F("counterparty_name"), models.Value("")
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
                    )
                ),
                output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField()),
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=GinIndex(fields=["search_bigrams"], name="agreement_search"),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(
                fields=["counterparty_en_key", "id"],
                include=("department", "state", "type"),
                name="agreement_by_counterparty_en",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
    ]
