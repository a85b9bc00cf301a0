"""Papers as the officer prints and keeps them."""

from agreements.choices import Language
from agreements.documents import document_of, store_document
from agreements.models import AgreementDocument
from tests.agreements.office import NOW
from tests.agreements.papers import text_of


def printed(office, paper, language=Language.ENGLISH) -> str:
    return text_of(document_of(actor=office.officer, paper=paper, language=language, now=NOW).content)


def kept(office, paper, language=Language.BOTH) -> AgreementDocument:
    return store_document(actor=office.officer, paper=paper, language=language, now=NOW)
