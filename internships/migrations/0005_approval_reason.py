import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("internships", "0004_rounds"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="post",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="post",
            name="update_update",
        ),
        migrations.RenameField("post", "limit_reason", "approval_reason"),
        migrations.RenameField("postevent", "limit_reason", "approval_reason"),
        migrations.AlterField(
            model_name="post",
            name="approval_reason",
            field=models.TextField(
                blank=True,
                editable=False,
                help_text="Where the host takes more interns than the limits, or is not vetted.",
                verbose_name="why it was approved all the same",
            ),
        ),
        migrations.AlterField(
            model_name="postevent",
            name="approval_reason",
            field=models.TextField(
                blank=True,
                editable=False,
                help_text="Where the host takes more interns than the limits, or is not vetted.",
                verbose_name="why it was approved all the same",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_postevent" ("address", "agreement_id", "approval_reason", "approved_at", "board", "channel", "created_at", "created_by_id", "days_per_week", "department_id", "duties", "enterprise_id", "fees", "hazards", "hours_per_day", "id", "intermediary", "intermediary_code", "is_simple_repetition", "living_notes", "lodging", "lower", "lowest_tier_wage", "mentor_id", "name_en", "name_zh", "occupation_id", "offered_at", "open_from", "open_until", "pay_cycle_months", "pay_method", "pay_per_month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "region_id", "return_reason", "same_post_wage", "seats", "shift", "similar_staff", "state", "venue", "works_independently", "works_on_holidays") SELECT new_values."address", new_values."agreement_id", new_values."approval_reason", new_values."approved_at", new_values."board", new_values."channel", new_values."created_at", new_values."created_by_id", new_values."days_per_week", new_values."department_id", new_values."duties", new_values."enterprise_id", new_values."fees", new_values."hazards", new_values."hours_per_day", new_values."id", new_values."intermediary", new_values."intermediary_code", new_values."is_simple_repetition", new_values."living_notes", new_values."lodging", new_values."lower", new_values."lowest_tier_wage", new_values."mentor_id", new_values."name_en", new_values."name_zh", new_values."occupation_id", new_values."offered_at", new_values."open_from", new_values."open_until", new_values."pay_cycle_months", new_values."pay_method", new_values."pay_per_month", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."region_id", new_values."return_reason", new_values."same_post_wage", new_values."seats", new_values."shift", new_values."similar_staff", new_values."state", new_values."venue", new_values."works_independently", new_values."works_on_holidays" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b75aef98c0631b410c44b21d6fb1f0046ba880b9",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ac974",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="internships_post",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "internships_postevent" ("address", "agreement_id", "approval_reason", "approved_at", "board", "channel", "created_at", "created_by_id", "days_per_week", "department_id", "duties", "enterprise_id", "fees", "hazards", "hours_per_day", "id", "intermediary", "intermediary_code", "is_simple_repetition", "living_notes", "lodging", "lower", "lowest_tier_wage", "mentor_id", "name_en", "name_zh", "occupation_id", "offered_at", "open_from", "open_until", "pay_cycle_months", "pay_method", "pay_per_month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "region_id", "return_reason", "same_post_wage", "seats", "shift", "similar_staff", "state", "venue", "works_independently", "works_on_holidays") SELECT new_values."address", new_values."agreement_id", new_values."approval_reason", new_values."approved_at", new_values."board", new_values."channel", new_values."created_at", new_values."created_by_id", new_values."days_per_week", new_values."department_id", new_values."duties", new_values."enterprise_id", new_values."fees", new_values."hazards", new_values."hours_per_day", new_values."id", new_values."intermediary", new_values."intermediary_code", new_values."is_simple_repetition", new_values."living_notes", new_values."lodging", new_values."lower", new_values."lowest_tier_wage", new_values."mentor_id", new_values."name_en", new_values."name_zh", new_values."occupation_id", new_values."offered_at", new_values."open_from", new_values."open_until", new_values."pay_cycle_months", new_values."pay_method", new_values."pay_per_month", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."region_id", new_values."return_reason", new_values."same_post_wage", new_values."seats", new_values."shift", new_values."similar_staff", new_values."state", new_values."venue", new_values."works_independently", new_values."works_on_holidays" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."agreement_id" IS DISTINCT FROM (new_values."agreement_id") OR old_values."approval_reason" IS DISTINCT FROM (new_values."approval_reason") OR old_values."approved_at" IS DISTINCT FROM (new_values."approved_at") OR old_values."board" IS DISTINCT FROM (new_values."board") OR old_values."channel" IS DISTINCT FROM (new_values."channel") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."days_per_week" IS DISTINCT FROM (new_values."days_per_week") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."duties" IS DISTINCT FROM (new_values."duties") OR old_values."enterprise_id" IS DISTINCT FROM (new_values."enterprise_id") OR old_values."fees" IS DISTINCT FROM (new_values."fees") OR old_values."hazards" IS DISTINCT FROM (new_values."hazards") OR old_values."hours_per_day" IS DISTINCT FROM (new_values."hours_per_day") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."intermediary" IS DISTINCT FROM (new_values."intermediary") OR old_values."intermediary_code" IS DISTINCT FROM (new_values."intermediary_code") OR old_values."is_simple_repetition" IS DISTINCT FROM (new_values."is_simple_repetition") OR old_values."living_notes" IS DISTINCT FROM (new_values."living_notes") OR old_values."lodging" IS DISTINCT FROM (new_values."lodging") OR old_values."lower" IS DISTINCT FROM (new_values."lower") OR old_values."lowest_tier_wage" IS DISTINCT FROM (new_values."lowest_tier_wage") OR old_values."mentor_id" IS DISTINCT FROM (new_values."mentor_id") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."name_zh" IS DISTINCT FROM (new_values."name_zh") OR old_values."occupation_id" IS DISTINCT FROM (new_values."occupation_id") OR old_values."offered_at" IS DISTINCT FROM (new_values."offered_at") OR old_values."open_from" IS DISTINCT FROM (new_values."open_from") OR old_values."open_until" IS DISTINCT FROM (new_values."open_until") OR old_values."pay_cycle_months" IS DISTINCT FROM (new_values."pay_cycle_months") OR old_values."pay_method" IS DISTINCT FROM (new_values."pay_method") OR old_values."pay_per_month" IS DISTINCT FROM (new_values."pay_per_month") OR old_values."plan_id" IS DISTINCT FROM (new_values."plan_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."return_reason" IS DISTINCT FROM (new_values."return_reason") OR old_values."same_post_wage" IS DISTINCT FROM (new_values."same_post_wage") OR old_values."seats" IS DISTINCT FROM (new_values."seats") OR old_values."shift" IS DISTINCT FROM (new_values."shift") OR old_values."similar_staff" IS DISTINCT FROM (new_values."similar_staff") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."venue" IS DISTINCT FROM (new_values."venue") OR old_values."works_independently" IS DISTINCT FROM (new_values."works_independently") OR old_values."works_on_holidays" IS DISTINCT FROM (new_values."works_on_holidays")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d678f196ced6bb698a743adef5b88948d3622c92",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_60fd8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="internships_post",
                    when="AFTER",
                ),
            ),
        ),
    ]
