from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_acts_by_kind")]

    operations = [
        migrations.AddField(
            model_name="savedview",
            name="is_on_home",
            field=models.BooleanField(
                default=False,
                help_text="Its name and number stand on the first page.",
                verbose_name="on my first page",
            ),
        ),
    ]
