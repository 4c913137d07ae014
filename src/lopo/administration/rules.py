"""The steps of setting a centre up, their defaults, and what is still missing. Pure."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

CODE_LENGTH = 12
SERVICE_CODE_LENGTH = 24
COUNTER_CHANNEL = "loket"
# Addresses of this context under /petugas/pusat/ that a centre cannot have for a code.
RESERVED = frozenset({"baru"})

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the wizard: its name in the address, and the steps it builds upon."""

    name: str
    needs: tuple[str, ...] = ()
    optional: bool = False


STEPS = (
    Step("instansi"),
    Step("pusat"),
    Step("jam"),
    Step("layanan", ("instansi",)),
    Step("antrean", ("layanan",)),
    Step("pembagian", ("layanan", "antrean")),
    Step("meja", ("antrean",)),
    Step("petugas", optional=True),
)
NAMES = tuple(step.name for step in STEPS)
REVIEW = "periksa"


def step_named(name: str) -> Step | None:
    """The step with this address."""
    return next((step for step in STEPS if step.name == name), None)


def after(name: str) -> str:
    """The step that follows; the review after the last."""
    place = NAMES.index(name) + 1
    return NAMES[place] if place < len(NAMES) else REVIEW


def before(name: str) -> str | None:
    """The step that comes before; None before the first."""
    place = len(NAMES) if name == REVIEW else NAMES.index(name)
    return NAMES[place - 1] if place else None


def first_missing(answers: Answers, wanted: Iterable[str] = NAMES) -> str | None:
    """The first of these steps that has no valid answer; None when all do."""
    for name in wanted:
        step = step_named(name)
        if step is not None and not step.optional and not is_done(answers, name):
            return name
    return None


def is_done(answers: Answers, name: str) -> bool:
    """Whether a step has an answer that still fits those of the other steps."""
    if name not in answers:
        return False
    fits = {"layanan": _some_service, "pembagian": _every_service_placed, "meja": _counters_fit}
    return fits[name](answers) if name in fits else True


def _some_service(answers: Answers) -> bool:
    return bool(services_of(answers))


def _every_service_placed(answers: Answers) -> bool:
    """Every service at the counter has a queue of this centre, or was given none on purpose."""
    placed, letters = answers["pembagian"], _letters(answers)
    wanted = {service["kode"] for service in services_of(answers) if at_counter(service)}
    return wanted <= set(placed) and all(
        placed[code] in letters or placed[code] == "" for code in wanted
    )


def _counters_fit(answers: Answers) -> bool:
    """Counters serve queues that exist, and every queue that takes numbers has a counter."""
    letters = _letters(answers)
    served: set[str] = set()
    for counter in answers["meja"]:
        if not set(counter["queues"]) <= letters:
            return False
        served |= set(counter["queues"]) or letters
    return bool(answers["meja"]) and letters <= served


def _letters(answers: Answers) -> set[str]:
    return {queue["code"] for queue in answers.get("antrean", [])}


def version_of(answer: Any) -> str:
    """Which state of an answer somebody has read; the same content has the same version."""
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:16]


def services_of(answers: Answers) -> list[dict[str, Any]]:
    """What the centre will give: chosen from the catalogue, read from a file, written by hand.

    Each has at least ``kode``, ``nama``, ``kategori`` and ``kanal``.
    """
    found = answers.get("layanan", {})
    return [*found.get("chosen", []), *found.get("new", [])]


def at_counter(service: Mapping[str, Any]) -> bool:
    """Whether a service is given at a counter, so that it can take numbers."""
    return COUNTER_CHANNEL in service.get("kanal", ())


def categories_of(services: Iterable[Mapping[str, Any]]) -> list[str]:
    """The categories of services at the counter, in their order; one for all its spellings."""
    found: list[str] = []
    for service in services:
        if at_counter(service) and as_known(service["kategori"], found) not in found:
            found.append(str(service["kategori"]))
    return found


def default_queues(
    categories: Sequence[str], shipped: Sequence[tuple[str, str, Collection[str]]]
) -> list[dict[str, str]]:
    """Queues for these categories: the shipped ones when they cover them, else one for each."""
    covered = {name for _code, _name, names in shipped for name in names}
    if categories and set(categories) <= covered:
        return [
            {"code": code, "name": name}
            for code, name, names in shipped
            if set(names) & set(categories)
        ]
    names = list(categories[: len(ascii_uppercase)]) or [""]
    return [
        {"code": letter, "name": name[:80]}
        for letter, name in zip(ascii_uppercase, names, strict=False)
    ]


