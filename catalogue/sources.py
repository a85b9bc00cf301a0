"""Reading lists of catalogue entries: the ones that come along, and the official ones in full."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

BUNDLED = Path(__file__).parent / "data"
# Headers by which the official lists call our columns.
_HEADERS = {
    "code": "code",
    "代码": "code",
    "编码": "code",
    "专业代码": "code",
    "name": "name_zh",
    "名称": "name_zh",
    "专业名称": "name_zh",
    "name_zh": "name_zh",
    "中文名称": "name_zh",
    "name_en": "name_en",
    "英文名称": "name_en",
    "status": "status",
}


class UnreadableList(ValueError):
    """The file is not a list of codes and names; the message says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list; an empty value means that the list does not say."""

    line: int
    code: str
    name_en: str = ""
    name_zh: str = ""
    status: str = ""


def bundled_rows(catalogue: str) -> list[Row]:
    path = BUNDLED / f"{catalogue}.csv"
    return list(read_rows(path)) if path.exists() else []


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a CSV file in UTF-8 with a header. Raises UnreadableList."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from _rows(csv.reader(lines))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableList(f"{path.name} is not a CSV file in UTF-8: {error}") from error


def _rows(lines: Iterable[list[str]]) -> Iterator[Row]:
    reader = iter(lines)
    header = [_HEADERS.get(cell.strip().lower(), "") for cell in next(reader, [])]
    if "code" not in header or not {"name_en", "name_zh"} & set(header):
        raise UnreadableList("The first line must name a column “code” and a column “name”.")
    for line, cells in enumerate(reader, start=2):
        if any(cells):
            values = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=False) if name}
            yield Row(line=line, **{"code": ""} | values)
