"""Addresses of administration: first run, wizard, pages of a centre."""

from django.urls import URLPattern, path, re_path

from .views import (
    archiving,
    catalogue,
    centre,
    devices,
    editing,
    factors,
    first_run,
    mandates,
    moving,
    offers,
    passwords,
    places,
    staff,
    webhooks,
    wizard,
)

app_name = "administration"

wizard_urls: list[URLPattern] = [
    path("petugas/mandat/", mandates.mandate_list, name="mandates"),
    path("petugas/mandat/<int:pk>/cabut/", mandates.take_back, name="mandate_back"),
    path("petugas/pertama/<str:code>/", first_run.first_run, name="first_run"),
    path("petugas/pusat/baru/", wizard.drafts, name="drafts"),
    path("petugas/pusat/baru/<int:pk>/buang/", wizard.discard, name="discard"),
    path("petugas/pusat/baru/<int:pk>/selesai/", wizard.done, name="done"),
    path("petugas/pusat/baru/<int:pk>/undang/", wizard.invite, name="draft_invite"),
    path(
        "petugas/pusat/baru/<int:pk>/layanan/tambah/", catalogue.service, name="draft_service_new"
    ),
    path(
        "petugas/pusat/baru/<int:pk>/layanan/<slug:code>/",
        catalogue.service,
        name="draft_service",
    ),
    path("petugas/pusat/baru/<int:pk>/<slug:step>/", wizard.step, name="step"),
]

PUSAT = "petugas/pusat/<slug:centre>/"
centre_urls: list[URLPattern] = [
    path("petugas/pusat/", centre.centres, name="centres"),
    path(PUSAT, centre.centre, name="centre"),
    path(f"{PUSAT}data/", centre.facts, name="facts"),
    path(f"{PUSAT}meja/", places.counters, name="counters"),
    path(f"{PUSAT}meja/<slug:code>/", places.counter, name="counter"),
    path(f"{PUSAT}antrean/", places.queues, name="queues"),
    path(f"{PUSAT}antrean/<slug:code>/", places.queue, name="queue"),
    re_path(
        r"^petugas/pusat/(?P<centre>[-\w]+)/(?P<kind>meja|antrean)/(?P<code>[-\w]+)/"
        r"(?P<verb>arsipkan|pakai|naik|turun)/$",
        places.change_place,
        name="change_place",
    ),
    path(f"{PUSAT}layanan/", offers.services, name="services"),
    path(f"{PUSAT}layanan/tambah/", offers.service_new, name="service_new"),
    path(f"{PUSAT}layanan/<slug:code>/", editing.service, name="service"),
    re_path(
        r"^petugas/pusat/(?P<centre>[-\w]+)/layanan/(?P<code>[-\w]+)/"
        r"(?P<verb>hentikan|berikan)/$",
        offers.change_offer,
        name="change_offer",
    ),
    path(f"{PUSAT}petugas/", staff.staff, name="staff"),
    path(f"{PUSAT}petugas/undang/", staff.invite, name="invite"),
    path(f"{PUSAT}petugas/undang/<int:pk>/tarik/", staff.withdraw, name="withdraw"),
    path(f"{PUSAT}petugas/beri/", staff.grant, name="grant"),
    path(f"{PUSAT}petugas/ambil/", staff.take, name="take"),
    path(f"{PUSAT}petugas/<int:pk>/langkah-kedua/", factors.reset_factor, name="reset_factor"),
    path(f"{PUSAT}petugas/<int:pk>/sandi/", passwords.password_link, name="password_link"),
    path(f"{PUSAT}perangkat/", devices.devices, name="devices"),
    path(f"{PUSAT}perangkat/<int:pk>/cabut/", devices.revoke, name="revoke"),
]

# Opening and archiving whole centres are of the same hands.
archive_urls: list[URLPattern] = [
    path(f"{PUSAT}arsipkan/", archiving.archive, name="archive"),
    path(f"{PUSAT}pakai/", archiving.restore, name="restore"),
]

WEBHOOK = "petugas/pengaturan/webhook/"
# Programs elsewhere that are told of publications: the whole system's, too.
webhook_urls: list[URLPattern] = [
    path(WEBHOOK, webhooks.webhooks, name="webhooks"),
    path(f"{WEBHOOK}baru/", webhooks.webhook_new, name="webhook_new"),
    path(f"{WEBHOOK}<int:pk>/", webhooks.webhook, name="webhook"),
    path(f"{WEBHOOK}<int:pk>/rahasia/", webhooks.webhook_secret, name="webhook_secret"),
    path(f"{WEBHOOK}<int:pk>/hapus/", webhooks.webhook_remove, name="webhook_remove"),
    path(f"{WEBHOOK}<int:pk>/pesan/<int:delivery>/", webhooks.send_again, name="send_again"),
    re_path(
        r"^petugas/pengaturan/webhook/(?P<pk>\d{1,18})/(?P<verb>uji|jeda|lanjut)/$",
        webhooks.webhook_verb,
        name="webhook_verb",
    ),
]

# Whose a service is: decided for the whole installation, or by both agencies' publishers.
move_urls: list[URLPattern] = [
    path("petugas/layanan/<slug:code>/pindah/", moving.move, name="move"),
    path("petugas/layanan/<slug:code>/pindah/batal/", moving.call_off, name="call_off"),
]

urlpatterns = [*wizard_urls, *centre_urls, *archive_urls, *move_urls, *webhook_urls]