def default_queue_of(
    category: str,
    categories: Sequence[str],
    queues: Sequence[Mapping[str, str]],
    shipped: Mapping[str, str],
) -> str:
    """The queue one would expect for a category: shipped, of the same name, of the same place."""
    letters = [queue["code"] for queue in queues]
    named = next((q["code"] for q in queues if q["name"].casefold() == category.casefold()), "")
    if named:
        return named
    if shipped.get(category) in letters and set(categories) <= set(shipped):
        return shipped[category]
    known = as_known(category, categories)
    place = categories.index(known) if known in categories else 0
    return letters[min(place, len(letters) - 1)] if letters else ""


def plain(text: str) -> str:
    """Letters, digits and hyphens of a name, in lower case."""
    ascii_only = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def short_code(name: str, taken: Collection[str], longest: int = CODE_LENGTH) -> str:
    """A short code from a name: its initials when it is long, and free."""
    whole = plain(name)
    words = [word for word in whole.split("-") if word not in {"dan", "di", "ke", "untuk"}]
    initials = "".join(word[0] for word in words)
    base = whole if len(whole) <= longest else initials
    return _free(base[:longest].strip("-") or "pusat", {*taken, *RESERVED}, longest)


def service_code(name: str, taken: Collection[str]) -> str:
    """A code for a service from its name, such as KARTU-KUNING."""
    base = plain(name).upper()[:SERVICE_CODE_LENGTH].strip("-") or "LAYANAN"
    return _free(base, taken, SERVICE_CODE_LENGTH)


def _free(base: str, taken: Collection[str], longest: int) -> str:
    code, serial = base, 2
    while code in taken:
        tail = f"-{serial}"
        code, serial = base[: longest - len(tail)].strip("-") + tail, serial + 1
    return code


def lines_of(text: str) -> list[str]:
    """The lines somebody typed, without blanks and bullets."""
    stripped = (
        re.sub(r"^[\s•\-–*]+|^\s*\d+[.)]\s*", "", line).strip() for line in text.splitlines()
    )
    return [line for line in stripped if line]


def minutes_of(clock: str) -> int:
    """Minutes of the day from ``07:30``."""
    hours, _colon, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


WEEKDAYS = {"mon_thu": (0, 1, 2, 3), "fri": (4,), "sat": (5,), "sun": (6,)}


def written_out(service: Mapping[str, Any]) -> dict[str, Any]:
    """What the simplest form shows of a service it made."""
    return {
        "name": service["nama"],
        "category": service["kategori"],
        "requirements": "\n".join(item["nama"] for item in service["persyaratan"]),
        "steps": "\n".join(step["kegiatan"] for step in service["prosedur"]),
        "working_days": service["jangka_waktu"]["internal_hari_kerja"],
        "fee": service["biaya"]["tarif"],
        "fee_basis": service["biaya"].get("dasar_hukum", ""),
        "product": service["produk"][0],
    }


def as_known(text: str, known: Iterable[str]) -> str:
    """A word as others have written it already: "akta" is "Akta" where there is an "Akta"."""
    plain_text = " ".join(text.split())
    wanted = plain_text.casefold()
    return next((one for one in known if one.casefold() == wanted), plain_text)


def hand_written(
    *,
    code: str,
    facts: Mapping[str, Any],
    unit: str,
    officer: str,
) -> dict[str, Any]:
    """A service from the simplest form, in the shape of a catalogue file."""
    return {
        "kode": code,
        "nama": facts["name"],
        "kategori": facts["category"],
        "bidang": unit,
        "kanal": [COUNTER_CHANNEL],
        "persyaratan": [
            {"kode": f"P{n}", "nama": name}
            for n, name in enumerate(lines_of(facts["requirements"]), start=1)
        ],
        "prosedur": [
            {"aktor": officer, "kegiatan": activity, "mutu_baku": {}}
            for activity in lines_of(facts["steps"])
        ],
        "jangka_waktu": {"internal_hari_kerja": facts["working_days"]},
        "biaya": {"tarif": facts["fee"], "dasar_hukum": facts["fee_basis"]},
        "produk": [facts["product"]],
    }


def with_services(
    answer: Answers, services: Sequence[Mapping[str, Any]], actors: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The answer of the step with more new services; one of the same code takes its place."""
    new = {service["kode"]: service for service in answer.get("new", [])}
    new.update((service["kode"], service) for service in services)
    known = {actor["kode"]: actor for actor in answer.get("actors", [])}
    known.update((actor["kode"], actor) for actor in actors)
    return {**answer, "new": list(new.values()), "actors": list(known.values())}


def without_service(answer: Answers, code: str) -> dict[str, Any]:
    """The answer of the step without one of its new services."""
    kept = [service for service in answer.get("new", []) if service["kode"] != code]
    by_hand = [one for one in answer.get("by_hand", []) if one != code]
    return {**answer, "new": kept, "by_hand": by_hand}
