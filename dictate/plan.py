"""What the user wants, and which recogniser that means. Any thread; imports little, for the window is waiting."""

from dataclasses import dataclass

from dictate import paths
from dictate.core.ports import RecognizerFactory
from dictate.core.settings import MicrophoneSettings, Settings
from dictate.core.types import Mode, PairChoice
from dictate.engine.options import engine_options
from dictate.engine.pair import create_recognizer_factory


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the user wants, settings and command line together, already checked.

    Attributes:
        settings: as in the file.
        demo: play the bundled clip in place of the microphone.
        typed_device: the microphone was named on the command line: another one will not do.
    """

    settings: Settings
    choice: PairChoice
    mode: Mode
    microphone: MicrophoneSettings
    demo: bool = False
    typed_device: bool = False


def recognizers(settings: Settings) -> RecognizerFactory:
    """Builds the recogniser for a pair; loads nothing."""
    return create_recognizer_factory(paths.resources() / "models", engine_options(settings.models))
