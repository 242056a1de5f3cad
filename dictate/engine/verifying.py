"""Distil drafts, the teacher checks: exactly the teacher's text, in a few of its passes. Runs on the recogniser thread.

Every token in the result is the teacher's own greedy choice (``Search.check`` takes nothing else); the draft decides
only how many passes that takes. Speculative decoding as in Distil-Whisper's paper (Gandhi et al. 2023), with the whole
of distil's text as the draft.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dictate.engine.decoding import Search

GIVE_UP_AFTER = 2
"""Rounds in a row of which not one token stood: then the teacher goes on alone, which is quicker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How the check went.

    Attributes:
        draft: distil's tokens, before the teacher saw them.
        drafted: how many drafted tokens the teacher judged; after a wrong one it judges none of the rest.
        accepted: how many of them were right.
    """

    draft: tuple[int, ...]
    drafted: int
    accepted: int


def verify(
    teacher: Search, distil: Search, draft: Sequence[int] = (), drafted: Callable[[tuple[int, ...]], None] | None = None
) -> Checked:
    """Finish ``teacher``'s search over what ``distil`` writes.

    ``draft`` is what distil may write (an interim's tokens); ``drafted`` is told its whole text before the check.
    """
    distil.finish(draft)
    first = tuple(distil.tokens)
    if drafted is not None:
        drafted(first)
    judged = accepted = idle = 0
    ahead = list(first)
    while not teacher.done:
        right = teacher.check(ahead)
        accepted += right
        judged += right + (right < len(ahead))
        idle = 0 if right else idle + 1
        if idle >= GIVE_UP_AFTER:
            teacher.finish()
        elif not teacher.done:
            ahead = _redraft(distil, teacher, ahead[right + 1 :], right)
    return Checked(draft=first, drafted=judged, accepted=accepted)


def _redraft(distil: Search, teacher: Search, rest: Sequence[int], most: int) -> list[int]:
    """What distil writes after the teacher's tokens: ``rest`` as far as it stands by it, and at most ``most`` more.

    A distil that went wrong a moment ago may do so again, so it looks no further ahead than it was right before.
    """
    distil.rewrite(teacher.tokens)
    written = len(teacher.tokens)
    if not distil.done:
        distil.check(rest)
    end = len(distil.tokens) + most
    while not distil.done and len(distil.tokens) < end:
        distil.check(())
    return distil.tokens[written:]
