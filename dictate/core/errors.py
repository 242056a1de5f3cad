"""Everything that can go wrong, in words for the person at the microphone.

::

    DictateError
    +-- UsageError                  exit 2   an option, a pair, a mode or a setting that does not exist
    +-- SettingsError               exit 2   the settings file
    +-- AudioDeviceError            exit 3
    |   +-- NoMicrophone                     there is no input device
    |   +-- UnknownDevice                    none has this name; names the ones there are
    |   +-- MicrophoneRefused                permission, or in use by another program
    |   `-- MicrophoneLost                   it was there and is gone
    +-- AudioFileError              exit 4   missing, unreadable, empty or no sound
    +-- ModelError                  exit 5
    |   +-- NotAModel                        a folder that holds no Whisper checkpoint
    |   +-- DownloadFailed
    |   +-- OutOfMemory
    |   `-- RecognitionFailed                the model raised while it recognised
    +-- StorageError                exit 6   a path that cannot be read or written, a full disk
    +-- NotRunning                  exit 7   ``dictate control`` found no window
    `-- Cancelled                   exit 130 the user called it off

Exit 0 is success and exit 1 a job that ran and failed (a self-test with wrong words, a doctor with a problem).
Foreign exceptions are mapped to these where they come in, with the original as ``__cause__``.
"""

from typing import ClassVar


class DictateError(Exception):
    """The root: a sentence that says what failed, and one that says what to do next.

    Attributes:
        user_message: what failed and why, without a final full stop.
        action: what the user can do next; may be empty.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, user_message: str, action: str = "") -> None:
        super().__init__(f"{user_message}. {action}".strip() if action else user_message)
        self.user_message = user_message
        self.action = action


class UsageError(DictateError):
    """An option's value that does not exist."""

    exit_code = 2


class SettingsError(DictateError):
    """A settings value or file that cannot be used."""

    exit_code = 2


class AudioDeviceError(DictateError):
    """The sound device."""

    exit_code = 3


class NoMicrophone(AudioDeviceError):
    """There is no input device."""


class UnknownDevice(AudioDeviceError):
    """No input device has the name that was asked for."""


class MicrophoneRefused(AudioDeviceError):
    """The system does not let us open the microphone."""


class MicrophoneLost(AudioDeviceError):
    """The microphone stopped delivering sound."""


class AudioFileError(DictateError):
    """A file that is missing, unreadable, empty or holds no sound."""

    exit_code = 4


class ModelError(DictateError):
    """A model that cannot be had or used."""

    exit_code = 5


class NotAModel(ModelError):
    """A folder that holds no usable Whisper checkpoint."""


class DownloadFailed(ModelError):
    """The model files could not be fetched."""


class OutOfMemory(ModelError):
    """The model does not fit."""


class RecognitionFailed(ModelError):
    """The model raised while it recognised; the sound is kept."""


class StorageError(DictateError):
    """A path that cannot be read or written."""

    exit_code = 6


class NotRunning(DictateError):
    """No window to steer."""

    exit_code = 7


class Cancelled(DictateError):
    """The user called it off."""

    exit_code = 130
