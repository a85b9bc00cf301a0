from collaboration.exchange_urls import urlpatterns as exchange_urls

app_name = "collaboration"

urlpatterns = [*exchange_urls]
