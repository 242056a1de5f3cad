"""The 73 utterances of the Distil-Whisper notebook, from the Hugging Face hub. Main thread.

Dataset hf-internal-testing/librispeech_asr_dummy, configuration ``clean``, split ``validation``.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dictate.core.errors import DictateError, DownloadFailed

REPOSITORY = "hf-internal-testing/librispeech_asr_dummy"
FILES = "clean/validation*.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A line of the data set: FLAC as a file holds it, and the words."""

    name: str
    flac: bytes
    text: str


def fetch_librispeech(say: Callable[[str], None]) -> list[Utterance]:
    """Download the data set, or find it in the Hugging Face cache, and read it.

    Raises:
        DictateError: pyarrow is not installed.
        DownloadFailed: the hub cannot be reached.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise DictateError("LibriSpeech's file needs pyarrow, which is not installed", "Run: pip install pyarrow")
    say(f"dictate: fetching {REPOSITORY}")
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - half a second
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError  # noqa: PLC0415 - likewise
    from huggingface_hub.utils.tqdm import disable_progress_bars  # noqa: PLC0415 - likewise

    disable_progress_bars()
    action = "Check the connection, or measure other clips with --clips DIR."
    try:
        folder = Path(snapshot_download(REPOSITORY, repo_type="dataset", allow_patterns=[FILES]))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        reason = str(error).strip().splitlines()
        raise DownloadFailed(
            f"{REPOSITORY} cannot be fetched: {reason[0] if reason else type(error).__name__}", action
        ) from error
    found = sorted(folder.glob(FILES))
    if not found:
        raise DownloadFailed(f"{REPOSITORY} does not hold {FILES} any more", action)
    return [utterance for path in found for utterance in read_utterances(path)]


def read_utterances(path: Path) -> list[Utterance]:
    """The lines of the data set's Parquet file.

    Raises:
        DownloadFailed: it is damaged, or holds something else.
    """
    from pyarrow import ArrowException, parquet  # noqa: PLC0415 - may be missing

    try:
        rows = parquet.read_table(path, columns=["audio", "text"]).to_pylist()
    except (ArrowException, OSError, ValueError) as error:
        raise DownloadFailed(f"'{path}' is damaged: {error}", "Delete it and try again.") from error
    return [
        Utterance(name=Path(row["audio"]["path"] or f"{place}.flac").name, flac=row["audio"]["bytes"], text=row["text"])
        for place, row in enumerate(rows)
    ]
