from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
@cache_control(public=True, max_age=86400)
def icon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for where a page names no icon, as the administration's and PDFs do."""
    return HttpResponseRedirect(static("img/favicon.ico"))
