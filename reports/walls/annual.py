"""What the database opens of annual reports to enterprises: those published and shown to partners."""

from core.walls import Wall

REPORT_COLUMNS = ("id", "name_en", "name_zh", "year_kind", "year", "published_at", "department_id")
PAPER_COLUMNS = ("id", "report_id", "language", "format", "file", "sha256", "size")
SHOWN = "(SELECT this_enterprise()) IS NOT NULL AND state = 'published' AND is_for_partners"
WALLS = (
    Wall(table="reports_annualreport", columns=(*REPORT_COLUMNS, "state", "is_for_partners"), sees=SHOWN),
    Wall(
        table="reports_reportpaper",
        columns=PAPER_COLUMNS,
        # The wall of reports applies to what is asked here.
        sees="report_id IN (SELECT id FROM reports_annualreport)",
    ),
)
