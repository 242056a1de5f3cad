"""Every choice the user can make, as validated dataclasses, to and from plain dicts (the file is ``dictate.config``'s).

Times are in milliseconds, levels in dBFS. Unknown keys are kept, so that an older version does not lose a newer one's.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final, TypeVar, get_type_hints

from dictate.core.errors import SettingsError
from dictate.core.types import Mode


def _between(default: float, low: float, high: float) -> Any:
    """A number field that must lie within ``low`` and ``high``."""
    value = int(default) if isinstance(default, int) else default
    return field(default=value, metadata={"range": (low, high)})


def _one_of(default: str, *choices: str) -> Any:
    """A text field that must be one of ``choices``."""
    return field(default=default, metadata={"choices": choices})


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmenterSettings:
    """How sound is cut into utterances (``core.segmenter``) and what counts as speech (``audio.vad``).

    Attributes:
        level_floor_dbfs: nothing quieter is speech.
        level_margin_db: speech must be this much above the adaptive noise floor.
        webrtc_mode: aggressiveness of the first gate, 0-3.
        onset_voiced_ms, onset_window_ms: the first gate must open for so long within the window.
        confirm_ms: Silero must confirm within this time after the first gate was last open; it hears as much before.
        speech_on, speech_off: Silero's probability above which speech begins, and below which it pauses.
        pre_roll_ms: sound kept before the first voiced frame.
        tail_ms: sound kept after the last voiced frame; a pause this long is recognised early, in case it goes on.
        hangover_ms: a pause this long ends the utterance, while nothing is known of its text.
        hangover_sentence_ms: likewise, when its text ends as a sentence does; never more than ``hangover_ms``.
        hangover_open_ms: likewise, when it does not; never less than ``hangover_ms``.
        soft_limit_ms: from here on a dip of ``dip_ms`` ends it (8 s and 180 ms had the fewest wrong words on the
            monologues of ``tests/data/speech``).
        hard_limit_distil_ms, hard_limit_teacher_ms: here it is cut whatever happens.
        cut_search_ms, cut_window_ms: the cut is at the quietest window of the last stretch.
        overlap_ms: at most so much is carried into the next utterance after a cut inside speech.
        interim_ms: a snapshot for interim text this often, at the most; 0 for none.
    """

    level_floor_dbfs: float = _between(-60.0, -90.0, -20.0)
    level_margin_db: float = _between(6.0, 0.0, 40.0)
    webrtc_mode: int = _between(2, 0, 3)
    onset_voiced_ms: int = _between(90, 30, 600)
    onset_window_ms: int = _between(150, 30, 900)
    confirm_ms: int = _between(1000, 60, 2000)
    speech_on: float = _between(0.5, 0.05, 0.99)
    speech_off: float = _between(0.35, 0.01, 0.95)
    pre_roll_ms: int = _between(450, 300, 2000)
    tail_ms: int = _between(150, 100, 1000)
    hangover_ms: int = _between(600, 150, 3000)
    hangover_sentence_ms: int = _between(450, 150, 3000)
    hangover_open_ms: int = _between(800, 150, 3000)
    soft_limit_ms: int = _between(8000, 3000, 25_000)
    dip_ms: int = _between(180, 60, 1000)
    hard_limit_distil_ms: int = _between(15_000, 4000, 28_000)
    hard_limit_teacher_ms: int = _between(25_000, 4000, 28_000)
    cut_search_ms: int = _between(1500, 200, 4000)
    cut_window_ms: int = _between(20, 10, 200)
    overlap_ms: int = _between(300, 0, 1000)
    interim_ms: int = _between(300, 0, 5000)

    def hard_limit_ms(self, mode: Mode) -> int:
        """The longest utterance in ``mode``: a distil repeats itself on longer ones."""
        return self.hard_limit_teacher_ms if mode is Mode.TEACHER else self.hard_limit_distil_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrophoneSettings:
    """Which microphone: by name and host API, never by index. Empty: the system's default."""

    name: str = ""
    host_api: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Which models and how.

    Attributes:
        pair: a name of ``core.catalog``, ``local``, or empty for the pocket pair until the user chooses.
        teacher, distil: folders of the pair ``local``.
        language: Whisper's code, or ``auto``.
        device: where the model runs.
        precision: of the arithmetic; ``auto`` takes what is fastest on the device at hand.
        window: ``auto`` lets the encoder hear the utterance and some silence, ``full`` always Whisper's 30 s.
        threads: of the processor; 0 for one on each core.
        self_check_every: one verified utterance in so many is compared with the plain teacher when there is nothing
            else to do; 0 for none.
        unload_after: the models' memory is freed after so many minutes without dictation, or ``never``, or ``at once``
            when a recording has its text; they are loaded again when the next recording begins.
    """

    pair: str = ""
    teacher: str = ""
    distil: str = ""
    mode: str = _one_of("distil", *(mode.value for mode in Mode))
    language: str = "en"
    device: str = _one_of("auto", "auto", "cpu", "cuda")
    precision: str = _one_of("auto", "auto", "fp32", "bf16", "fp16", "int8")
    window: str = _one_of("auto", "auto", "full")
    threads: int = _between(0, 0, 256)
    self_check_every: int = _between(20, 0, 1000)
    unload_after: str = _one_of("60", "never", "at once", "2", "5", "10", "15", "60")


DEFAULT_COMMANDS: Final[dict[str, str]] = {
    "new line": "new_line",
    "new paragraph": "new_paragraph",
    "scratch that": "scratch",
    "stop listening": "stop",
    "copy that": "copy",
}
"""Spoken words -> action of ``core.commands``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSettings:
    """What happens to the text.

    Attributes:
        spoken_commands: whether whole utterances like "new line" act instead of being written.
        commands: spoken words -> action.
        custom_words: names and terms given to the model as a prompt.
        replacements: what was heard -> what is written (``core.replacing``).
    """

    spoken_commands: bool = True
    commands: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_COMMANDS))
    custom_words: list[str] = field(default_factory=list)
    replacements: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSettings:
    """How the window looks and behaves.

    Attributes:
        text_size: points in the editor.
        keys: action -> key sequence, only where it differs from the default.
        geometry: Qt's saved geometry, base64.
        language: of the window itself; ``system`` takes English where there is no translation.
        motion: ``reduced`` lets nothing glide or fade.
        sounds: a short tone when a recording begins and ends, and when the microphone is lost.
        tray: an icon in the tray; closing the window then leaves Dictate there.
        start_hidden: with the tray icon alone.
        welcome: the page of the first start has not been left yet.
        export_name: template of ``core.naming``.
        export_format, export_folder: what was chosen last; no folder: that of the text.
    """

    theme: str = _one_of("system", "system", "light", "dark")
    text_size: int = _between(14, 8, 48)
    utterances_shown: bool = True
    keys: dict[str, str] = field(default_factory=dict)
    geometry: str = ""
    language: str = _one_of("system", "system", "en", "de")
    motion: str = _one_of("system", "system", "reduced", "full")
    sounds: bool = False
    tray: bool = False
    start_hidden: bool = False
    welcome: bool = True
    export_name: str = "Dictation {date} {time}"
    export_format: str = _one_of("txt", "txt", "srt", "vtt", "json", "docx")
    export_folder: str = ""


