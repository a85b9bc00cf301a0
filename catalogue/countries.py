"""Countries and regions by their ISO 3166 codes, named in the reader's language (from the Unicode CLDR)."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language, to_locale

from core.pinyin import pinyin_key

# What the CLDR lists beside the countries: the Union, the eurozone, unknown and test regions, and
# islands and exclaves that ISO counts to another country.
_NOT_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)


def country_choices() -> list[tuple[str, str]]:
    """Code and name of every country or region, in the alphabetical order of the reader's language."""
    return _choices(get_language() or "en")


def country_name(code: str) -> str:
    """The code itself where there is no such country."""
    return dict(_choices(get_language() or "en")).get(code, code)


@cache
def _choices(language: str) -> list[tuple[str, str]]:
    territories = Locale.parse(to_locale(language)).territories
    countries = [
        (code, name)
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    ]
    return sorted(countries, key=lambda country: pinyin_key(country[1]))
