import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_sort_indexes_that_know_what_is_filtered")]

    operations = [
        migrations.AlterField(
            model_name="agreement",
            name="value_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=14,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="value",
            ),
        ),
        migrations.AlterField(
            model_name="agreementevent",
            name="value_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=14,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="value",
            ),
        ),
        migrations.AlterConstraint(
            model_name="agreement",
            name="agreement_value_is_not_negative",
            constraint=models.CheckConstraint(
                condition=models.Q(("value_amount", None), ("value_amount__gte", 0), _connector="OR"),
                name="agreement_value_is_not_negative",
                violation_error_message="A value cannot be negative.",
            ),
        ),
    ]
