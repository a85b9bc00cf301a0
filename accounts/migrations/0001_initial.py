import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalogue", "0001_initial"),
        ("core", "0001_database"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, null=True, unique=True, verbose_name="e-mail"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "name_latin",
                            models.CharField(
                                blank=True,
                                help_text="Shown on English pages and papers.",
                                max_length=100,
                                verbose_name="name in Latin letters",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                                default="en",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                        ("is_staff", models.BooleanField(default=False, verbose_name="administers the site")),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="joined"
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                        (
                            "is_partner",
                            models.BooleanField(
                                default=False,
                                editable=False,
                                help_text="Joined by invitation, and sees the partner portal only.",
                                verbose_name="works for an enterprise",
                            ),
                        ),
                        (
                            "is_student",
                            models.BooleanField(
                                default=False,
                                editable=False,
                                help_text="Joined with a code of the school, and sees their own pages only.",
                                verbose_name="studies here",
                            ),
                        ),
                        (
                            "login_name",
                            models.CharField(
                                blank=True,
                                editable=False,
                                help_text="With which students sign in; many have no e-mail address.",
                                max_length=30,
                                null=True,
                                unique=True,
                                verbose_name="student number",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "user",
                        "verbose_name_plural": "users",
                        "ordering": [
                            django.db.models.functions.text.Lower(
                                django.db.models.functions.comparison.Coalesce(
                                    django.db.models.functions.comparison.NullIf(
                                        "name_latin", models.Value("")
                                    ),
                                    "name",
                                )
                            ),
                            "pk",
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                name="user_email_is_unique_whatever_its_case",
                            ),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("login_name"),
                                name="student_number_is_unique_whatever_its_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("email__isnull", False), ("login_name__isnull", False), _connector="OR"
                                ),
                                name="user_has_something_to_sign_in_with",
                                violation_error_message="Enter an e-mail address: it is what this person signs in with.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_partner", False), ("is_student", False), _connector="OR"
                                ),
                                name="nobody_is_partner_and_student",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delegation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "revoked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                        ),
                        (
                            "delegate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_received",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="to",
                            ),
                        ),
                        (
                            "delegator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_given",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="from",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "delegation",
                        "verbose_name_plural": "delegations",
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="delegation_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("delegator", models.F("delegate")), _negated=True),
                                name="delegation_goes_to_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Department",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name_en", models.CharField(max_length=150, verbose_name="name in English")),
                        ("name_zh", models.CharField(max_length=150, verbose_name="name in Chinese")),
                        ("is_active", models.BooleanField(default=True, verbose_name="exists today")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="accounts.department",
                                verbose_name="part of",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "department",
                        "verbose_name_plural": "departments",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("id")), _negated=True),
                                name="department_is_not_part_of_itself",
                                violation_error_message="A department cannot be part of itself.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Position",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title_en", models.CharField(max_length=120, verbose_name="title in English")),
                        ("title_zh", models.CharField(max_length=120, verbose_name="title in Chinese")),
                        ("duties_en", models.TextField(blank=True, verbose_name="duties in English")),
                        ("duties_zh", models.TextField(blank=True, verbose_name="duties in Chinese")),
                        (
                            "capabilities",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                verbose_name="powers",
                            ),
                        ),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("department", "its department and everything below"),
                                    ("centre", "the whole centre"),
                                ],
                                default="department",
                                max_length=20,
                                verbose_name="reach of the powers",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="positions",
                                to="accounts.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "superior",
                            models.ForeignKey(
                                blank=True,
                                help_text="Who is asked when a decision here is overdue.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="subordinates",
                                to="accounts.position",
                                verbose_name="superior",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "position",
                        "verbose_name_plural": "positions",
                        "ordering": ["department__code", "title_en"],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="from")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="The last day. Empty: until further notice.",
                                null=True,
                                verbose_name="to",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "position",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="accounts.position",
                                verbose_name="position",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "appointment",
                        "verbose_name_plural": "appointments",
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="appointment_ends_after_it_starts",
                                violation_error_message="The last day lies before the first.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Centre",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "legal_name_zh",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="legal name in Chinese"
                            ),
                        ),
                        (
                            "legal_name_en",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="legal name in English"
                            ),
                        ),
                        (
                            "registration_code",
                            models.CharField(blank=True, max_length=60, verbose_name="registration code"),
                        ),
                        (
                            "address_zh",
                            models.CharField(blank=True, max_length=300, verbose_name="address in Chinese"),
                        ),
                        (
                            "address_en",
                            models.CharField(blank=True, max_length=300, verbose_name="address in English"),
                        ),
                        (
                            "representative",
                            models.CharField(blank=True, max_length=100, verbose_name="legal representative"),
                        ),
                        (
                            "representative_title_zh",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                verbose_name="position of the representative, in Chinese",
                            ),
                        ),
                        (
                            "representative_title_en",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                verbose_name="position of the representative, in English",
                            ),
                        ),
                        (
                            "licence",
                            models.FileField(blank=True, upload_to="centre/", verbose_name="licence"),
                        ),
                        ("logo", models.ImageField(blank=True, upload_to="centre/", verbose_name="logo")),
                        (
                            "reference_prefix",
                            models.CharField(
                                default="AG",
                                help_text="AG makes AG-2026-0001. A new prefix continues the year's numbers.",
                                max_length=10,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z][A-Z0-9]*$", "Capital letters and digits."
                                    )
                                ],
                                verbose_name="prefix of reference numbers",
                            ),
                        ),
                        (
                            "mfa_required_for_signing",
                            models.BooleanField(
                                default=True,
                                help_text="For everybody whose positions let them sign for the centre.",
                                verbose_name="a second factor is needed to sign",
                            ),
                        ),
                        (
                            "accent",
                            models.CharField(
                                choices=[
                                    ("blue", "blue"),
                                    ("azure", "azure"),
                                    ("cyan", "cyan"),
                                    ("indigo", "indigo"),
                                    ("purple", "purple"),
                                    ("pink", "pink"),
                                    ("red", "red"),
                                    ("orange", "orange"),
                                    ("yellow", "yellow"),
                                    ("lime", "lime"),
                                    ("green", "green"),
                                    ("teal", "teal"),
                                ],
                                default="blue",
                                max_length=10,
                                verbose_name="accent colour",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                help_text="The city or county where it is. Internships elsewhere need more (INT-30, INT-31).",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.region",
                                verbose_name="region",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "centre",
                        "verbose_name_plural": "centre",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="there_is_one_centre")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(
                                editable=False,
                                max_length=64,
                                unique=True,
                                verbose_name="digest of the secret",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="created")),
                        (
                            "last_read_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="last read"),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feeds",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="whose deadlines",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "calendar feed",
                        "verbose_name_plural": "calendar feeds",
                        "ordering": ["-created_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at", None)),
                                fields=("user",),
                                name="a_person_has_one_calendar_feed_at_a_time",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
