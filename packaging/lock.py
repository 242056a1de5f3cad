"""Write the lock files anew: ``.venv/bin/python packaging/lock.py`` (Linux, Python 3.11; needs the network).

It reads the wishes in ``pyproject.toml``, lets pip resolve them without installing anything, and writes exact versions
of everything, transitive packages included, to ``packaging/requirements*.txt``. What only another platform or a newer
Python needs is added with its marker. To move one version, change ``pyproject.toml`` or ``TORCH`` and run it again.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "packaging"

TORCH = "2.13.0"
EDITABLE_BUILD = "editables"
"""What hatchling asks for when it builds an editable install."""

ENVIRONMENTS = [
    {"sys_platform": platform, "platform_system": system, "os_name": name, "python_version": python}
    for platform, system, name in (
        ("linux", "Linux", "posix"),
        ("darwin", "Darwin", "posix"),
        ("win32", "Windows", "nt"),
    )
    for python in ("3.11", "3.12", "3.13", "3.14")
]
"""Where the lock must hold."""

Report = list[dict[str, Any]]
"""pip's installation report: one entry a package, with its metadata."""


def resolve(wishes: Iterable[str]) -> Report:
    """What pip would install for ``wishes`` into an empty environment."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = ["--quiet", "--dry-run", "--ignore-installed", "--report", str(report)]
        subprocess.run([sys.executable, "-m", "pip", "install", *options, *wishes], check=True)
        entries: Report = json.loads(report.read_text(encoding="utf-8"))["install"]
    return [entry["metadata"] for entry in entries]


def pins(report: Report) -> dict[str, str]:
    """Canonical name -> ``name==version``."""
    return {canonicalize_name(one["name"]): f"{one['name']}=={one['version']}" for one in report}


def elsewhere(report: Report) -> dict[str, str]:
    """What the packages of ``report`` need only in another environment of ``ENVIRONMENTS``, with its marker."""
    found: dict[str, str] = {}
    here = pins(report)
    for one in report:
        for line in one.get("requires_dist", []):
            wish = Requirement(line)
            name = canonicalize_name(wish.name)
            if name in here or name in found or wish.marker is None or "extra" in str(wish.marker):
                continue
            if any(_holds(wish.marker, environment) for environment in ENVIRONMENTS):
                (pin,) = (
                    resolved for key, resolved in pins(resolve([f"{wish.name}{wish.specifier}"])).items() if key == name
                )
                found[name] = f"{pin} ; {wish.marker}"
    return found


def _holds(marker: Marker, environment: dict[str, str]) -> bool:
    return marker.evaluate({**default_environment(), **environment, "extra": ""})  # type: ignore[dict-item]


def _pin(line: str) -> str:
    return line.partition(" ; ")[0]


def write(name: str, what: str, lines: Iterable[str]) -> None:
    """Write one lock file."""
    head = f"# {what}\n# Written by packaging/lock.py; do not edit.\n"
    body = "".join(f"{line}\n" for line in sorted(lines, key=str.casefold))
    (FOLDER / name).write_text(head + body, encoding="utf-8")
    print(f"packaging/{name}: {body.count(chr(10))} packages")  # noqa: T201 - a script talks to its user


def main() -> None:
    """Resolve and write all lock files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wishes = [
        line for line in project["project"]["dependencies"] if canonicalize_name(Requirement(line).name) != "torch"
    ]
    cpu = f"torch=={TORCH}+cpu"
    run_report = resolve([cpu, *wishes])
    test_report = resolve([cpu, *wishes, *project["project"]["optional-dependencies"]["dev"]])
    run = pins(run_report) | elsewhere(run_report)
    test = pins(test_report) | elsewhere(test_report)
    cuda = pins(resolve([f"torch==={TORCH}"]))
    build = pins(resolve([*project["build-system"]["requires"], EDITABLE_BUILD]))

    drifted = {name for name in run.keys() & test.keys() if _pin(run[name]) != _pin(test[name])}
    if drifted:
        raise SystemExit(f"the development tools need other versions of {sorted(drifted)}: tighten pyproject.toml")
    cuda["torch"] = f"torch==={TORCH}"  # three equal signs: never the CPU build, whatever pip is configured to offer
    rest = {name: line for name, line in run.items() if name != "torch"}
    write("requirements.txt", "What Dictate needs to run, beside torch.", rest.values())
    write("requirements-build.txt", "What builds the package.", build.values())
    write(
        "requirements-test.txt",
        "What the tests and checks need beside that.",
        (test[n] for n in test.keys() - run.keys()),
    )
    write("requirements-torch-cpu.txt", "torch for a machine without an NVIDIA GPU.", [cpu])
    write(
        "requirements-torch-cuda.txt", "torch for an NVIDIA GPU on Linux.", (cuda[n] for n in cuda.keys() - rest.keys())
    )


if __name__ == "__main__":
    main()
