from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.http import PersonRequest
from core.views import FormView, act
from partnerships import operations
from partnerships.forms import NameForm
from partnerships.models import Enterprise
from partnerships.policies import EDIT, seen
from partnerships.views.enterprises import crumbs


class NameNew(FormView):
    form_class = NameForm
    title = gettext_lazy("Another name")

    def authorise(self, **kwargs: Any) -> None:
        self.enterprise = seen(Enterprise.objects.all(), self.request.user, kwargs["pk"], EDIT)

    def perform(self, form: Any) -> Enterprise:
        operations.add_name(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )
        return self.enterprise

    def cancel_url(self) -> str:
        return self.enterprise.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.enterprise)}


@act
def remove(request: PersonRequest, pk: int, name_pk: int) -> str:
    operations.remove_name(actor=request.user, pk=pk, name_pk=name_pk, now=timezone.now())
    return reverse("partnerships:enterprise_detail", args=[pk])
