"""When two words are the same word."""

import unicodedata


def normalized(word: str) -> str:
    """``word`` without case, punctuation and symbols; empty for a word of punctuation alone."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(letter for letter in folded if letter.isalnum() or unicodedata.combining(letter))