RETENTION_DAYS: Final[dict[str, int | None]] = {
    "none": None,
    "until saved": 0,
    "1 day": 1,
    "7 days": 7,
    "30 days": 30,
}
"""Choice of ``PrivacySettings.retention`` -> days that a dictation is kept after it ended; None: never on disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    """What stays on the disk (``core.keeping``).

    Attributes:
        retention: how long sound and text are kept for recovery. ``none``: in memory only, a crash loses them;
            ``until saved``: until the text is saved or let go. What a crash left stays until the user decides.
    """

    retention: str = _one_of("until saved", *RETENTION_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of them. ``unknown`` holds what this version does not know, by section (empty for none) and key."""

    microphone: MicrophoneSettings = field(default_factory=MicrophoneSettings)
    segmenter: SegmenterSettings = field(default_factory=SegmenterSettings)
    models: ModelSettings = field(default_factory=ModelSettings)
    text: TextSettings = field(default_factory=TextSettings)
    window: WindowSettings = field(default_factory=WindowSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    unknown: dict[tuple[str, str], Any] = field(default_factory=dict)


_T = TypeVar("_T")


def to_dict(settings: Settings) -> dict[str, Any]:
    """``settings`` as nested plain values, unknown keys back in their places."""
    plain = asdict(settings)
    unknown = plain.pop("unknown")
    for (section, key), value in unknown.items():
        (plain[section] if section else plain)[key] = value
    return plain


def from_dict(plain: dict[str, Any]) -> Settings:
    """Settings from nested plain values; what is left out gets its default.

    Raises:
        SettingsError: a known key has a value of the wrong type or out of range; names key, value and what is allowed.
    """
    hints = get_type_hints(Settings)
    unknown: dict[tuple[str, str], Any] = {}
    sections: dict[str, Any] = {}
    for name, value in plain.items():
        if name not in hints or name == "unknown":
            unknown["", name] = value
            continue
        if not isinstance(value, dict):
            raise SettingsError(f"The setting '{name}' must be a group of settings, not {value!r}")
        sections[name] = _section(hints[name], name, value, unknown)
    return Settings(**sections, unknown=unknown)


def _section(kind: type[_T], section: str, plain: dict[str, Any], unknown: dict[tuple[str, str], Any]) -> _T:
    known = {entry.name: entry for entry in fields(kind)}  # type: ignore[arg-type]
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for key, value in plain.items():
        path = f"{section}.{key}"
        if key not in known:
            unknown[section, key] = value
        else:
            values[key] = _checked(path, value, hints[key], known[key].metadata)
    return kind(**values)


def _checked(path: str, value: Any, hint: Any, metadata: Any) -> Any:
    kind = getattr(hint, "__origin__", hint)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise SettingsError(f"The setting '{path}' must be {kind.__name__}, not {value!r}")
    items = [*value.keys(), *value.values()] if kind is dict else value if kind is list else []
    if not all(isinstance(item, str) for item in items):
        raise SettingsError(f"The setting '{path}' must hold only text")
    if "range" in metadata:
        low, high = metadata["range"]
        if not low <= value <= high:
            raise SettingsError(f"The setting '{path}' must be from {low} to {high}, not {value!r}")
    if "choices" in metadata and value not in metadata["choices"]:
        raise SettingsError(f"The setting '{path}' must be one of {', '.join(metadata['choices'])}, not {value!r}")
    return value
