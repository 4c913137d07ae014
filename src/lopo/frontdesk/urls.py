"""Addresses of the front desk's own pages and fragments."""

from django.urls import URLPattern, path

from .views import (
    asking,
    bringing_back,
    day_ends,
    daylist,
    freeing,
    reception,
    requirements,
    screens,
    staff,
    taking,
    visitor,
)

app_name = "frontdesk"

# What a visitor sees: on a phone, at the kiosk, on paper.
visitor_urls: list[URLPattern] = [
    path("antrean/", taking.centres, name="centres"),
    path("antrean/<slug:centre>/", taking.choose, name="choose"),
    path("antrean/<slug:centre>/nomor/", taking.take, name="take"),
    path("antrean/<slug:centre>/anjungan/", taking.kiosk_entry, name="kiosk_entry"),
    path(
        "antrean/<slug:centre>/syarat/<slug:service>/",
        requirements.requirements,
        name="requirements",
    ),
    path("tiket/<str:token>/", visitor.ticket, name="ticket"),
    path("tiket/<str:token>/kini/", visitor.ticket_live, name="ticket_live"),
    path("tiket/<str:token>/hadir/", visitor.arrive, name="arrive"),
    path("tiket/<str:token>/kembali/", visitor.come_back, name="come_back"),
    path("tiket/<str:token>/batal/", visitor.give_up, name="give_up"),
    path("tiket/<str:token>/cetak/", visitor.slip, name="slip"),
    path("hadir/<slug:centre>/<str:code>/", visitor.door, name="door"),
]

# What staff and the screens in the room see.
room_urls: list[URLPattern] = [
    path("antrean/<slug:centre>/ruang/", screens.room, name="room"),
    path("antrean/<slug:centre>/papan/", screens.board, name="board"),
    path("antrean/<slug:centre>/tanda/", screens.door_sign, name="door_sign"),
    path("petugas/antrean/", staff.posts, name="posts"),
    path("petugas/antrean/<slug:centre>/meja/<slug:counter>/", staff.desk, name="desk"),
    path(
        "petugas/antrean/<slug:centre>/meja/<slug:counter>/alihkan/",
        asking.transfer,
        name="desk_transfer",
    ),
    path("petugas/antrean/<slug:centre>/meja/<slug:counter>/tambah/", asking.add, name="desk_add"),
    path(
        "petugas/antrean/<slug:centre>/meja/<slug:counter>/panggil-nomor/",
        asking.call_number,
        name="desk_call_number",
    ),
    path(
        "petugas/antrean/<slug:centre>/meja/<slug:counter>/kosongkan/",
        freeing.free_counter,
        name="free_counter",
    ),
    path(
        "petugas/antrean/<slug:centre>/meja/<slug:counter>/pintasan/",
        asking.shortcuts,
        name="desk_shortcuts",
    ),
    path(
        "petugas/antrean/<slug:centre>/meja/<slug:counter>/<slug:verb>/",
        staff.desk_act,
        name="desk_act",
    ),
    path("petugas/antrean/<slug:centre>/", reception.reception, name="reception"),
    path("petugas/antrean/<slug:centre>/hari/", daylist.day_list, name="day_list"),
    path("petugas/antrean/<slug:centre>/akhir-hari/", day_ends.day_end, name="day_end"),
    path("petugas/antrean/<slug:centre>/beri/", reception.reception_form, name="reception_form"),
    path("petugas/antrean/<slug:centre>/nomor/", reception.reception_issue, name="reception_issue"),
    path(
        "petugas/antrean/<slug:centre>/hadir/<slug:number>/",
        reception.reception_arrive,
        name="reception_arrive",
    ),
    path(
        "petugas/antrean/<slug:centre>/kembali/<slug:number>/",
        bringing_back.bring_back,
        name="bring_back",
    ),
]

urlpatterns = [*visitor_urls, *room_urls]
