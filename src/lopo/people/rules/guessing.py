"""How soon guessing programs come to a password. Pure.

The estimator is zxcvbn (docs/decisions/0015): it takes a password apart into known words, names,
dates, runs of keys and repetitions, and counts the guesses until all of it is said. Its own words
are English; ours are below, the likeliest first, phrases as people write them without spaces.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

# zxcvbn's highest grade: safe even where somebody has stolen the hashes.
ENOUGH_GUESSES = 10**10
# Its time grows with the length (and badly with signs for letters); nobody needs more than this.
JUDGED_CHARACTERS = 32
LOCAL_WORDS = (
    *("indonesia", "rahasia", "katasandi", "sandi", "sayang", "cinta", "bismillah", "merdeka"),
    *("admin", "administrator", "adminlopo", "petugas", "pegawai", "layanan", "pelayanan", "lopo"),
    *("rahasiaku", "sandiku", "passwordku", "sayangku", "cintaku", "kamu", "aku", "selamanya"),
    *("selamat", "datang", "terima", "kasih", "pagi", "siang", "sore", "malam", "halo", "apa"),
    *("kabar", "selamatdatang", "terimakasih", "selamatpagi", "alhamdulillah", "insyaallah"),
    *("bismillahirrahmanirrahim", "assalamualaikum", "puji", "tuhan", "pujituhan", "yesus"),
    *("garuda", "pancasila", "proklamasi", "nusantara", "tanahair", "indonesiaraya", "negeri"),
    *("indonesiaku", "indonesiamerdeka", "bhinnekatunggalika", "rupiah", "jaya", "hebat", "juara"),
    *("pemerintah", "daerah", "provinsi", "kabupaten", "kota", "kantor", "dinas", "badan"),
    *("bidang", "kepegawaian", "kesehatan", "pendidikan", "keuangan", "kepala", "publik"),
    *("aparatur", "sipil", "negara", "pegawainegeri", "pns", "asn", "antrean", "anjungan", "mal"),
    *("pelayananpublik", "pusatlayanan", "badankepegawaiandaerah", "pemerintahdaerah", "bkd"),
    *("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"),
    *("satuduatiga", "satuduatigaempat", "satuduatigaempatlima", "senin", "selasa", "rabu"),
    *("kamis", "jumat", "sabtu", "minggu", "januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember", "akusayangkamu"),
    *("akucintakamu", "akusayangmama", "sayangmama", "mama", "papa", "ibu", "bapak", "anak"),
    *("anakku", "keluarga", "bahagia", "rumahku", "surga", "ganteng", "cantik", "manis", "lucu"),
    *("jakarta", "surabaya", "bandung", "medan", "makassar", "kupang", "bali", "jawa", "ntt"),
    *("nusatenggaratimur", "nusatenggara", "nusa", "tenggara", "kotakupang", "baru", "super"),
    *("correcthorsebatterystaple", "tothemoonandback", "onetwothreefour", "onetwothreefourfive"),
)  # fmt: skip


def guesses(password: str, names: Collection[str] = ()) -> tuple[float, str]:
    """The guesses a password stands, and what it is mostly made of.

    ``names`` are those of the person and of the places around. The second answer is one of
    ``repeat``, ``run``, ``date``, ``here``, ``word``, or nothing where no pattern was found.
    """
    begun = password[:JUDGED_CHARACTERS].casefold()
    # What stands between words adds little: a program puts it there, too.
    dense = re.sub(r"[\W_]+", "", begun)
    judged = [_estimate(text, names) for text in sorted({begun, dense} - {""})]
    return min(judged, default=(0.0, ""))


def _estimate(text: str, names: Collection[str]) -> tuple[float, str]:
    matching, scoring = _zxcvbn()
    known = {**matching.RANKED_DICTIONARIES, "here": _ranked(names)}
    found = scoring.most_guessable_match_sequence(text, matching.omnimatch(text, known))
    covered: dict[str, int] = {}
    for match in found["sequence"]:
        kind = _kind(match)
        covered[kind] = covered.get(kind, 0) + len(match["token"])
    covered.pop("", None)
    return float(found["guesses"]), max(covered, key=covered.__getitem__, default="")


def _kind(match: Mapping[str, Any]) -> str:
    kinds = {
        "repeat": "repeat",
        "sequence": "run",
        "spatial": "run",
        "date": "date",
        "regex": "date",
        "bruteforce": "",
    }
    if match["pattern"] in kinds:
        return kinds[match["pattern"]]
    return "here" if match["dictionary_name"] == "here" else "word"


def _ranked(names: Collection[str]) -> dict[str, int]:
    """The words of each name and every row of them written as one, the whole name first."""
    words: dict[str, int] = {}
    for name in names:
        parts = re.findall(r"[^\W_]+", name.casefold())
        for length in range(len(parts), 0, -1):
            for start in range(len(parts) - length + 1):
                word = "".join(parts[start : start + length])
                if len(word) > 2:  # noqa: PLR2004
                    words.setdefault(word, len(words) + 1)
    return words


@cache
def _zxcvbn() -> tuple[Any, Any]:
    """The estimator with our words; loaded when first asked, because its lists are large."""
    from zxcvbn import matching, scoring  # noqa: PLC0415

    matching.add_frequency_lists({"indonesian": LOCAL_WORDS})
    return matching, scoring
