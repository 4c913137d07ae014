"""Where staff sign in and devices are paired.

django-allauth looks its own names up without a namespace; what we do not offer (sign-up, e-mail,
reset by mail) is not mounted.
"""

from django.urls import URLPattern, URLResolver, include, path

from .views import devices, invitations, new_password, passkeys, second_factor, security, sign_in

named = (
    [
        path("perangkat/", devices.pair_device, name="pair_device"),
        path("perangkat/menunggu/", devices.pairing_state, name="pairing_state"),
        path("petugas/undangan/<str:token>/", invitations.invitation, name="invitation"),
        path("petugas/sandi-baru/<str:token>/", new_password.new_password, name="new_password"),
        path("petugas/keamanan/keluarkan/", security.end, name="end_session"),
    ],
    "people",
)
safety = [
    path("", security.index, name="mfa_index"),
    path("pastikan/", second_factor.ProvePassword.as_view(), name="account_reauthenticate"),
    path("pastikan/kode/", second_factor.ProveCode.as_view(), name="mfa_reauthenticate"),
    path("pastikan/kunci/", passkeys.ProvePasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("aplikasi/", second_factor.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("aplikasi/lepas/", second_factor.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("kode-pemulihan/", second_factor.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "kode-pemulihan/unduh/",
        second_factor.DownloadRecoveryCodes.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path(
        "kode-pemulihan/baru/",
        second_factor.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("kunci/", passkeys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("kunci/<int:pk>/nama/", passkeys.RenamePasskey.as_view(), name="mfa_rename_webauthn"),
    path("kunci/<int:pk>/lepas/", passkeys.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]
# The library looks these up without a namespace.
unnamed: list[URLPattern | URLResolver] = [
    path("petugas/masuk/", sign_in.SignIn.as_view(), name="account_login"),
    path("petugas/masuk/kode/", second_factor.SecondStep.as_view(), name="mfa_authenticate"),
    path("petugas/masuk/kunci/", passkeys.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("petugas/keluar/", sign_in.SignOut.as_view(), name="account_logout"),
    path("petugas/sandi/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("petugas/keamanan/", include(safety)),
]
urlpatterns: list[URLPattern | URLResolver] = [*unnamed, path("", include(named))]
