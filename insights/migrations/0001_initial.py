import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import core.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("core", "0001_database"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Snapshot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(editable=False, max_length=60, verbose_name="indicator")),
                        ("day", models.DateField(verbose_name="as of the day")),
                        (
                            "occasion",
                            models.CharField(
                                help_text="Such as the annual quality report or an inspection.",
                                max_length=200,
                                verbose_name="what it is for",
                            ),
                        ),
                        ("frozen_at", models.DateTimeField(editable=False, verbose_name="frozen at")),
                        (
                            "is_whole",
                            models.BooleanField(
                                default=True, editable=False, verbose_name="of the whole centre"
                            ),
                        ),
                        ("words", models.JSONField(editable=False, verbose_name="definition as it stood")),
                        ("parts", models.JSONField(editable=False, verbose_name="parts of the numerator")),
                        ("columns", models.JSONField(editable=False, verbose_name="what the rows say")),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="frozen by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "frozen indicator",
                        "verbose_name_plural": "frozen indicators",
                        "ordering": ["-day", "-frozen_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["code", "day", "id"], name="snapshot_by_indicator"),
                            models.Index(fields=["frozen_at", "id"], name="snapshot_by_instant"),
                            models.Index(fields=["day", "id"], name="snapshot_by_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("occasion", ""), _negated=True),
                                name="a_snapshot_says_what_it_is_for",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="snapshots_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="fd5c6ca8f9a33e4fdcb0962927dc9f337886e1fd",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_snapshots_are_never_altered_59ba7",
                                    table="insights_snapshot",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SnapshotGroup",
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
                        ("parts", models.JSONField(verbose_name="how many of each part")),
                        ("denominator", models.PositiveIntegerField(verbose_name="denominator")),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "snapshot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups",
                                to="insights.snapshot",
                                verbose_name="frozen indicator",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "number of a frozen indicator",
                        "verbose_name_plural": "numbers of frozen indicators",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("snapshot", "department"),
                                name="a_department_has_one_number_in_a_snapshot",
                                nulls_distinct=False,
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="numbers_of_snapshots_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="e69f2c17e5f3eba993d57d7dc54f0914f98d7636",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_numbers_of_snapshots_are_never_altered_536d1",
                                    table="insights_snapshotgroup",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_number_comes_after_the_snapshot",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nIF EXISTS (SELECT FROM new_rows JOIN insights_snapshot snapshot ON snapshot.id = new_rows.snapshot_id) THEN\n    RAISE EXCEPTION 'pgtrigger: nothing is added to what is frozen';\nEND IF;\nRETURN NULL;\n",
                                    hash="b5fab74a43ba317e7f87801fdb1ff00797fd597a",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_no_number_comes_after_the_snapshot_3c2d2",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="insights_snapshotgroup",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SnapshotRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("record", models.CharField(max_length=100, verbose_name="kind of record")),
                        ("subject_id", models.BigIntegerField(verbose_name="record")),
                        (
                            "part",
                            models.CharField(blank=True, max_length=30, verbose_name="part of the numerator"),
                        ),
                        ("sorted_as", models.CharField(max_length=300, verbose_name="sorted as")),
                        ("searched", models.CharField(max_length=400, verbose_name="found by")),
                        ("values", models.JSONField(verbose_name="what it said")),
                        (
                            "department",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "snapshot",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="insights.snapshot",
                                verbose_name="frozen indicator",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "source row of a frozen indicator",
                        "verbose_name_plural": "source rows of frozen indicators",
                        "ordering": ["sorted_as", "pk"],
                        "indexes": [
                            models.Index(fields=["snapshot", "sorted_as", "id"], name="snapshot_row_by_name"),
                            models.Index(
                                fields=["snapshot", "part", "department"], name="snapshot_row_by_part"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="rows_of_snapshots_are_never_altered",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="88976acfd6ac0b90b473f0add7c8a92d25cd559b",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_rows_of_snapshots_are_never_altered_48eca",
                                    table="insights_snapshotrow",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_row_comes_after_the_snapshot",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\nIF EXISTS (SELECT FROM new_rows JOIN insights_snapshot snapshot ON snapshot.id = new_rows.snapshot_id) THEN\n    RAISE EXCEPTION 'pgtrigger: nothing is added to what is frozen';\nEND IF;\nRETURN NULL;\n",
                                    hash="a35cb2dfe8e8bd02d5425c9f0ccf375c0d8a237e",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_no_row_comes_after_the_snapshot_f0c88",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="insights_snapshotrow",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
