"""Reads of publications: what stands on a sheet, what is drawn, how a code stands."""

from .brands import HOUSE, Brand, brand_of
from .centres import CENTRE_PAPERS, picture_of_visit, version_of_visit, visit_poster_of
from .kinds import (
    OVERVIEW,
    PAGE,
    POSTER,
    SOP,
    VISIT,
    register_our_kinds,
    subject_of,
    version_of_service,
)
from .overviews import OVERVIEW_PAPERS, overview_of, version_of_list
from .pictures import LOOKS, bpmn_of, drawn, flow_of, picture_of, seal_of
from .pledges import PLEDGE_PAPERS, PledgeText, pledge_of
from .posters import groups_of, poster_of
from .sheets import Sheet, address, check_path, qr, short_address
from .sops import fault_said, sop_of
from .standing import (
    Judge,
    Standing,
    Verdict,
    kind_name,
    newest_like,
    publication_with,
    register_kind,
    verdict_of,
)

__all__ = [
    "CENTRE_PAPERS",
    "HOUSE",
    "LOOKS",
    "OVERVIEW",
    "OVERVIEW_PAPERS",
    "PAGE",
    "PLEDGE_PAPERS",
    "POSTER",
    "SOP",
    "VISIT",
    "Brand",
    "Judge",
    "PledgeText",
    "Sheet",
    "Standing",
    "Verdict",
    "address",
    "bpmn_of",
    "brand_of",
    "check_path",
    "drawn",
    "fault_said",
    "flow_of",
    "groups_of",
    "kind_name",
    "newest_like",
    "overview_of",
    "picture_of",
    "picture_of_visit",
    "pledge_of",
    "poster_of",
    "publication_with",
    "qr",
    "register_kind",
    "register_our_kinds",
    "seal_of",
    "short_address",
    "sop_of",
    "subject_of",
    "verdict_of",
    "version_of_list",
    "version_of_service",
    "version_of_visit",
    "visit_poster_of",
]
