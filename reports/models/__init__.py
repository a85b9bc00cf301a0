from reports.models.annual import (
    AnnualReport,
    Chapter,
    ChapterKind,
    Elsewhere,
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
    "Elsewhere",
    "PaperFormat",
    "PaperLanguage",
    "ReportNumber",
    "ReportPaper",
    "ReportState",
]
