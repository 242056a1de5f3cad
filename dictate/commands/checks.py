"""What a check of ``dictate doctor`` finds. Any thread."""

from dataclasses import dataclass

OK = "ok"
PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One finding.

    Attributes:
        status: ``ok`` or ``problem``.
        action: what to do about a problem.
        stops_dictation: there is no dictating until it is solved.
    """

    name: str
    status: str
    detail: str
    action: str = ""
    stops_dictation: bool = False
