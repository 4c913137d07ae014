"""Tags and filters every template may use: icons, frames, dates, money, QR codes, procedures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

import segno
from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lopo.foundation import parts
from lopo.foundation.days import civil_date
from lopo.foundation.language import with_language
from lopo.kernel import formats
from lopo.ui import flow as flows
from lopo.ui import frames, tariffs, whose
from lopo.ui.bundles import icon_names

register = template.Library()
ICONS = frozenset(icon_names())
MAX_PLACES = 6


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """`{% icon "ticket" %}`: one icon of the sprite; with a label it is an image with a name."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"There is no icon {name!r} in ui/static_src/icons.")
    href = f"{static('ui/sprite.svg')}#i-{name}"
    classes = f"i {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>',
            classes,
            label,
            href,
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@register.simple_tag(takes_context=True)
def frame(context: Context, name: str, *args: Any, **kwargs: Any) -> SafeString:
    """`{% frame "frontdesk:board" centre.code %}`: the fragment of another GET view."""
    return frames.fragment(context["request"], name, list(args), kwargs)


@register.simple_tag
def has_part(name: str) -> bool:
    """`{% has_part "queue" as takes_numbers %}`: whether a part is in use in this installation."""
    return parts.has_part(name)


@register.simple_tag(takes_context=True)
def is_practice(context: Context) -> bool:
    """`{% is_practice as practising %}`: whether the page shows a practice centre."""
    return bool(getattr(whose.centre_shown(context), "is_practice", False))


@register.simple_tag(takes_context=True)
def whose_page(context: Context, otherwise: str) -> Any:
    """`{% whose_page "site" as site %}`: whom the page is about, else what has that name."""
    return whose.of_page(context, otherwise)


@register.simple_tag(takes_context=True)
def only_free(context: Context) -> bool:
    """`{% only_free as free %}`: whether nothing the page is about costs anything."""
    return tariffs.meant(context).free


@register.inclusion_tag("ui/components/honest.html", takes_context=True)
def honest(context: Context) -> dict[str, Any]:
    """`{% honest %}`: what may be asked for, where this stands, and that nothing else may."""
    return {"meant": tariffs.meant(context)}


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> str:
    """`data-theme="{% chosen_theme %}"`: as this browser was told, else as its system likes."""
    chosen = context["request"].COOKIES.get("lopo_theme")
    return chosen if chosen in {"dark", "light"} else "auto"


@register.simple_tag(takes_context=True)
def stay_here(context: Context) -> str:
    """`{% stay_here as stay %}`: where the page can be asked for again.

    A page that answers a POST names it in ``stay_url``.
    """
    return str(context.get("stay_url") or context["request"].get_full_path())


@register.simple_tag(takes_context=True)
def in_languages(context: Context) -> list[tuple[str, str]]:
    """`{% in_languages as languages %}`: the address of this page in each language, in full."""
    path = stay_here(context)
    return [
        (code, f"{settings.PUBLIC_URL}{with_language(path, code)}")
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag(name="qr")
def qr_code(text: str, label: str) -> SafeString:
    """`{% qr url "Buka tiket di ponsel" %}`: a QR code as inline SVG that says what it is."""
    return _qr(text, label)


@register.simple_tag(name="qr_svg")
def qr_svg(text: str, label: str) -> SafeString:
    """The same as `qr`."""
    return _qr(text, label)


def _qr(text: str, label: str) -> SafeString:
    # segno draws from our own text and writes numbers only; the label is escaped.
    return format_html('<svg class="qr" role="img" aria-label="{}" ', label) + mark_safe(  # noqa: S308
        _drawing(text)
    )


@lru_cache(maxsize=512)
def _drawing(text: str) -> str:
    """The code as SVG without its opening tag; a ticket page is looked at many times."""
    picture = BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        picture, kind="svg", xmldecl=False, svgns=False, border=2, omitsize=True, nl=False,
        svgclass=None, lineclass=None, dark="#16182b", light="#ffffff",
    )  # fmt: skip
    return picture.getvalue().decode("ascii").removeprefix("<svg ")


