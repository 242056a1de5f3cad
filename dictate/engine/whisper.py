"""One Whisper on its device: the encoder (perhaps another's), the decoder, the vocabulary. Recogniser thread; torch."""

from dataclasses import dataclass

from dictate.core.types import seconds_of
from dictate.engine.checkpoint import Checkpoint
from dictate.engine.decoder import Decoder
from dictate.engine.decoding import Search, detect_language
from dictate.engine.device import DeviceChoice
from dictate.engine.hearing import Hearing, decoder_arithmetic
from dictate.engine.loading import Tensors
from dictate.engine.reading import Reader
from dictate.engine.vocabulary import Vocabulary, load_vocabulary

MIN_TOKENS = 8
TOKENS_A_SECOND = 7
"""With ``MIN_TOKENS`` the bound on new tokens: fast English has five a second, so a loop ends soon."""
TOKENS_A_SECOND_FOREIGN = 20
"""Whisper spells scripts other than Latin in many tokens, up to a few for each letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """A loaded model.

    Attributes:
        hearing: its encoder, which another model may use as well.
        reader: its decoder.
        memory_bytes: of the decoder's weights.
    """

    name: str
    checkpoint: Checkpoint
    hearing: Hearing
    reader: Reader
    vocabulary: Vocabulary
    memory_bytes: int

    def search(self, limit: int | None, samples: int, language: str | None, prompt: str) -> Search:
        """The search for the text of what the reader listened to, ``samples`` of sound.

        ``limit`` None takes the bound that goes with the length. A ``language`` of None is detected.
        """
        language_id = self._language(language)
        room = self.reader.positions // 2 - 1
        opening = self.vocabulary.opening(self.vocabulary.prompt_ids(prompt, room - 1), language_id)
        bound = self._bound(samples, language_id) if limit is None else limit
        return Search(self.reader, opening, min(bound, self.reader.positions - len(opening)))

    def language_problem(self, language: str | None) -> str:
        """Why text in ``language`` cannot be expected of this model; empty when it can."""
        if self.vocabulary.multilingual or language in (None, "en"):
            return ""
        return f"{self.name} knows English only, not '{language}'"

    def _bound(self, samples: int, language_id: int | None) -> int:
        english = language_id is None or language_id == self.vocabulary.languages.get("en")
        return MIN_TOKENS + round((TOKENS_A_SECOND if english else TOKENS_A_SECOND_FOREIGN) * seconds_of(samples))

    def _language(self, language: str | None) -> int | None:
        if not self.vocabulary.multilingual:
            return None
        if language is None:
            return detect_language(self.reader, self.vocabulary)
        return self.vocabulary.language_id(language)


def load_whisper(name: str, checkpoint: Checkpoint, choice: DeviceChoice, shared: Hearing | None) -> Whisper:
    """Load ``checkpoint``; with ``shared`` its decoder only.

    Raises:
        NotAModel: the files cannot be used.
    """
    tensors = Tensors(checkpoint)
    arithmetic = decoder_arithmetic(choice)
    decoder = Decoder(tensors, checkpoint.config, arithmetic)
    vocabulary = load_vocabulary(checkpoint)
    return Whisper(
        name=name,
        checkpoint=checkpoint,
        hearing=shared or Hearing(tensors, checkpoint, choice),
        reader=Reader(decoder, vocabulary),
        vocabulary=vocabulary,
        memory_bytes=arithmetic.weight_bytes,
    )
