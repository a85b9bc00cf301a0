"""What the pages say when something was done."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.test import Client
from django.urls import reverse

from agreements.views.pages import AgreementAct
from tests.agreements.office import TODAY
from tests.agreements.samples import put_into
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


@pytest.fixture
def officer(office) -> Client:
    return signed_in(office.officer)


def url(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


class TestWhatIsSaidAfterwards:
    """Every act says what came of it, in a sentence of its own."""

    def test_nobody_reads_only_that_it_is_done(self):
        import_module("agreements.urls")  # every page there is
        acts = [act for base in AgreementAct.__subclasses__() for act in (base, *base.__subclasses__())]
        said = {act: str(act.success_message) for act in acts if hasattr(act, "question")}
        assert len(said) > 15
        assert [act.__name__ for act, words in said.items() if words in {"", "Done.", "Saved."}] == []

    def test_an_answer_to_a_reminder_is_acknowledged(self, office, officer):
        agreement = put_into("signed", office.draft(starts_on=TODAY - timedelta(days=1000)))
        seen = officer.post(url("agreement_acknowledge", agreement.pk), follow=True).content.decode()
        assert "Nothing is passed on to the head of department." in seen
        until = (TODAY + timedelta(days=7)).isoformat()
        later = officer.post(
            url("agreement_snooze", agreement.pk), {"until": until}, follow=True
        ).content.decode()
        assert "You are reminded again on the day you chose" in later
