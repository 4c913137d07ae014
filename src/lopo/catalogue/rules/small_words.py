"""Words that say nothing about which service is meant. Pure data; PostgreSQL ships no such list.

As people write them: whole, cut short as on a phone, and as they speak in the east.
"""

import re

_SPOKEN = """
a ada adalah agar akan anda antara apa apakah apabila atas atau bagaimana bagi bahwa belum berapa
bila bisa boleh bukan buat dalam dan dapat dari dengan di dia dimana gimana hanya harus hendak
ingin ini itu jadi jangan jika juga kalau kami kapan karena ke kenapa kepada ketika kita lagi lalu
maka mana masih mau melalui mengapa menjadi mereka namun nya oleh pada para per perlu pernah pun
saat saja sama sampai saya sebagai sebelum secara sedang selama semua seorang seperti serta
sesudah setelah siapa sih sini situ suatu sudah supaya tadi tanpa tapi telah tentang tentu terhadap
tetapi tidak untuk yaitu yang
a an the to for of and how my i
"""
_POLITE = """
assalamualaikum bantu bantuan bapak bpk bu bunda dik halo hallo hai hi ibu kak kaka kakak kk lae
maaf malam mas mbak min mohon mohonkan numpang om pa pagi pak permisi punten salam sama selamat
siang sore tante terima terimakasih kasih tolong tlg trims ya yah
"""
_OFFICE = """
adakah ajukan alur aturan berkas bikin butuh buatkan cara caranya dibutuhkan diperlukan diurus
informasikan ketentuan layanan mengajukan mengurus mengurusnya minta meminta pelayanan pembuatan
pengajuan pengurusan permohonan persyaratan prosedur proses sop syarat tatacara urus urusan usul
usulan
"""
_CUT_SHORT = """
aja ajah aku ato aq bgmn bgt blm blom bgmana brp bs bwt dgn dgnya dlm dmn doang dong dpt dr drpd
enggak ga gak gk gmn gmana gua gue gw hrs jd jg jgn kalo karna klo kl kmn knp koq kok krn kyk lg
loh lho mau mw nanya nda ndak ngajuin ngajukan ngga nggak ngurus ngurusin nih org pake pakai pd
pengen pgn sdg sdh sdah skrg sm smp spt sy sya tdk td tp trus tuh udah udh utk yg
deh donk gan sis bro
"""
_EAST = """
beta be bt b deng kau katong ketong kitong ko lai mo pi pung punya sa sonde snd son su ju tra trada
dolo dulu bos
"""
SMALL_WORDS = frozenset(re.findall(r"\S+", _SPOKEN + _POLITE + _OFFICE + _CUT_SHORT + _EAST))

# Whom nearly everything is for, or about: such a word tells little.
FAINT_WORDS = frozenset(
    {"asn", "bkd", "karyawan", "pegawai", "petugas", "pns", "sipil", "staf"}
    | {"anak", "istri", "suami"}
)

# Cut short, or spelled as it used to be: written out before anything is looked for.
WRITTEN_OUT = {
    short: tuple(whole.split())
    for short, whole in {
        "bln": "bulan", "fc": "fotokopi", "gol": "golongan", "hr": "hari", "ijasah": "ijazah",
        "ijin": "izin", "isteri": "istri", "jab": "jabatan", "jabfung": "jabatan fungsional",
        "jafung": "jabatan fungsional", "jft": "jabatan fungsional", "kab": "kabupaten",
        "kementrian": "kementerian", "ket": "keterangan", "opd": "perangkat daerah",
        "org": "orang", "peg": "pegawai", "pemkab": "pemerintah kabupaten",
        "pemkot": "pemerintah kota", "pemprov": "pemerintah provinsi", "pend": "pendidikan",
        "pgkt": "pangkat", "pkt": "pangkat", "prov": "provinsi", "propinsi": "provinsi",
        "skpd": "perangkat daerah", "srt": "surat", "suket": "surat keterangan",
        "tgl": "tanggal", "th": "tahun", "thn": "tahun", "ttd": "tanda tangan",
        "tubel": "tugas belajar", "ukom": "uji kompetensi",
    }.items()
}  # fmt: skip

# What the stemmer takes for a form of another word ('petugas' of 'tugas'), or of none.
OWN_STEMS = {
    **{word: word for word in (
        "beri", "berita", "keluar", "keluarga", "kelurahan", "kepala", "kesehatan", "masalah",
        "melahirkan", "penghargaan", "pemerintah", "petugas", "sekolah", "seluruh", "terima",
    )},
    "lahiran": "melahirkan", "pensiunan": "pensiun", "sekolahan": "sekolah",
}  # fmt: skip

# How far a matter is, not which: 'SK belum keluar', 'kapan cair'.
HOW_FAR = frozenset({"belum", "blm", "blom", "kapan", "sdh", "su", "sudah", "udah"})
IT_IS = frozenset(
    {"ada", "cair", "datang", "diterima", "jadi", "keluar", "masuk", "muncul", "terbit", "turun"}
)