@register.inclusion_tag("ui/components/flow.html")
def flow(steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """`{% flow steps %}`: steps are mappings with actor, activity, duration, output, you."""
    return {"flow": flows.lay_out(steps)}


@register.simple_tag
def queue_places(ahead: int) -> list[dict[str, int]]:
    """The lozenges between the desk and you; above six the middle becomes one `+n`."""
    if ahead <= MAX_PLACES:
        return [{"position": place, "more": 0} for place in range(1, ahead + 1)]
    head, tail = 3, 1
    return [
        *({"position": place, "more": 0} for place in range(1, head + 1)),
        {"position": 0, "more": ahead - head - tail},
        {"position": ahead, "more": 0},
    ]


@register.simple_tag
def active_language() -> str:
    """`id` or `en`: the language this page is written in."""
    return formats.language(get_language())


def _lang() -> str:
    return formats.language(get_language())


@register.filter
def indonesia(value: Any) -> Any:
    """`{{ service.name|indonesia }}`: data, which is in Indonesian, on a page that may not be.

    Screen readers pronounce it as what it is (WCAG 3.1.2). For the text of an element: an
    attribute and <title> cannot hold the mark.
    """
    return _foreign(value) if value and _lang() != "id" else value


@register.filter
def indonesia_within(sentence: str, data: str | Sequence[str]) -> str:
    """`{{ opening.reason|indonesia_within:opening.named }}`: a sentence with data in it.

    Several data come in the order in which the sentence names them.
    """
    if not data or _lang() == "id":
        return sentence
    marked, rest = [], sentence
    for one in [data] if isinstance(data, str) else data:
        before, found, after = rest.partition(one)
        if found:
            marked.append((before, _foreign(one)))
            rest = after
    return format_html("{}{}", format_html_join("", "{}{}", marked), rest)


def _foreign(text: Any) -> SafeString:
    return format_html('<span lang="id">{}</span>', text)


@register.filter
def tanggal(value: date | None) -> str:
    """21 November 2026; nothing for nothing. A moment is refused: first `di_zona`, `hari_sipil`."""
    return formats.long_date(value, _lang()) if value else ""


@register.filter
def tanggal_hari(value: date | None) -> str:
    """Sabtu, 21 November 2026; nothing for nothing."""
    return formats.long_date_with_weekday(value, _lang()) if value else ""


@register.filter
def jam(value: datetime | None, zone: str) -> str:
    """`{{ ticket.issued_at|jam:centre.zone }}` → 09.05 WITA; nothing for nothing."""
    return formats.clock_time(value, str(zone), _lang()) if value else ""


@register.filter
def jam_saja(value: datetime | None, zone: str) -> str:
    """The clock time without its zone, for tables whose head names the zone."""
    return formats.clock_time(value, str(zone), _lang(), with_zone=False) if value else ""


@register.filter
def jam_detik(value: datetime | None, zone: str) -> str:
    """09.05.30 WITA, where seconds matter; nothing for nothing."""
    if not value:
        return ""
    local, mark = formats.in_zone(value, str(zone)), ":" if _lang() == "en" else "."
    return f"{local.strftime(f'%H{mark}%M{mark}%S')} {formats.zone_name(value, str(zone))}"


@register.filter
def di_zona(value: datetime | None, zone: str) -> date | None:
    """The day of a moment in a centre's own zone, for `{{ at|di_zona:zone|tanggal }}`."""
    return formats.in_zone(value, str(zone)).date() if value else None


@register.filter
def hari_sipil(value: datetime | None) -> date | None:
    """`{{ notice.published_at|hari_sipil|tanggal }}`: its day at home, where no centre is meant."""
    return civil_date(value) if value else None


@register.filter
def rupiah(value: int | None) -> str:
    """Rp1.250.000; nothing for nothing."""
    return "" if value is None else formats.rupiah(int(value), _lang())


@register.filter
def tarif(value: tuple[int, int] | None) -> str:
    """Rp5.000 or Rp5.000 – Rp10.000 of a least and a most; nothing for nothing."""
    return "" if value is None else formats.price(*value, _lang())


@register.filter
def durasi(value: float | None) -> str:
    """3:12 from seconds; nothing for nothing."""
    return "" if value is None else formats.duration(value)


@register.filter
def angka(value: int | None) -> str:
    """1.284; nothing for nothing."""
    return "" if value is None else formats.number(int(value), _lang())


@register.filter
def ukuran(value: int | None) -> str:
    """312 kB or 1,2 MB from bytes; nothing for nothing."""
    return "" if value is None else formats.file_size(value, _lang())


@register.filter
def pukul(value: int | None) -> str:
    """08.00: a time of day given in minutes since midnight."""
    return formats.minute_of_day(value, _lang()) if value is not None else ""


@register.filter
def lama_jam(value: int | None) -> str:
    """37 jam 30 menit: a duration given in minutes."""
    return formats.hours_and_minutes(value, _lang()) if value is not None else ""


@register.filter
def bulan(value: date | None) -> str:
    """November 2026."""
    return formats.month_and_year(value, _lang()) if value is not None else ""


@register.filter
def hari(value: date | int | None) -> str:
    """Sabtu: the weekday of a date, or of a number (0 is Monday)."""
    if value is None:
        return ""
    return formats.WEEKDAYS[_lang()][value if isinstance(value, int) else value.weekday()]
