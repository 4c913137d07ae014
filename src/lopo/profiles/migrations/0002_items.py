"""The eight compliance items of iPLiK and the two profiles; further ones are further rows."""

from datetime import date

from django.db import migrations

# Since when the law asks: UU 25/2009 is of 18 July 2009.
SINCE = date(2009, 7, 18)
# Code, part, name, what is looked for, legal basis, who answers it ("": the agency writes).
ITEMS = (
    ("MAKLUMAT", "BUTIR", "Maklumat pelayanan",
     "Maklumat pelayanan yang berlaku dan diumumkan kepada masyarakat",
     "UU 25/2009 Pasal 22", "MAKLUMAT"),
    ("SISTEM_INFORMASI", "BUTIR", "Sistem informasi pelayanan publik",
     "Tempat masyarakat membaca profil, standar, maklumat, pengaduan, dan kinerja",
     "UU 25/2009 Pasal 23", ""),
    ("SARANA_PRASARANA", "BUTIR", "Sarana dan prasarana",
     "Sarana, prasarana, dan fasilitas pelayanan yang tersedia dan dapat dipakai",
     "UU 25/2009 Pasal 21", ""),
    ("PELAYANAN_KHUSUS", "BUTIR", "Pelayanan khusus",
     "Perlakuan khusus bagi penyandang disabilitas, lansia, ibu hamil, anak, dan korban bencana",
     "UU 25/2009 Pasal 29; PermenPANRB 11/2024", ""),
    ("PENGADUAN", "BUTIR", "Pengelolaan pengaduan",
     "Sarana pengaduan dan petugas yang menanganinya",
     "UU 25/2009 Pasal 36–37; PermenPANRB 62/2018", ""),
    ("PENILAIAN_KINERJA", "BUTIR", "Penilaian kinerja",
     "Hasil penilaian kinerja atau survei kepuasan masyarakat yang diumumkan",
     "UU 25/2009 Pasal 23; PermenPANRB 14/2017", ""),
    ("MOTTO", "BUTIR", "Motto pelayanan",
     "Satu kalimat yang menjadi pegangan pelayanan",
     "Instrumen iPLiK", "MOTTO"),
    ("ATRIBUT", "BUTIR", "Atribut pelayan",
     "Tanda yang membuat masyarakat mengenali petugas pelayanan",
     "Instrumen iPLiK", ""),
    ("PROFIL_PENYELENGGARA", "PROFIL", "Profil penyelenggara",
     "Tugas, susunan, alamat, jam pelayanan, dan kontak",
     "UU 25/2009 Pasal 23", "PENYELENGGARA"),
    ("PROFIL_PELAKSANA", "PROFIL", "Profil pelaksana",
     "Fungsi dan kompetensi pelaksana, tanpa nama orang",
     "UU 25/2009 Pasal 23", "PELAKSANA"),
)  # fmt: skip


def seed(apps, schema_editor):
    """One row each, in the order of the instrument."""
    item = apps.get_model("profiles", "ComplianceItem")
    item.objects.bulk_create(
        item(
            code=code, part=part, name=name, looked_for=looked_for, legal_basis=basis,
            answered_by=by, position=number, valid_from=SINCE,
        )
        for number, (code, part, name, looked_for, basis, by) in enumerate(ITEMS, 1)
    )


def unseed(apps, schema_editor):
    """Take the rows back."""
    apps.get_model("profiles", "ComplianceItem").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("profiles", "0001_initial")]
    operations = [migrations.RunPython(seed, unseed)]
