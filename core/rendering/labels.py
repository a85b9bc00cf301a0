"""The words a document brings itself, each in both languages."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, override

from core.rendering.context import Bilingual, Language
from core.rendering.markup import chinese_number
from core.rendering.typography import phrases

DRAFT = gettext_noop("DRAFT")
ANNEX = gettext_noop("Annex {number}")
PAGE_COUNTER = gettext_noop("Page {page} of {pages}")
LABELS = {
    "reference": gettext_noop("Reference"),
    "version": gettext_noop("Version"),
    "parties": gettext_noop("Parties"),
    "end_of_text": gettext_noop("(End of the text. The signature page follows.)"),
    "signature_page": gettext_noop("Signature page"),
    "signature": gettext_noop("Signature"),
    "name": gettext_noop("Name"),
    "position": gettext_noop("Position"),
    "seal": gettext_noop("Seal"),
    "date": gettext_noop("Date"),
    "verification": gettext_noop("Is this copy genuine?"),
    "verification_help": gettext_noop("Scan the code, or open the address below in a browser."),
    "qr_code": gettext_noop("QR code of the verification address"),
    "logo": gettext_noop("Logo"),
}


def translated(message: str) -> Bilingual:
    with override("en"):
        english = gettext(message)
    with override("zh-hans"):
        return Bilingual(en=english, zh=gettext(message))


def labels() -> dict[str, Bilingual]:
    return {name: translated(message) for name, message in LABELS.items()}


def annex_heading(number: int, heading: Bilingual) -> Bilingual:
    label = translated(ANNEX)
    return Bilingual(
        en=f"{label.en.format(number=number)}\u2003{heading.en or heading.zh}",
        zh=f"{label.zh.format(number=chinese_number(number))}\u2003{heading.zh or heading.en}",
    )


def page_counter(language: Language) -> SafeString:
    """The numbers are filled in by the style sheet, which alone knows them."""
    page, pages = (format_html('<i class="{}"></i>', name) for name in ("page", "pages"))
    return format_html_join(
        " · ",
        '<span lang="{}">{}</span>',
        (
            (tag, format_html(text, page=page, pages=pages))
            for tag, text in phrases(translated(PAGE_COUNTER), language)
        ),
    )
