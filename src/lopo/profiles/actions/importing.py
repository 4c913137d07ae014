"""Profiles and looks from a file, for agencies that have none yet."""

import json
from pathlib import Path
from typing import Any, Final

from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import Clock
from lopo.organisation.api import agency_by_code
from lopo.profiles.queries import identity_of, profile_of
from lopo.profiles.rules import Colours

from .identities import Look, save_look
from .profiles import FactTold, save_profile

DATA: Final = Path(__file__).parent.parent / "data"
PROFILES: Final = DATA / "bkd_profiles.json"
NTB_PROFILES: Final = DATA / "ntb_profiles.json"


def import_profiles(path: Path, *, clock: Clock) -> int:
    """Take over what a file says of agencies that exist and say nothing yet; of how many.

    What somebody has saved is never written over, so it may be repeated.
    """
    shipped = json.loads(path.read_text(encoding="utf-8"))
    return sum(_taken(row, path.parent, clock) for row in shipped["perangkat_daerah"])


def _taken(row: dict[str, Any], folder: Path, clock: Clock) -> bool:
    agency = agency_by_code(row["kode"])
    if agency is None:
        return False
    profile, identity = profile_of(agency), identity_of(agency)
    if profile.revision == 0 and row.get("profil"):
        save_profile(
            agency=agency,
            told=row["profil"],
            facts={code: _fact(told) for code, told in row.get("butir", {}).items()},
            seen=0,
            actor=SYSTEM,
            clock=clock,
        )
    if identity.revision == 0 and row.get("identitas"):
        save_look(
            agency=agency, look=_look(row["identitas"], folder), seen=0, actor=SYSTEM, clock=clock
        )
    return True


def _fact(told: dict[str, str]) -> FactTold:
    return FactTold(
        is_present=told.get("ada", "ya") == "ya",
        text=told.get("isi", ""),
        evidence_url=told.get("bukti", ""),
    )


def _look(told: dict[str, str], folder: Path) -> Look:
    colours = [told[name] for name in ("dasar", "aksi", "aksen")] if "dasar" in told else []
    return Look(
        colours=Colours(*colours),
        motto=told.get("motto", ""),
        logo=(folder / told["logo"]).read_bytes() if "logo" in told else None,
        logo_alt=told.get("logo_alt", ""),
    )
