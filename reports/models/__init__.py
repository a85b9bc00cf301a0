from reports.models.annual import (
    AnnualReport,
    Chapter,
    ChapterKind,
    PaperFormat,
    PaperLanguage,
    ReportNumber,
    ReportPaper,
    ReportState,
)

__all__ = [
    "AnnualReport",
    "Chapter",
    "ChapterKind",
    "PaperFormat",
    "PaperLanguage",
    "ReportNumber",
    "ReportPaper",
    "ReportState",
]
