"""``python -m tests.e2e.offline FILE ARGS``: the real ``dictate ARGS`` where there is no network at all.

For a network namespace of its own (``unshare --net``), which has no route anywhere: the system counts every try there,
whoever makes it, Python, Qt or another library. ``FILE`` gets the counts when the program has ended.
"""

import json
import sys
from pathlib import Path

from dictate.cli import main

COUNTED = {"Ip": ("OutRequests", "OutNoRoutes"), "Tcp": ("ActiveOpens",), "Udp": ("OutDatagrams",)}


def tries() -> dict[str, int]:
    """What the system has counted in this network namespace since it began."""
    lines = [line.split() for line in Path("/proc/net/snmp").read_text(encoding="ascii").splitlines()]
    found = {}
    for names, values in zip(lines[::2], lines[1::2], strict=True):
        kind = names[0].rstrip(":")
        numbers = dict(zip(names[1:], map(int, values[1:]), strict=True))
        found.update({f"{kind}.{name}": numbers[name] for name in COUNTED.get(kind, ())})
    return found


if __name__ == "__main__":
    file = Path(sys.argv.pop(1))
    code = main()
    file.write_text(json.dumps(tries()), encoding="ascii")
    sys.exit(code)
