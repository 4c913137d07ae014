"""The questionnaire of PermenPANRB 14/2017, its grades, and how results are made public."""

from datetime import date
from decimal import Decimal

from django.db import migrations

BASIS = "PermenPANRB 14/2017"
SINCE = date(2017, 1, 1)
FITS = ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"]
# Code, place on the sample form, name, official question, the same in few words, answers 1 to 4.
ITEMS = (
    ("U1", 1, "Persyaratan",
     "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis "
     "pelayanannya?",
     "Apakah persyaratan sesuai dengan jenis layanannya?", FITS),
    ("U2", 2, "Sistem, Mekanisme, dan Prosedur",
     "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
     "Seberapa mudah prosedur layanannya?",
     ["Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"]),
    ("U3", 3, "Waktu Penyelesaian",
     "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
     "Seberapa cepat waktu layanannya?",
     ["Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"]),
    ("U4", 4, "Biaya/Tarif",
     "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
     "Bagaimana biaya layanannya?",
     ["Sangat mahal", "Cukup mahal", "Murah", "Gratis"]),
    ("U5", 5, "Produk Spesifikasi Jenis Pelayanan",
     "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam "
     "standar pelayanan dengan hasil yang diberikan?",
     "Apakah hasil layanan sesuai dengan yang dijanjikan?", FITS),
    ("U6", 6, "Kompetensi Pelaksana",
     "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
     "Bagaimana kemampuan petugas kami?",
     ["Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"]),
    ("U7", 7, "Perilaku Pelaksana",
     "Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan "
     "keramahan?",
     "Bagaimana kesopanan dan keramahan petugas kami?",
     ["Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah",
      "Sangat sopan dan ramah"]),
    ("U8", 9, "Penanganan Pengaduan, Saran dan Masukan",
     "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
     "Bagaimana penanganan pengaduan kami?",
     ["Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal",
      "Dikelola dengan baik"]),
    ("U9", 8, "Sarana dan Prasarana",
     "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
     "Bagaimana mutu sarana dan prasarana kami?",
     ["Buruk", "Cukup", "Baik", "Sangat baik"]),
)  # fmt: skip
BANDS = (
    ("A", "Sangat baik", "88.31"),
    ("B", "Baik", "76.61"),
    ("C", "Kurang baik", "65.00"),
    ("D", "Tidak baik", "25.00"),
)
# The fields of the sample form. PPPK and retired people are local, told as the form names them.
PROFILE = (
    ("GENDER", "Jenis kelamin", [("L", "Laki-laki", "L"), ("P", "Perempuan", "P")]),
    ("AGE", "Usia", [
        ("-24", "Di bawah 25 tahun", ""), ("25-34", "25–34 tahun", ""),
        ("35-44", "35–44 tahun", ""), ("45-54", "45–54 tahun", ""),
        ("55-", "55 tahun ke atas", "")]),
    ("EDUCATION", "Pendidikan", [
        ("SD", "SD", "SD"), ("SMP", "SMP", "SMP"), ("SMA", "SMA", "SMA"),
        ("D", "D1–D4", "S1"), ("S1", "S1", "S1"), ("S2", "S2", "S2"), ("S3", "S3", "S3")]),
    ("WORK", "Pekerjaan", [
        ("PNS", "PNS", "PNS"), ("PPPK", "PPPK", "lainnya"), ("TNI", "TNI", "TNI"),
        ("POLRI", "POLRI", "POLRI"), ("SWASTA", "Swasta", "SWASTA"),
        ("WIRAUSAHA", "Wirausaha", "WIRAUSAHA"), ("PENSIUNAN", "Pensiunan", "lainnya"),
        ("LAIN", "Lainnya", "lainnya")]),
)  # fmt: skip


def seed(apps, schema_editor):
    """One instrument with its items, its grades and its profile; one policy."""
    model = lambda name: apps.get_model("surveys", name)  # noqa: E731
    skm = model("Instrument").objects.create(
        code="SKM", version=1, name="Survei Kepuasan Masyarakat", legal_basis=BASIS,
        lowest=1, highest=4, valid_from=SINCE,
    )
    model("Item").objects.bulk_create(
        model("Item")(
            instrument=skm, position=number, form_position=place, code=code, name=name,
            question=question, short_question=short, answers=answers,
        )
        for number, (code, place, name, question, short, answers) in enumerate(ITEMS, 1)
    )
    model("Band").objects.bulk_create(
        model("Band")(
            instrument_code="SKM", grade=grade, name=name, lowest=Decimal(lowest),
            valid_from=SINCE, legal_basis=BASIS,
        )
        for grade, name, lowest in BANDS
    )
    model("ProfileField").objects.bulk_create(
        model("ProfileField")(
            instrument=skm, position=number, code=code, name=name,
            options=[{"code": one, "name": said, "export": told} for one, said, told in options],
        )
        for number, (code, name, options) in enumerate(PROFILE, 1)
    )
    model("SurveyPolicy").objects.create(
        valid_from=SINCE, smallest=5, step=5, link_days=7,
        legal_basis="UU 27/2022 Pasal 16 (pemrosesan terbatas); kebijakan penyelenggara",
    )


def unseed(apps, schema_editor):
    """Take the rows back."""
    for name in ("SurveyPolicy", "ProfileField", "Band", "Item", "Instrument"):
        apps.get_model("surveys", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [migrations.RunPython(seed, unseed)]
