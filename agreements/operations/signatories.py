"""Who signs for the centre."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats, translation
from django.utils.translation import gettext as _

from agreements.choices import Language
from agreements.models import Agreement
from agreements.operations.refusals import UnableToSign
from agreements.policies import signatories_of_the_centre
from agreements.variables import LANGUAGE_CODES

if TYPE_CHECKING:
    from accounts.holders import Holder
    from accounts.models import User


def signatory_of_the_centre(agreement: Agreement, person: User | None, on: date) -> Holder:
    """The position, or the loan, through which somebody signs for the centre on a day.

    Raises:
        UnableToSign: nobody is named, or no position gives them that power on that day.
    """
    if person is None:
        raise UnableToSign(_("Say who signed for the centre."))
    holder = signatories_of_the_centre(agreement.department_id, on, on).get(person.pk)
    if holder is None:
        raise UnableToSign(
            _("%(person)s could not sign for the centre on %(day)s: no position gave them that power.")
            % {"person": person, "day": formats.date_format(on, "DATE_FORMAT")}
        )
    return holder


def name_and_position(agreement: Agreement, holder: Holder) -> tuple[str, str]:
    """As a paper in the agreement's language writes them."""
    with translation.override(LANGUAGE_CODES["en" if agreement.language == Language.ENGLISH else "zh"]):
        return holder.user.display_name, holder.position.title
