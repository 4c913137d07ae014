"""How soon a password is guessed: the estimator, measured on two written-down sets.

Long and weak ones must be refused, strong ones accepted: a rule that is only strict sends people
to a note under the keyboard.
"""

import time
from collections.abc import Callable
from functools import partial
from statistics import median

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from hypothesis import given, settings
from hypothesis import strategies as st

from lopo.kernel.errors import FieldRefusal
from lopo.organisation.tests.builders import make_agency, make_centre
from lopo.people.api import check_new_password
from lopo.people.rules import PROFILES, PasswordFault, password_faults
from lopo.people.rules.guessing import ENOUGH_GUESSES, guesses


class AsServed(Argon2PasswordHasher):
    """What a hash costs outside the tests, which take less."""

    time_cost, memory_cost, parallelism = 2, 102_400, 8


hash_one = partial(make_password, "satu kali", hasher=AsServed())
AROUND = [
    "BKD Service Center",
    "Badan Kepegawaian Daerah Provinsi Nusa Tenggara Timur",
    "BKD",
    "Nusa Tenggara Timur",
]
# Fifteen characters or so, as people lengthen what they had: said twice, with a year, along the
# keyboard, names of this place, dates, the first phrases of everybody here.
WEAK = """
passwordpassword
password12345678
Password123456789
P@ssw0rdP@ssw0rd
p@ssw0rd!!!!!!!!!!
passwordpassword123
mypassword123456
passw0rd-passw0rd
123456789012345
123456789123456789
987654321987654321
111111111111111
121212121212121212
112233445566778899
abcdefghijklmnopqrst
abcabcabcabcabcabc
abc123abc123abc123
aaaaaaaaaaaaaaaaaaaa
----------------
qwertyuiopasdfghjkl
qwertyqwertyqwerty
qwerty123qwerty123
Qwerty1234567890
1q2w3e4r5t6y7u8i
1q2w3e4r5t6y7u8i9o0p
1qaz2wsx3edc4rfv
qazwsxedcrfvtgb
zxcvbnmasdfghjkl
asdfghjkl123456789
drowssap12345678
iloveyouiloveyou
iloveyou123456789
letmeinletmeinletmein
welcome123456789
administrator123
Administrator2026
adminadminadmin
admin123admin123
superadmin123456
changemechangeme
nusatenggaratimur
NusaTenggaraTimur
nusatenggaratimur1
NusaTenggaraTimur2026
Nusa Tenggara Timur
nusa-tenggara-timur-2026
kotakupang123456
kupangkupangkupang
KupangNTT2026!!!
jakartajakarta123
surabaya12345678
!!!Indonesia2026!!!
indonesiaindonesia
Indonesia17081945
indonesiamerdeka
IndonesiaMerdeka45
merdekamerdeka17
pancasila17081945
17081945-17081945
01011990-01011990
1990123119901231
17 Agustus 1945
17agustus1945
bismillah1234567
bismillahirrahmanirrahim
alhamdulillah123
rahasiarahasiarahasia
rahasianegara123
katasandi-2026-2026
katasandirahasia
KataSandi123456
passwordrahasia1
sayangsayang12345
sayangkucintaku
cintaku selamanya
akucintakamu123
aku sayang kamu
akusayangkamu123
selamatdatang123
Selamat Datang 1
terimakasih12345
Terima Kasih 2026
selamat pagi 123
januari2026januari
Januari Februari
senin selasa rabu
satu dua tiga empat
satuduatigaempat
badankepegawaian
BadanKepegawaianDaerah
Badan Kepegawaian Daerah 2026
pegawainegeri123
pelayananpublik1
Pelayanan Publik 2026
petugaspetugas123
petugas1petugas1
dinaskesehatan123
pemerintahdaerah
provinsintt2026!
onetwothreefour
correcthorsebatterystaple
tothemoonandback
""".strip().splitlines()
# Drawn at random: fifteen signs or so, and four words (three long ones) of both languages.
STRONG = """
k3vQ9xWm2LpTz7R
Zt8#hLq2!vNw5pXc
8fGd2KqLm0zXcVb
mX4v-9Tqp-L2wk-7
qzjxvkwpfhgtbny
Wb7pLz0QkT3mYcXs
J5nRvTq8sPw2KdHa
xq7vw2mzk9tplr4
0vKz-TqW1-m9Xc-L
bRzkQwmTvXpLjHn
7hd92kqpz0x5vmw
Gq!7zLw)2mXv#9Tp
tWq9zPxkLm27vRs
vb3kz9qmx7wtlp2
NqT7xPz2Lw9KvMc
pisang batu hujan kereta
gajah melukis ombak ungu
kain tenun ikat
kupang-timor-atoni
lautSawuTenangPagi
jagung bakar tiga perahu
sendok bambu lari cepat
kuda sandel minum kopi
payung jingga naik sepeda
cicak tidur atas lemari
perahu kertas di sumur
tebing karang lampu minyak
kambing pintar makan sabun
gurita biru main suling
topi anyam jatuh ke parit
tangga besi lupa jalan
ember retak mengejar bulan
kelapa muda ikut rapat
siput berkemas malam ini
paku bengkok jendela merah
burung nuri menjual garam
sepatu kiri mencari awan
mangga asam di laci meja
ranting patah suara gong
lumbung padi pintu kayu
rotan gunung bibir teko
sarung lusuh tiup harmonika
pelikan gemuk beli tiket
kerikil-sasando-lilin-hujan
cangkir, gerobak, tikus, awan
Delapan kucing menunggu feri
kompor.jaring.kelambu.sirih
asbak tungku layang pelampung
correct lantern pigeon velvet
walnut gravity sailor muffin
crystal onion bicycle thunder
marble trumpet nephew swamp
purple anchor dolphin ribbon
unroll zodiac copper flannel
gusty pretzel drainage moth
tattoo oyster wrangle pebble
cobweb salute pension lilac
stapler humid canyon breeze
rewind jelly ambush oatmeal
overlap skinny turbine mango
doorpost-glacier-rumble-tidy
flinch kiosk armored pumpkin
unwired cactus sixteen grub
bonfire deluxe spiral henna
traffic molasses quench idea
goldfish vacuum parsnip dawn
lurch tweezers magnolia foe
Pebble Quartz Gallop Noodle
ladder.mustard.tiger.violin
siren uncle garlic hexagon
tidal walrus napkin emerald
candle python ferret summit
Moko Alor 99 retak dua
Sirih-Pinang7-di-saku
tiga puluh ekor penyu hijau
hujan turun miring ke barat
Sumba, kuda, dan 14 pelana
42 ayam hutan naik bemo
nasi dingin sambal luat enak
ñandú mendaki atap bocor
""".strip().splitlines()


