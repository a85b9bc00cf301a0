import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_calendar_feed"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={
                "ordering": [
                    django.db.models.functions.text.Lower(
                        django.db.models.functions.comparison.Coalesce(
                            django.db.models.functions.comparison.NullIf("name_latin", models.Value("")),
                            "name",
                        )
                    ),
                    "pk",
                ],
                "verbose_name": "user",
                "verbose_name_plural": "users",
            },
        ),
        migrations.AlterConstraint(
            model_name="appointment",
            name="appointment_ends_after_it_starts",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="appointment_ends_after_it_starts",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="department",
            name="department_is_not_part_of_itself",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="department_is_not_part_of_itself",
                violation_error_message="A department cannot be part of itself.",
            ),
        ),
    ]
