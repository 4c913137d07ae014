"""What is wrong with a colour or a logo, said so that people can mend it."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lopo.profiles.rules import LEAST, ColourFault, LogoFault


def colour_fault_said(fault: ColourFault) -> str:
    """Which contrast was measured, and the nearest shade that would pass."""
    if not fault.nearest:
        return _("Write the colour as # and six digits or letters from a to f, like #2b3c84.")
    text = _("dark text") if fault.field == "accent" else _("white text")
    return _(
        "The contrast with %(text)s is %(ratio)s to 1; %(least)s to 1 is needed so that everybody "
        "can read it. The nearest shade that passes is %(nearest)s."
    ) % {
        "text": text,
        # Rounded down: 4.496 is not 4.5.
        "ratio": _decimal(int(fault.ratio * 100) / 100),
        "least": _decimal(LEAST),
        "nearest": fault.nearest,
    }


def logo_fault_said(fault: LogoFault) -> str:
    """Why a file is not taken, and what to do."""
    sentences = {
        "not-printable": _("This cannot be printed. Save it once more and simpler, or as PNG."),
        "too-long": _(
            "The logo is more than four times as long as it is broad. Use a shorter one."
        ),
        "draws-nothing": _("Nothing can be seen in this file. Save it once more with the drawing."),
        "not-a-picture": _("This is neither an SVG drawing nor a PNG picture."),
        "svg-too-large": _("The drawing is larger than 100 kB. Simplify it, or save it as PNG."),
        "svg-too-much": _("The drawing has too many parts. Simplify it, or save it as PNG."),
        "svg-doctype": _(
            "The drawing declares a document type (DOCTYPE), which can hide other content. Save "
            "it without."
        ),
        "svg-instruction": _(
            "The drawing holds an instruction (<?…?>), which can bring other content along. Save "
            "it without."
        ),
        "svg-element": _(
            "The drawing holds “%(what)s”. Only shapes, groups and gradients are taken: turn "
            "letters into paths and save it as plain SVG."
        ),
        "svg-attribute": _(
            "The drawing uses “%(what)s”. Links, styles and scripts are not taken: save it as "
            "plain SVG with presentation attributes."
        ),
        "svg-value": _("The drawing has a value of “%(what)s” that is not taken."),
        "svg-no-size": _("The drawing does not say how large it is (viewBox)."),
        "png-too-large": _("The picture is larger than 200 kB."),
        "png-sides": _("The picture is %(what)s dots; each side may have 16 to 1,024."),
        "png-colours": _(
            "The picture has a kind of colour that is not taken. Save it with 8 bits."
        ),
        "png-interlaced": _("The picture is interlaced. Save it without."),
        "png-broken": _("The picture is damaged. Save it once more."),
    }
    return sentences[fault.code] % {"what": fault.detail}


def _decimal(number: float) -> str:
    """With a comma in Indonesian."""
    return number_format(number, decimal_pos=2 if number != LEAST else 1)
