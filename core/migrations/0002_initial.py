import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import core.migrating

# The application may not delete from the log: only what is older than half a year goes, through this.
FORGET = """
CREATE FUNCTION forget_old_access(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM core_accesslog WHERE at < least(before, now() - interval '6 months') RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION forget_old_access(timestamptz) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0001_database"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="AuditEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("verb", models.CharField(max_length=60, verbose_name="act")),
                        ("subject_id", models.BigIntegerField(verbose_name="record")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("details", models.JSONField(default=dict, verbose_name="details")),
                        (
                            "actor",
                            models.ForeignKey(
                                help_text="Empty where the system acted by itself.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="actor",
                            ),
                        ),
                        (
                            "on_behalf_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="on behalf of",
                            ),
                        ),
                        (
                            "subject_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="kind of record",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "audit event",
                        "verbose_name_plural": "audit events",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["subject_type", "subject_id", "-at"], name="audit_by_subject"
                            ),
                            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("list_name", models.CharField(max_length=100)),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "query",
                            models.TextField(
                                blank=True, help_text="The list's address after the question mark."
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "saved view",
                        "verbose_name_plural": "saved views",
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner", "list_name", "name"),
                                name="saved_view_name_is_unique_per_list",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                        ("at", models.DateTimeField(verbose_name="at")),
                    ],
                    options={
                        "verbose_name": "heartbeat",
                        "verbose_name_plural": "heartbeats",
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.TextField(unique=True, verbose_name="key")),
                        ("kind", models.CharField(max_length=80, verbose_name="kind")),
                        ("subject_id", models.BigIntegerField(blank=True, null=True, verbose_name="record")),
                        (
                            "email",
                            models.CharField(
                                blank=True,
                                db_default="",
                                help_text="Where the mail goes or went. Empty until then: the recipient's own address.",
                                max_length=254,
                                verbose_name="e-mail",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(blank=True, db_default="", max_length=200, verbose_name="name"),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                                db_default="",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "data",
                            models.JSONField(
                                db_default={},
                                default=dict,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                verbose_name="data",
                            ),
                        ),
                        ("message_id", models.CharField(max_length=255, verbose_name="message ID")),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="created"
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="due")),
                        (
                            "state",
                            models.CharField(
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
                        ("attempts", models.PositiveSmallIntegerField(db_default=0, verbose_name="attempts")),
                        ("next_attempt_at", models.DateTimeField(verbose_name="next attempt")),
                        (
                            "claimed_until",
                            models.DateTimeField(
                                blank=True,
                                help_text="A sender has it in hand; past this instant another may take it.",
                                null=True,
                                verbose_name="claimed until",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                        ("error", models.TextField(blank=True, db_default="", verbose_name="last error")),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                        (
                            "recipient",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notifications",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recipient",
                            ),
                        ),
                        (
                            "subject_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="kind of record",
                            ),
                        ),
                        (
                            "digest",
                            models.ForeignKey(
                                blank=True,
                                help_text="The mail it stands in, where its reader wants one a day.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="items",
                                to="core.notification",
                                verbose_name="daily mail",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                db_default="",
                                help_text="Where it goes as a text message instead of a mail.",
                                max_length=40,
                                verbose_name="phone",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "notification",
                        "verbose_name_plural": "notifications",
                        "ordering": ["-due_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["next_attempt_at"],
                                name="notification_waiting",
                            ),
                            models.Index(fields=["recipient", "-due_at"], name="notification_inbox"),
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)),
                                fields=["recipient", "due_at"],
                                name="notification_unread",
                            ),
                            models.Index(
                                fields=["subject_type", "subject_id"], name="notification_by_subject"
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["refused", "failed"])),
                                fields=["-due_at"],
                                name="notification_undelivered",
                            ),
                            models.Index(
                                condition=models.Q(("digest__isnull", True), ("state", "digest")),
                                fields=["recipient"],
                                name="notification_for_the_digest",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("subject_id__isnull", True), ("subject_type__isnull", True)),
                                    models.Q(("subject_id__isnull", False), ("subject_type__isnull", False)),
                                    _connector="OR",
                                ),
                                name="notification_names_its_record_fully_or_not_at_all",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sent"), _negated=True),
                                    ("sent_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="notification_says_when_it_was_sent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "waiting",
                                            "sent",
                                            "digest",
                                            "kept",
                                            "refused",
                                            "failed",
                                            "cancelled",
                                        ],
                                    )
                                ),
                                name="notification_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recipient__isnull", False),
                                    models.Q(("email", ""), _negated=True),
                                    models.Q(("phone", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="notification_has_a_recipient",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("spec_name", models.CharField(max_length=60, verbose_name="kind of list")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "uploaded"),
                                    ("checking", "being checked"),
                                    ("checked", "checked"),
                                    ("applying", "being applied"),
                                    ("applied", "applied"),
                                    ("cancelled", "cancelled"),
                                    ("failed", "failed"),
                                ],
                                default="uploaded",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("department_id", models.BigIntegerField(null=True, verbose_name="department")),
                        (
                            "file",
                            models.FileField(max_length=200, upload_to="imports/%Y/%m/", verbose_name="file"),
                        ),
                        ("file_name", models.CharField(max_length=255, verbose_name="file name")),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("size", models.BigIntegerField(help_text="In bytes.", verbose_name="size")),
                        (
                            "layout",
                            models.JSONField(
                                default=dict,
                                help_text="Sheet, encoding and row of the header, where a person chose them.",
                                verbose_name="layout",
                            ),
                        ),
                        ("mapping", models.JSONField(default=dict, verbose_name="columns")),
                        ("options", models.JSONField(default=dict, verbose_name="options")),
                        (
                            "columns",
                            models.JSONField(
                                default=list,
                                help_text="The columns of the target that the rows speak about.",
                                verbose_name="fed columns",
                            ),
                        ),
                        ("counts", models.JSONField(default=dict, verbose_name="rows per verdict")),
                        ("progress", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("error", models.TextField(blank=True, verbose_name="error")),
                        (
                            "language",
                            models.CharField(
                                help_text="In which the reasons of verdicts are written.",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="uploaded at")),
                        ("applied_at", models.DateTimeField(null=True, verbose_name="applied at")),
                        (
                            "applied_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="applied by",
                            ),
                        ),
                        (
                            "uploader",
                            models.ForeignKey(
                                help_text="Empty where a command did it.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="uploaded by",
                            ),
                        ),
                        (
                            "companion",
                            models.FileField(
                                blank=True,
                                help_text="Came with it.",
                                max_length=200,
                                upload_to="imports/%Y/%m/",
                                verbose_name="archive",
                            ),
                        ),
                        (
                            "remarks",
                            models.JSONField(
                                default=list,
                                help_text="What the check found besides the verdicts, a text each.",
                                verbose_name="remarks",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "import",
                        "verbose_name_plural": "imports",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["spec_name", "-created_at"], name="import_run_by_kind"),
                            models.Index(
                                condition=models.Q(("state__in", ["checking", "applying"])),
                                fields=["state"],
                                name="import_run_unfinished",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRow",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "run_id",
                                "number",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "number",
                            models.PositiveIntegerField(
                                help_text="As a spreadsheet shows it at the left.", verbose_name="row"
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("new", "new"),
                                    ("changed", "changed"),
                                    ("unchanged", "unchanged"),
                                    ("duplicate", "duplicate"),
                                    ("rejected", "rejected"),
                                ],
                                max_length=10,
                                verbose_name="verdict",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("values", models.JSONField(default=dict, verbose_name="values")),
                        (
                            "changes",
                            models.JSONField(
                                help_text="Column → [from, to], where something changes.",
                                null=True,
                                verbose_name="changes",
                            ),
                        ),
                        ("target_id", models.BigIntegerField(null=True, verbose_name="record")),
                        (
                            "run",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="core.importrun",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "row of an import",
                        "verbose_name_plural": "rows of imports",
                        "ordering": ["number"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("verdict__in", ["changed", "duplicate", "rejected"])),
                                fields=["run", "verdict", "number"],
                                name="import_row_to_look_at",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MailChoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=80)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mail_choices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "timing",
                            models.CharField(
                                choices=[
                                    ("at_once", "at once"),
                                    ("digest", "in one mail a day"),
                                    ("off", "not by e-mail"),
                                ],
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "choice of mails",
                        "verbose_name_plural": "choices of mails",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "kind"), name="a_person_chooses_once_for_a_kind"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessLog",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        (
                            "act",
                            models.CharField(
                                choices=[("opened", "opened"), ("exported", "exported")],
                                max_length=10,
                                verbose_name="act",
                            ),
                        ),
                        (
                            "data",
                            models.CharField(
                                choices=[
                                    ("contact", "ways to reach somebody"),
                                    ("account", "accounts and powers"),
                                    ("file", "documents about a person"),
                                    ("record", "records of a person's education or work"),
                                    ("sensitive", "sensitive data: health, minors, whereabouts, money"),
                                ],
                                max_length=12,
                                verbose_name="data",
                            ),
                        ),
                        (
                            "subject_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), verbose_name="records"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                help_text="The page or act that the data was read for.",
                                max_length=120,
                                verbose_name="page",
                            ),
                        ),
                        ("address", models.GenericIPAddressField(null=True, verbose_name="from the address")),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who looked",
                            ),
                        ),
                        (
                            "subject_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                                verbose_name="kind of record",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "access to personal data",
                        "verbose_name_plural": "accesses to personal data",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(fields=["-at"], name="access_by_instant"),
                            models.Index(fields=["actor", "-at"], name="access_by_actor"),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["subject_ids"], name="access_by_subject"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("subject_ids", []), _negated=True),
                                name="an_access_concerns_somebody",
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(FORGET, "DROP FUNCTION forget_old_access(timestamptz)"),
    ]
