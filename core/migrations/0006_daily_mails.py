import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0005_archive_of_an_import"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel(old_name="MutedKind", new_name="MailChoice"),
        migrations.AlterModelOptions(
            name="mailchoice",
            options={"verbose_name": "choice of mails", "verbose_name_plural": "choices of mails"},
        ),
        # Whoever did not want a kind so far still does not.
        migrations.AddField(
            model_name="mailchoice",
            name="timing",
            field=models.CharField(
                choices=[
                    ("at_once", "at once"),
                    ("digest", "in one mail a day"),
                    ("off", "not by e-mail"),
                ],
                default="off",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="mailchoice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mail_choices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveConstraint(model_name="mailchoice", name="kind_is_muted_once_per_person"),
        migrations.AddConstraint(
            model_name="mailchoice",
            constraint=models.UniqueConstraint(
                fields=("user", "kind"), name="a_person_chooses_once_for_a_kind"
            ),
        ),
        migrations.RemoveConstraint(model_name="notification", name="notification_state_is_known"),
        migrations.AddField(
            model_name="notification",
            name="digest",
            field=models.ForeignKey(
                blank=True,
                help_text="The mail it stands in, where its reader wants one a day.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="items",
                to="core.notification",
                verbose_name="daily mail",
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("sent", "sent"),
                    ("digest", "for the daily mail"),
                    ("kept", "in the inbox only"),
                    ("refused", "refused by the mail server"),
                    ("failed", "given up"),
                    ("cancelled", "cancelled"),
                ],
                db_default="waiting",
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("digest__isnull", True), ("state", "digest")),
                fields=["recipient"],
                name="notification_for_the_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["waiting", "sent", "digest", "kept", "refused", "failed", "cancelled"],
                    )
                ),
                name="notification_state_is_known",
            ),
        ),
    ]
