from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_files_and_comments")]

    operations = [
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["name_key"], name="enterprise_by_folded_name"),
        ),
    ]
