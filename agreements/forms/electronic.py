"""Who signs electronically, in which order and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holder
from agreements.choices import Language
from agreements.documents import languages_of
from agreements.documents.printing import Paper, agreement_of
from agreements.models import PaperSignature, Party
from agreements.operations.signatories import name_and_position
from agreements.policies import signatories_of_the_centre
from core import sms
from core.bilingual import listed
from core.forms import DateInput, RecordForm
from partnerships.models import Contact
from signing.models import Envelope, Means, Signatory
from signing.operations import NewSignatory, means_by

if TYPE_CHECKING:
    from accounts.models import User

DAYS_TO_SIGN = 14


class Sequence(models.TextChoices):
    PARALLEL = "parallel", _("all at the same time")
    ENTERPRISES_FIRST = "enterprises_first", _("the enterprises first, then the centre")
    CENTRE_FIRST = "centre_first", _("the centre first, then the enterprises")


class ElectronicForm(RecordForm):
    """One section for each party that has not signed by hand; its people are those who could sign for it."""

    sequence = forms.ChoiceField(
        label=_("In which order"),
        choices=Sequence,
        initial=Sequence.ENTERPRISES_FIRST,
    )
    deadline_on = forms.DateField(label=_("To be signed by"), widget=DateInput())
    language = forms.ChoiceField(label=_("Language of the document"))

    def __init__(
        self,
        *args: Any,
        paper: Paper,
        signatures: dict[int, PaperSignature],
        earlier: Envelope | None = None,
        **kwargs: Any,
    ) -> None:
        self.paper = paper
        self.signatures = signatures
        self.parties = list(
            agreement_of(paper).parties.select_related("signatory", "contact", "enterprise").order_by("order")
        )
        self.unsigned = [party for party in self.parties if party.pk not in signatures]
        self.earlier = list(earlier.signatories.all()) if earlier else []
        self.people: dict[str, Holder | Contact] = {}
        self.sections: list[Any] = [  # type: ignore[misc]
            *(
                (party.name, (f"way_{party.pk}", f"people_{party.pk}", f"deputises_{party.pk}"))
                for party in self.unsigned
            ),
            (_("Order and deadline"), ("sequence", "deadline_on", "language")),
        ]
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        today = timezone.localdate()
        self.fields["deadline_on"].initial = today + timedelta(days=DAYS_TO_SIGN)
        self.fields["deadline_on"].widget.attrs["min"] = today.isoformat()
        languages = languages_of(self.paper)
        language: Any = self.fields["language"]
        language.choices = [(code.value, code.label) for code in languages]
        if len(languages) == 1:
            language.widget = forms.HiddenInput()
            language.initial = languages[0].value
        for party in self.unsigned:
            self._add(party, list(self._candidates(party, today)))

    def _candidates(self, party: Party, today: date) -> Iterable[Holder | Contact]:
        if party.role == Party.Role.CENTRE:
            return signatories_of_the_centre(agreement_of(self.paper).department_id, today, today).values()
        contacts = Contact.objects.filter(enterprise=party.enterprise, left_on=None)
        contacts = contacts.exclude(email="", phone="") if sms.is_available() else contacts.exclude(email="")
        return contacts.select_related("user").order_by("name")

    def _add(self, party: Party, candidates: list[Holder | Contact]) -> None:
        keys = {_key(person): person for person in candidates}
        self.people |= keys
        chosen = self._chosen(party, keys)
        self.fields[f"way_{party.pk}"] = forms.ChoiceField(
            label=_("Signs"),
            choices=Signatory.Way,
            initial=Signatory.Way.ELECTRONIC if keys else Signatory.Way.PAPER,
            widget=forms.RadioSelect,
            help_text="" if keys else _("Nobody of this party can be reached or has the power to sign."),
        )
        self.fields[f"people_{party.pk}"] = forms.MultipleChoiceField(
            label=_("Signatories"),
            choices=[(key, _label(person)) for key, person in keys.items()],
            initial=chosen,
            required=False,
            widget=forms.SelectMultiple(attrs={"data-enhance": ""}),
            help_text=_("All of them have to sign for the party."),
        )
        self.fields[f"deputises_{party.pk}"] = forms.CharField(
            label=_("Deputy of"),
            max_length=150,
            required=False,
            help_text=_("Where they sign as somebody's deputy: a proof of authority is asked for."),
        )

    def _chosen(self, party: Party, keys: dict[str, Holder | Contact]) -> list[str]:
        """Those of the earlier envelope, else whom the agreement names, else the only one there is."""
        emails = {person.email for person in self.earlier if person.party_key == str(party.pk)}
        before = [key for key, person in keys.items() if _person(person).email in emails]
        if before:
            return before
        if party.signatory_id and (key := f"contact-{party.signatory_id}") in keys:
            return [key]
        named = [key for key, person in keys.items() if _person(person).name == party.signatory_name]
        return named or (list(keys) if len(keys) == 1 else [])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for party in self.unsigned:
            is_electronic = cleaned.get(f"way_{party.pk}") == Signatory.Way.ELECTRONIC
            if is_electronic and not cleaned.get(f"people_{party.pk}"):
                self.add_error(f"people_{party.pk}", _("Choose who signs."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What :func:`agreements.operations.send_electronically` is given."""
        cleaned = self.cleaned_data
        sequence = cleaned["sequence"]
        centre_first = sequence == Sequence.CENTRE_FIRST
        in_order = sorted(
            self.parties, key=lambda party: ((party.role == Party.Role.CENTRE) != centre_first, party.order)
        )
        return {
            "signatories": [person for party in in_order for person in self._signatories(party)],
            "is_ordered": sequence != Sequence.PARALLEL,
            "deadline_on": cleaned["deadline_on"],
            "language": Language(cleaned["language"]),
        }

    def _signatories(self, party: Party) -> list[NewSignatory]:
        of_party: dict[str, Any] = {
            "party_key": str(party.pk),
            "party_en": party.legal_name_en or party.legal_name,
            "party_zh": party.legal_name,
        }
        by_hand = self.signatures.get(party.pk)
        if by_hand is not None:
            return [
                NewSignatory(
                    **of_party,
                    name=by_hand.signatory_name,
                    title=by_hand.signatory_title,
                    way=Signatory.Way.PAPER,
                )
            ]
        if self.cleaned_data[f"way_{party.pk}"] == Signatory.Way.PAPER:
            name = party.signatory_name or party.representative or party.legal_name
            return [NewSignatory(**of_party, name=name, title=party.signatory_title, way=Signatory.Way.PAPER)]
        deputises_for = self.cleaned_data[f"deputises_{party.pk}"]
        chosen = [self.people[key] for key in self.cleaned_data[f"people_{party.pk}"]]
        return [self._asked(of_party, person, party, deputises_for) for person in chosen]

    def _asked(
        self, of_party: dict[str, Any], chosen: Holder | Contact, party: Party, deputises_for: str
    ) -> NewSignatory:
        person = _person(chosen)
        if isinstance(chosen, Holder):
            user: User | None = chosen.user
            _name, title = name_and_position(agreement_of(self.paper), chosen)
            phone = ""
        else:
            user = chosen.user if _comes_to_the_portal(chosen) else None
            title = chosen.title or (party.signatory_title if chosen.name == party.signatory_name else "")
            phone = chosen.phone
        return NewSignatory(
            **of_party,
            name=person.name,
            name_latin=person.name_latin,
            title=title,
            email=person.email or "",
            phone=phone,
            language=person.language,
            user=user,
            means_allowed=[*means_by(email=person.email or "", phone=phone), *([Means.TOTP] if user else [])],
            deputises_for=deputises_for,
        )


def _comes_to_the_portal(contact: Contact) -> bool:
    """Whoever does not, or no more, signs by a link instead."""
    return (
        contact.user_id is not None
        and Contact.objects.in_portal().filter(pk=contact.pk, user__is_active=True).exists()
    )


def _person(candidate: Holder | Contact) -> User | Contact:
    return candidate.user if isinstance(candidate, Holder) else candidate


def _key(candidate: Holder | Contact) -> str:
    return f"{'user' if isinstance(candidate, Holder) else 'contact'}-{_person(candidate).pk}"


def _label(candidate: Holder | Contact) -> str:
    person = _person(candidate)
    if isinstance(candidate, Contact):
        about = listed(candidate.role_labels)
    elif candidate.lender is None:
        about = candidate.position.title
    else:
        about = _("for %(person)s") % {"person": candidate.lender}
    return " · ".join(filter(None, (str(person), about, person.email or person.phone)))
