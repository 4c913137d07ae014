"""Services that are hard to draw."""

from lopo.catalogue.models import Service
from lopo.catalogue.rules import Decision, Span, Step
from lopo.catalogue.tests.builders import make_content, make_service

HOURS = Span(2, "JAM")


def decision_rich(code: str = "IZIN-RISET") -> Service:
    """A service whose procedure asks three times, once back to the very beginning."""
    steps = (
        Step(
            "PEMOHON",
            "Pemohon",
            "Mengajukan permohonan izin penelitian",
            "Proposal",
            Span(15, "MENIT"),
            "Permohonan",
        ),
        Step(
            "LOKET",
            "Petugas loket",
            "Memeriksa kelengkapan berkas",
            "Daftar periksa",
            HOURS,
            "Tanda terima",
            decision=Decision("Berkas lengkap?", 1),
        ),
        Step(
            "VERIF",
            "Verifikator bidang",
            "Menelaah proposal penelitian",
            "Berkas lengkap",
            Span(1, "HARI_KERJA"),
            "Telaah",
        ),
        Step(
            "POLDA",
            "Kepolisian Daerah",
            "Memberi pertimbangan keamanan",
            "Surat permintaan",
            None,
            "Pertimbangan",
            external=True,
        ),
        Step(
            "KABID",
            "Kepala Bidang",
            "Menyetujui konsep surat izin",
            "Konsep surat",
            HOURS,
            "Konsep berparaf",
            decision=Decision("Konsep disetujui tanpa perubahan?", 3),
        ),
        Step(
            "KABAN",
            "Kepala Badan",
            "Menandatangani surat izin penelitian secara elektronik",
            "Konsep berparaf",
            HOURS,
            "Surat izin",
            decision=Decision("Setuju?", 5),
        ),
        Step(
            "LOKET",
            "Petugas loket",
            "Menyerahkan surat izin dan meminta pengisian survei",
            "Surat izin",
            Span(10, "MENIT"),
            "Bukti serah",
        ),
    )
    return make_service(code=code, name="Izin Penelitian", content=make_content(steps=steps))
