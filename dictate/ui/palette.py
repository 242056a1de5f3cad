"""The colors of both themes, by role, and the contrast that they must keep. No widgets here."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One theme; every value is ``#RRGGBB``.

    Attributes:
        window: behind the editor and the bars.
        panel: behind the side panel.
        card: an utterance.
        field: boxes and buttons; ``field_hover`` with the pointer over one.
        border: of fields and cards.
        line: between the parts of the window.
        text, dim, faint: what is read first, second and last; each is legible on window, panel and card.
        accent: the one color that leads the eye; ``on_accent`` stands on it.
        accent_text: the accent as text; ``accent_soft`` is the ground of a badge.
        danger: recording; ``on_danger`` stands on it; ``danger_text`` is it as text, on ``danger_soft`` too.
        ok: the level of a voice.
        teacher, teacher_soft: the second model's color and its ground; ``verified``, ``verified_soft`` likewise.
        doubt: under words on which the models differ.
        found: behind what was searched for.
        added, added_soft, removed, removed_soft: words that a second recognition changed.
        pause, queue, encoder, decoder: the parts of the latency bar.
        track: behind meters and bars.
        note, note_text: the ground of the message bar for a note, and its text; ``failure`` for a failure.
        selection: behind selected text.
    """

    name: str
    window: str
    panel: str
    card: str
    field: str
    field_hover: str
    border: str
    line: str
    text: str
    dim: str
    faint: str
    accent: str
    on_accent: str
    accent_text: str
    accent_soft: str
    danger: str
    danger_hover: str
    on_danger: str
    danger_text: str
    danger_soft: str
    ok: str
    teacher: str
    teacher_soft: str
    verified: str
    verified_soft: str
    doubt: str
    found: str
    added: str
    added_soft: str
    removed: str
    removed_soft: str
    pause: str
    queue: str
    encoder: str
    decoder: str
    track: str
    note: str
    note_text: str
    failure: str
    failure_text: str
    selection: str

    def tokens(self) -> dict[str, str]:
        """Role -> color, for the style sheet."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}


LIGHT = Palette(
    name="light",
    window="#FFFFFF",
    panel="#F8F9FB",
    card="#FFFFFF",
    field="#FFFFFF",
    field_hover="#F3F5F8",
    border="#D5DAE1",
    line="#E4E7EB",
    text="#1D2530",
    dim="#545D6B",
    faint="#626B79",
    accent="#2B66E3",
    on_accent="#FFFFFF",
    accent_text="#2459CC",
    accent_soft="#E6EEFD",
    danger="#D32F36",
    danger_hover="#BB242B",
    on_danger="#FFFFFF",
    danger_text="#B4232A",
    danger_soft="#FDECEC",
    ok="#2AAE66",
    teacher="#7239CC",
    teacher_soft="#F0E8FC",
    verified="#0B7285",
    verified_soft="#DDF3F6",
    doubt="#B07A00",
    found="#FFE8A3",
    added="#14713C",
    added_soft="#DFF5E7",
    removed="#B4232A",
    removed_soft="#FCE4E4",
    pause="#C9CFD9",
    queue="#9DB6F5",
    encoder="#5C8AF0",
    decoder="#2B5FD9",
    track="#E6E9EE",
    note="#EEF4FF",
    note_text="#1F3A75",
    failure="#FDECEC",
    failure_text="#8E1B21",
    selection="#CFE0FF",
)

DARK = Palette(
    name="dark",
    window="#16191E",
    panel="#1B1F25",
    card="#22272F",
    field="#22272F",
    field_hover="#2B313B",
    border="#3A424E",
    line="#2B313A",
    text="#E8EBF0",
    dim="#B1B9C5",
    faint="#9AA3B1",
    accent="#366BDD",
    on_accent="#FFFFFF",
    accent_text="#8FB4FF",
    accent_soft="#223457",
    danger="#C9363D",
    danger_hover="#B82E35",
    on_danger="#FFFFFF",
    danger_text="#FF9A9E",
    danger_soft="#43232A",
    ok="#35C27A",
    teacher="#C3A4FF",
    teacher_soft="#362A50",
    verified="#6FD3E3",
    verified_soft="#173A41",
    doubt="#E3B341",
    found="#5B4A14",
    added="#7BDCA2",
    added_soft="#1C3B2A",
    removed="#FF9A9E",
    removed_soft="#43232A",
    pause="#59626F",
    queue="#3D5A9C",
    encoder="#5585EE",
    decoder="#9CBEFF",
    track="#313843",
    note="#1F2C45",
    note_text="#CFE0FF",
    failure="#43232A",
    failure_text="#FFC9CB",
    selection="#2D4A86",
)


def luminance(color: str) -> float:
    """Relative luminance of ``#RRGGBB``, 0-1 (WCAG 2.2)."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colors, 1-21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (text, ground)
        for text in ("text", "dim", "faint")
        for ground in ("window", "panel", "card", "field", "field_hover")
    ),
    *(
        (text, ground)
        for text in ("accent_text", "danger_text")
        for ground in ("window", "panel", "card", "field_hover")
    ),
    ("accent_text", "accent_soft"),
    ("on_accent", "accent"),
    ("on_danger", "danger"),
    ("on_danger", "danger_hover"),
    ("danger_text", "danger_soft"),
    ("teacher", "teacher_soft"),
    ("verified", "verified_soft"),
    ("text", "found"),
    ("added", "added_soft"),
    ("removed", "removed_soft"),
    ("note_text", "note"),
    ("failure_text", "failure"),
    ("text", "selection"),
)
"""(text role, ground role) that occur in the window; each has a contrast of at least 4.5."""
