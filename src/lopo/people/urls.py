"""Where staff sign in and devices are paired.

django-allauth looks its own names up without a namespace; what we do not offer (sign-up, e-mail,
reset by mail) is not mounted.
"""

from django.urls import URLPattern, URLResolver, include, path

from .views import devices, sign_in

named = (
    [path("perangkat/", devices.pair_device, name="pair_device")],
    "people",
)
urlpatterns: list[URLPattern | URLResolver] = [
    path("petugas/masuk/", sign_in.SignIn.as_view(), name="account_login"),
    path("petugas/keluar/", sign_in.SignOut.as_view(), name="account_logout"),
    path("petugas/sandi/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("", include(named)),
]
