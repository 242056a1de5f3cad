"""Names for files that the user did not name: a template with the date, made safe for every file system. Any thread."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from dictate.core.errors import SettingsError

FIELDS: Final[Mapping[str, str]] = {
    "date": "the day, as 2026-11-25",
    "time": "the time, as 14-05-09",
    "name": "the name of the text",
}
"""What may stand in braces."""
LONGEST_BYTES: Final = 180
"""File systems take 255 bytes; an ending, a number and what a sync program adds must fit too."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*{}]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def file_name(template: str, *, now: datetime, name: str, ending: str) -> str:
    """A file name, without any folder, from ``template``; ``ending`` is without its dot.

    Whatever the fields hold, the result is one plain name: no separators, no ``..``, no name that Windows reserves.

    Raises:
        SettingsError: a field that does not exist; names the ones there are.
    """
    values = {"date": f"{now:%Y-%m-%d}", "time": f"{now:%H-%M-%S}", "name": name}

    def value(match: re.Match[str]) -> str:
        if match.group(1) not in values:
            known = ", ".join(f"{{{field}}}" for field in FIELDS)
            raise SettingsError(f"There is no field '{match.group()}' for file names", f"Use {known}.")
        return values[match.group(1)]

    return f"{safe_stem(_FIELD.sub(value, template))}.{ending}"


def safe_stem(wish: str) -> str:
    """``wish`` as a name that Linux, macOS and Windows take; never empty, never one of a folder."""
    plain = " ".join(_FORBIDDEN.sub("-", wish).split()).strip(". ")
    while len(plain.encode()) > LONGEST_BYTES:
        plain = plain[:-1].rstrip(". ")
    if not plain:
        return "Dictation"
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain
