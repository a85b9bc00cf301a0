import django.db.models.deletion
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("compliance", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="centre",
            name="internship_rules",
            field=models.ForeignKey(
                blank=True,
                help_text="A local pack holds the national rules and tightens them: Ningbo’s hours, Qingdao’s minimum wage (enter it under “Local minimum wages”). Left empty, those of its region hold, or else the national ones. After a change all internships that are not over are checked anew, and so are the weeks, months and archives in which something was found.",
                limit_choices_to=accounts.models.of_internships,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="compliance.pack",
                verbose_name="rules of internships",
            ),
        ),
    ]