def faults(password: str, names: list[str] = AROUND) -> list[PasswordFault]:
    """What is wrong with it under ``asvs``."""
    return password_faults(
        password, username="petugas1", profile=PROFILES["asvs"], common=(), names=names
    )


@pytest.mark.parametrize("password", WEAK)
def test_a_long_password_that_is_guessed_soon_is_refused(password: str) -> None:
    assert guesses(password, [*AROUND, "petugas1"])[0] < ENOUGH_GUESSES


@pytest.mark.parametrize("password", STRONG)
def test_a_random_one_and_four_words_are_accepted(password: str) -> None:
    assert faults(password) == []


def test_the_sets_are_as_large_as_they_claim() -> None:
    assert len(set(WEAK)) >= 100
    assert len(set(STRONG)) >= 80


@pytest.mark.parametrize(
    ("password", "cause"),
    [
        ("kucingkucingkucing", PasswordFault.REPEATED),
        ("zyxwvutsrqponmlkji", PasswordFault.RUN),
        ("17081945-17081945", PasswordFault.REPEATED),
        ("1945-08-17 1946-08-17", PasswordFault.DATE),
        ("Badan Kepegawaian 1", PasswordFault.PLACE),
        ("iloveyou123456789", PasswordFault.COMMON),
    ],
)
def test_the_cause_is_named(password: str, cause: PasswordFault) -> None:
    assert faults(password) == [cause]


def test_names_of_a_place_are_known_where_it_is() -> None:
    assert PasswordFault.PLACE in faults("kantor camat oebobo", ["Kantor Camat Oebobo"])
    assert faults("kantor camat oebobo", []) == []


@pytest.mark.django_db
def test_the_names_of_agency_centre_and_province_count_and_the_sentence_says_so() -> None:
    agency = make_agency(name="Dinas Perikanan Flotim Raya")
    make_centre(agency=agency, province="53")
    for password in ("Dinas Perikanan Flotim 1", "nusatenggaratimur1"):
        with pytest.raises(FieldRefusal) as refused:
            check_new_password(password)
        said = refused.value.errors[0].message
        assert "dikenal semua orang di sini" in said
        assert "empat kata" in said


@given(st.text(max_size=220))
@settings(max_examples=50)
def test_any_text_can_be_judged(password: str) -> None:
    needed, _made_of = guesses(password, AROUND)
    assert needed >= 0


def test_judging_takes_less_time_than_hashing() -> None:
    """A ratio, because machines differ; the hash is what setting a password costs anyway."""
    guesses("satu kali agar termuat")
    judged = median(_seconds(partial(guesses, one, AROUND)) for one in WEAK + STRONG)
    hashed = median(_seconds(hash_one) for _ in range(5))
    assert judged < hashed


def test_a_text_made_to_be_slow_is_bounded() -> None:
    worst = "4a@8b({[<c3e6g9i1!|l7o0$s5t+%x2z" * 6
    hashed = median(_seconds(hash_one) for _ in range(5))
    assert _seconds(lambda: guesses(worst, AROUND)) < 60 * hashed


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
