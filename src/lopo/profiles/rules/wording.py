"""Whether a text about functions may name people after all: numbers and titles. Pure.

It only warns: a title can stand in the name of an office, and no list knows every name.
"""

import re

# The number of a civil servant: eighteen digits, often with blanks.
NIP = re.compile(r"(?<!\d)(?:\d[ .-]?){17}\d(?!\d)")
TITLE = re.compile(
    r"(?<!\w)(?:Prof\.|Drs?\.|Dra\.|dr\.|drg\.|Ir\.|Hj?\.|Ns\.|Apt\.|apt\."
    r"|S\.\s?(?:H|E|T|Sos|Kom|Pd|IP|STP|Ak|AP|Kep|KM|Farm|Psi|Si|Hut|P|Pt|Stat)\b\.?"
    r"|M\.\s?(?:H|M|T|Si|Kom|Pd|AP|Kes|Sc|A|Hum|Ak|IP|P)\b\.?|A\.\s?Md\b\.?)"
)


def suspicious(text: str) -> list[str]:
    """What looks like the number or the title of a person, as it stands in the text."""
    found = [match.group() for pattern in (NIP, TITLE) for match in pattern.finditer(text)]
    return list(dict.fromkeys(found))
