import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.fields
import core.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_database"),
    ]

    operations = [
        core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Major",
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
                        (
                            "pinyin_key",
                            core.fields.PinyinKeyField(default="", max_length=400, source="name_zh"),
                        ),
                        (
                            "pinyin_initials",
                            core.fields.PinyinInitialsField(default="", max_length=400, source="name_zh"),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=6,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^\\d{6}$", "A major has six digits."
                                    )
                                ],
                                verbose_name="code",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("secondary", "Secondary vocational"),
                                    ("college", "Vocational college"),
                                    ("bachelor", "Vocational bachelor"),
                                ],
                                max_length=20,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("current", "Current"), ("withdrawn", "Withdrawn")],
                                default="current",
                                max_length=20,
                                verbose_name="status",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "major",
                        "verbose_name_plural": "majors",
                        "ordering": ["code"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["stage", "status"], name="major_by_stage")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="catalogue_major_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("code__gte", "21"), ("code__lt", "40"), ("stage", "bachelor")),
                                    models.Q(("code__gte", "41"), ("code__lt", "60"), ("stage", "college")),
                                    models.Q(("code__gte", "61"), ("code__lt", "80"), ("stage", "secondary")),
                                    _connector="OR",
                                ),
                                name="major_code_belongs_to_its_stage",
                                violation_error_message="The code says another stage: 21–39 is bachelor, 41–59 college, 61–79 secondary.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Industry",
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
                        ("code", models.CharField(max_length=12, unique=True, verbose_name="code")),
                        (
                            "pinyin_key",
                            core.fields.PinyinKeyField(default="", max_length=400, source="name_zh"),
                        ),
                        (
                            "pinyin_initials",
                            core.fields.PinyinInitialsField(default="", max_length=400, source="name_zh"),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("section", "Section"),
                                    ("division", "Division"),
                                    ("group", "Group"),
                                    ("class", "Class"),
                                ],
                                max_length=20,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="catalogue.industry",
                                verbose_name="belongs to",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "industry",
                        "verbose_name_plural": "industries",
                        "ordering": ["code"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="catalogue_industry_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Occupation",
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
                        ("code", models.CharField(max_length=12, unique=True, verbose_name="code")),
                        (
                            "pinyin_key",
                            core.fields.PinyinKeyField(default="", max_length=400, source="name_zh"),
                        ),
                        (
                            "pinyin_initials",
                            core.fields.PinyinInitialsField(default="", max_length=400, source="name_zh"),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("major_group", "Major group"),
                                    ("middle_group", "Middle group"),
                                    ("minor_group", "Minor group"),
                                    ("occupation", "Occupation"),
                                ],
                                max_length=20,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="catalogue.occupation",
                                verbose_name="belongs to",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "occupation",
                        "verbose_name_plural": "occupations",
                        "ordering": ["code"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="catalogue_occupation_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Region",
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
                        (
                            "pinyin_key",
                            core.fields.PinyinKeyField(default="", max_length=400, source="name_zh"),
                        ),
                        (
                            "pinyin_initials",
                            core.fields.PinyinInitialsField(default="", max_length=400, source="name_zh"),
                        ),
                        ("code", models.CharField(max_length=12, verbose_name="code")),
                        (
                            "country",
                            models.CharField(default="CN", max_length=2, verbose_name="country or region"),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("province", "Province"),
                                    ("prefecture", "Prefecture"),
                                    ("county", "County"),
                                ],
                                max_length=20,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="catalogue.region",
                                verbose_name="belongs to",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "region",
                        "verbose_name_plural": "regions",
                        "ordering": ["country", "code"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="catalogue_region_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            ),
                            models.UniqueConstraint(
                                fields=("country", "code"), name="region_code_is_unique_in_its_country"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarYear",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "country",
                            models.CharField(default="CN", max_length=2, verbose_name="country or region"),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(2000),
                                    django.core.validators.MaxValueValidator(2200),
                                ],
                                verbose_name="year",
                            ),
                        ),
                        (
                            "is_confirmed",
                            models.BooleanField(
                                default=False,
                                help_text="Once the notice with the moved days is published and entered here.",
                                verbose_name="confirmed",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                help_text="The notice of the year.",
                                max_length=200,
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "year of the working calendar",
                        "verbose_name_plural": "working calendar",
                        "ordering": ["country", "-year"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("country", "year"), name="a_year_stands_once_in_the_calendar"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarDay",
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
                        ("date", models.DateField(verbose_name="day")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("statutory", "statutory holiday"),
                                    ("day_off", "day off moved next to a holiday"),
                                    ("make_up_workday", "make-up workday"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="days",
                                to="catalogue.calendaryear",
                                verbose_name="year of the working calendar",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "day of the working calendar",
                        "verbose_name_plural": "days of the working calendar",
                        "ordering": ["date"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="catalogue_calendarday_has_a_name",
                                violation_error_message="Give a name in at least one language.",
                            ),
                            models.UniqueConstraint(
                                fields=("year", "date"),
                                name="a_day_stands_once_in_the_calendar",
                                violation_error_message="The day stands in the calendar already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MinimumWage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "monthly",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=10,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="minimum wage a month",
                            ),
                        ),
                        ("effective_from", models.DateField(verbose_name="in force from")),
                        (
                            "source",
                            models.CharField(
                                help_text="The notice that sets it, so that others find it.",
                                max_length=200,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                help_text="Province, city or district: the nearest one with an entry counts for a post.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minimum_wages",
                                to="catalogue.region",
                                verbose_name="region",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "local minimum wage",
                        "verbose_name_plural": "local minimum wages",
                        "ordering": ["region", "-effective_from"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "effective_from"),
                                name="a_region_has_one_minimum_wage_from_a_day",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
