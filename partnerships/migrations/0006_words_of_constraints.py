from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0005_enterprise_by_folded_name")]

    operations = [
        migrations.AlterConstraint(
            model_name="contact",
            name="contact_who_left_is_not_primary",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_on", None), ("is_primary", False), _connector="OR"),
                name="contact_who_left_is_not_primary",
                violation_error_message="Somebody who has left cannot be the first to ask.",
            ),
        ),
    ]
