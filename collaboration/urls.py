from collaboration.adjustment_urls import urlpatterns as adjustment_urls
from collaboration.exchange_urls import urlpatterns as exchange_urls
from collaboration.need_urls import urlpatterns as need_urls

app_name = "collaboration"

urlpatterns = [*exchange_urls, *need_urls, *adjustment_urls]
