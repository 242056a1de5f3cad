"""When two words are the same word."""

import unicodedata


def normalized(word: str) -> str:
    """``word`` without case, punctuation and symbols; empty for a word of punctuation alone."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(letter for letter in folded if letter.isalnum() or unicodedata.combining(letter))


def bare(word: str) -> str:
    """``word`` without case and without punctuation at its ends: what a listener would call the same word, spelt alike.

    A word of punctuation alone stays as it is.
    """
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not word[end - 1].isalnum():
        end -= 1
    return unicodedata.normalize("NFKC", word[start:end] or word).casefold()
