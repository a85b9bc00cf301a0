"""The 19 categories of the catalogue of majors, in its order, which is the same at every stage."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.codes import category_number

CATEGORIES: tuple[str | Promise, ...] = (
    _("Agriculture, forestry, husbandry and fishery"),
    _("Resources, environment and safety"),
    _("Energy, power and materials"),
    _("Civil engineering and architecture"),
    _("Water conservancy"),
    _("Equipment manufacturing"),
    _("Biology and chemical engineering"),
    _("Light industry and textiles"),
    _("Food, medicine and grain"),
    _("Transport"),
    _("Electronics and information"),
    _("Medicine and health"),
    _("Finance, economics and trade"),
    _("Tourism"),
    _("Culture and arts"),
    _("News and communication"),
    _("Education and sports"),
    _("Public security and justice"),
    _("Public administration and services"),
)


def category_name(major_code: str) -> str | Promise:
    return CATEGORIES[category_number(major_code)]
