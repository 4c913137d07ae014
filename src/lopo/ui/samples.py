"""Sample content of the gallery: numbers, services and states; no persons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from django import forms
from django.core.paginator import Paginator

Content = Mapping[str, Any]
ZONE = "Asia/Makassar"
NOON = datetime(2026, 11, 23, 2, 24, tzinfo=timezone.utc)
LONG = (
    "Izin Perceraian / Surat Keterangan untuk Melakukan Perceraian "
    "dan Izin Beristri Lebih dari Satu"
)

FACTS = [
    {"icon": "clock", "label": "Waktu", "value": "10 hari kerja", "note": "sejak berkas lengkap"},
    {"icon": "coin-off", "label": "Biaya", "value": "Gratis", "note": "tanpa pungutan apa pun"},
    {"icon": "file-certificate", "label": "Hasil", "value": "SK Kenaikan Pangkat", "note": ""},
    {"icon": "building-community", "label": "Cara", "value": "Di tempat", "note": "Meja 1 atau 2"},
]
REQUIREMENTS = [
    {"code": "PENGANTAR_OPD", "name": "Surat pengantar Kepala Perangkat Daerah", "note": "PDF"},
    {
        "code": "SKP2",
        "name": "Dokumen evaluasi kinerja 2 tahun terakhir",
        "note": "Predikat paling rendah Baik",
    },
    {"code": "IJAZAH", "name": "Ijazah dan transkrip nilai yang disahkan", "note": ""},
    {"code": "STLUD", "name": "Surat Tanda Lulus Ujian Dinas", "note": "Bila pendidikan naik"},
]
_STEPS = [
    ("Anda", "Mengajukan permohonan dan menyerahkan berkas", "15 menit", "Permohonan"),
    ("Duta pelayanan", "Memeriksa kelengkapan, memberi tanda terima", "15 menit", "Tanda terima"),
    ("Verifikator", "Mencocokkan berkas dengan SIASN", "2 hari kerja", "Hasil verifikasi"),
    ("Kepala subbidang", "Menyusun nota usul", "1 hari kerja", "Nota usul"),
    ("Kepala bidang", "Memeriksa dan memaraf usul", "1 hari kerja", "Usul diparaf"),
    ("Kepala BKD", "Menandatangani surat usul", "1 hari kerja", "Surat usul"),
    ("Kantor Regional X BKN", "Memberi pertimbangan teknis", "di luar kendali kami", ""),
    ("Kepala subbidang", "Menyusun konsep keputusan", "1 hari kerja", "Konsep SK"),
    ("Anda", "Menerima keputusan", "15 menit", "SK Kenaikan Pangkat"),
]
STEPS = [
    {"actor": actor, "activity": activity, "duration": time, "output": out, "you": actor == "Anda"}
    for actor, activity, time, out in _STEPS
]
THREAD = [
    {"title": "Diterima", "state": "done", "when": "23 November, 09.05 WITA"},
    {
        "title": "Sedang diperiksa",
        "state": "now",
        "text": "Verifikator",
        "when": "paling lambat Rabu",
    },
    {"title": "Keputusan", "state": ""},
]
QUEUES = [
    {"code": "A", "name": "Kepangkatan dan jabatan", "waiting": 4},
    {"code": "B", "name": "Mutasi dan data ASN", "waiting": 3},
    {"code": "C", "name": "Cuti dan pensiun", "waiting": 1},
    {"code": "D", "name": "Belajar dan diklat", "waiting": 0},
]
_CALLS = [
    ("6", "A-017", "2", "CALLED", "Silakan menuju meja"),
    ("5", "A-016", "1", "SERVING", "Sedang dilayani"),
    ("4", "B-011", "3", "SERVING", "Sedang dilayani"),
    ("3", "C-008", "4", "SERVING", "Sedang dilayani"),
    ("2", "D-004", "5", "DONE", "Selesai"),
]
CALLS = [
    {
        "announcement_id": announcement,
        "number": number,
        "counter": f"Meja {desk}",
        "label": "Meja",
        "short": desk,
        "state": state,
        "note": note,
        "say": "",
        "reason": "Perlu segera ditolong" if announcement == "5" else "",
    }
    for announcement, number, desk, state, note in _CALLS
]
LINE = [
    {
        "number": "A-018",
        "service": "Pencantuman gelar",
        "wait": "23 menit",
        "next": True,
        "hot": True,
    },
    {"number": "A-019", "service": "Kenaikan pangkat", "wait": "18 menit"},
    {"number": "A-020", "service": "Jabatan fungsional", "wait": "9 menit", "priority": True},
    {"number": "A-021", "service": "Kenaikan pangkat", "wait": "baru", "away": True},
]
MOVE = {
    "from": "Badan Kepegawaian Daerah",
    "to": "Biro Organisasi",
    "since": date(2027, 1, 1),
    "basis": "Perda Nomor 3 Tahun 2026",
    "day": date(2026, 11, 5),
    "office": "Gubernur",
    "today": date(2026, 11, 26),
}
RECORD = {
    "minutes": "Waktu penyelesaian dan surat pengantar dibahas bersama pengguna layanan.",
    "changes": "Waktu penyelesaian dari 12 menjadi 10 hari kerja.",
    "signatories": {
        "all": [
            {"get_element_display": "Pengguna layanan", "body": "Korpri", "office": "Sekretaris"},
            {"get_element_display": "Akademisi", "body": "Universitas di Kupang", "office": ""},
        ]
    },
}
TOPICS = [
    ("Kepangkatan", "Pangkat reguler, pilihan, pengabdian, penyesuaian ijazah"),
    ("Mutasi", "Masuk, keluar, antarunit kerja"),
    ("Cuti", "Tahunan, besar, sakit, melahirkan, alasan penting"),
    ("Pemberhentian dan pensiun", "Batas usia, atas permintaan sendiri, janda atau duda"),
    ("Data kepegawaian", "Perbaikan data SIASN, legalisasi"),
    ("Pengembangan kompetensi", "Tugas belajar, ujian dinas"),
]
LOGINS = [("duta", "Duta pelayanan"), ("loket1", "Petugas Meja 1"), ("supervisor", "Supervisor")]


class SampleForm(forms.Form):
    """A form in its good and its refused state."""

    phone = forms.CharField(
        label="Nomor HP",
        help_text="Hanya untuk mengabari giliran.",
        min_length=11,
        error_messages={"min_length": "Nomor HP kurang 2 angka. Contoh: 082212345678"},
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "tel"}),
    )
    note = forms.CharField(
        label="Catatan", required=False, widget=forms.Textarea(attrs={"class": "input", "rows": 3})
    )
    when = forms.ChoiceField(
        label="Kapan Anda siap dilayani?",
        choices=[("now", "Sekarang"), ("later", "Nanti hari ini")],
        widget=forms.RadioSelect,
    )


def components() -> dict[str, Any]:
    """What the component sheet shows."""
    return {
        "zone": ZONE,
        "at": NOON,
        "long": LONG,
        "facts": FACTS,
        "requirements": REQUIREMENTS,
        "steps": STEPS,
        "thread": THREAD,
        "queues": QUEUES,
        "calls": CALLS,
        "form": SampleForm({"phone": "082299395", "when": "now"}),
        "fresh_form": SampleForm(),
        "serving": [{"number": "A-017", "counter": "Meja 2"}],
        "crumbs": [
            {"href": "/gaya/", "label": "Beranda"},
            {"href": "/gaya/", "label": "Kepangkatan"},
        ],
        "ticket_facts": [{"label": "Di depan Anda", "value": "4 orang"}],
        "topics": TOPICS,
        "logins": LOGINS,
    }


def _counter() -> dict[str, Any]:
    since = datetime.now(timezone.utc) - timedelta(seconds=192)
    tabs = [
        {"href": "#a", "label": "Saya", "count": 4, "current": True},
        {"href": "#b", "label": "Semua", "count": 8},
        {"href": "#c", "label": "Catatan", "count": None},
    ]
    table = {
        "head": [{"label": "Nomor"}, {"label": "Layanan"}, {"label": "Lama", "right": True}],
        "rows": [
            {
                "state": state,
                "cells": [
                    {"text": number, "number": True},
                    {"text": LONG},
                    {"text": "9", "right": True},
                ],
            }
            for number, state in (("A-018", "late"), ("A-019", "warn"), ("A-020", ""))
        ],
    }
    stats = [
        {"label": "Dilayani", "value": "9", "note": "hari ini"},
        {"label": "Rata-rata", "value": "11:40"},
        {"label": "Tidak hadir", "value": "1"},
    ]
    staff = {"table": table, "stats": stats, "page": Paginator(range(60), 20).page(2)}
    return {**components(), **staff, "tabs": tabs, "line": LINE, "since": since, "seconds": 192}


@dataclass(frozen=True)
class Sample:
    """A screen of the gallery."""

    title: str
    template: str
    extra: Content = field(default_factory=dict)
    make: Callable[[], dict[str, Any]] = components

    def context(self) -> dict[str, Any]:
        """Its template variables."""
        return {**self.make(), "title": self.title, **self.extra}


SAMPLES: dict[str, Sample] = {
    "beranda": Sample("Beranda", "home"),
    "layanan": Sample("Daftar layanan", "services"),
    "satu-layanan": Sample("Satu layanan", "service", {"move": MOVE, "record": RECORD}),
    "pilih": Sample("Ambil nomor", "choose"),
    "tiket-menunggu": Sample("Tiket: menunggu", "ticket", {"state": "WAITING", "ahead": 3}),
    "tiket-ramai": Sample("Tiket: antrean panjang", "ticket", {"state": "WAITING", "ahead": 23}),
    "tiket-luring": Sample("Tiket: terputus", "ticket", {"state": "OFFLINE", "ahead": 3}),
    "tiket-dipanggil": Sample("Tiket: dipanggil", "ticket", {"state": "CALLED", "ahead": 0}),
    "tiket-dilayani": Sample("Tiket: dilayani", "ticket", {"state": "SERVING", "ahead": 0}),
    "tiket-terlewat": Sample("Tiket: terlewat", "ticket", {"state": "MISSED", "ahead": 0}),
    "tiket-ditunda": Sample("Tiket: ditunda", "ticket", {"state": "PARKED", "ahead": 0}),
    "tiket-boleh-kembali": Sample(
        "Tiket: terlewat, boleh kembali", "ticket", {"state": "RETURNABLE", "ahead": 0}
    ),
    "tiket-selesai": Sample("Tiket: selesai", "ticket", {"state": "DONE", "ahead": 0}),
    "masuk": Sample("Masuk petugas", "sign_in"),
    "anjungan": Sample("Anjungan: mulai", "kiosk_start"),
    "anjungan-tutup": Sample("Anjungan: tutup", "kiosk_start", {"closed": True}),
    "anjungan-kelompok": Sample("Anjungan: kelompok", "kiosk_group"),
    "anjungan-pilih": Sample("Anjungan: pilih", "kiosk_pick"),
    "anjungan-tiket": Sample("Anjungan: tiket", "kiosk_ticket"),
    "layar": Sample("Layar TV", "tv"),
    "layar-kosong": Sample("Layar TV: belum ada panggilan", "tv", {"calls": []}),
    "meja": Sample("Meja layanan", "counter", {"state": "SERVING"}, _counter),
    "meja-kosong": Sample(
        "Meja: antrean kosong", "counter", {"state": "IDLE", "line": []}, _counter
    ),
    "meja-jeda": Sample("Meja: jeda", "counter", {"state": "PAUSED"}, _counter),
    "meja-luar-urutan": Sample(
        "Meja: di luar urutan, ditunda, urungkan", "counter", {"state": "EXCEPTION"}, _counter
    ),
    "petugas": Sample("Komponen petugas", "staff", {}, _counter),
    "penerima-tamu": Sample("Penerima tamu", "reception", {}, _counter),
    "karcis": Sample("Karcis 80 mm", "slip"),
}
