"""``packaging/setup.sh`` and the lock files. A stand-in for Python logs what it is asked, so nothing is downloaded."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "packaging").glob("requirements*.txt"))
PINNED = re.compile(r"^[A-Za-z0-9_.-]+={2,3}[^ =]+( ; .+)?$")

STAND_IN = """#!/bin/sh
printf '%s\\n' "$*" >>"$ASKED"
case "$*" in
'-m venv'*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
*pip*torch*whl/cpu*) exit 0 ;;
*pip*torch-cpu*) exit "${TORCH_CPU_CODE:-0}" ;;
*pip*editable*) exit "${PACKAGE_CODE:-0}" ;;
esac
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a set-up for Linux")


class Checkout:
    """A copy of the set-up in an empty folder, with programs of ours first in ``PATH``."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.tools = folder / "tools"
        self.asked = folder / "asked"
        self.tools.mkdir()
        shutil.copytree(ROOT / "packaging", self.root / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", self.root)
        libraries = re.findall(
            r"\b(lib[\w.+-]+\.so\.\d+):", (ROOT / "packaging" / "setup.sh").read_text(encoding="utf-8")
        )
        self.tool("ldconfig", "\n".join(f"echo '\t{library} (libc6) => /lib/{library}'" for library in libraries))
        self.tool("python", STAND_IN.removeprefix("#!/bin/sh\n"))

    def tool(self, name: str, script: str) -> None:
        """Put a program into ``PATH``."""
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def setup(self, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run the set-up; what Python is asked is in ``asked``, from this run alone."""
        self.asked.write_text("", encoding="utf-8")
        env = {
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "HOME": str(self.root),
            "ASKED": str(self.asked),
            "DICTATE_PYTHON": str(self.tools / "python"),
            **variables,
        }
        command = ["sh", str(self.root / "packaging" / "setup.sh"), *words]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)

    @property
    def log(self) -> str:
        """What Python was asked in the last run."""
        return self.asked.read_text(encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A fresh one."""
    return Checkout(tmp_path)


def test_the_first_call_installs_and_the_second_starts_at_once(checkout: Checkout) -> None:
    first = checkout.setup("run", "listen", "--demo", "--json")
    assert first.returncode == 0, first.stderr
    assert "-m pip --disable-pip-version-check check" in checkout.log
    assert checkout.log.endswith("-m dictate listen --demo --json\n")

    second = checkout.setup("run", "--device", "USB Mic")
    assert second.returncode == 0
    assert second.stderr == ""
    assert "pip" not in checkout.log
    assert checkout.log.endswith("-m dictate --device USB Mic\n")


def test_the_test_environment_serves_run_but_not_the_other_way_round(checkout: Checkout) -> None:
    checkout.setup("run")
    checkout.setup("test", "tests/core")
    assert "requirements-test.txt" in checkout.log
    assert checkout.log.endswith("-m pytest tests/core\n")
    checkout.setup("run")
    assert "pip" not in checkout.log


@pytest.mark.parametrize(("job", "last"), [("check", "coverage report"), ("test", "tests.faults.soak 10")])
def test_the_whole_test_is_the_check_and_a_soak(checkout: Checkout, job: str, last: str) -> None:
    done = checkout.setup("--no-apt", job)
    assert done.returncode == 0, done.stderr
    asked = [line.removeprefix("-m ") for line in checkout.log.splitlines()]
    check = ["ruff check", "ruff format", "mypy", "pytest", "coverage", last]
    places = [next(place for place, line in enumerate(asked) if line.startswith(step)) for step in check]
    assert places == sorted(places)
    assert asked[-1].startswith(last)


def test_fuzzing_ends_after_its_minutes(checkout: Checkout) -> None:
    assert checkout.setup("--no-apt", "fuzz", "0").returncode == 0
    assert "tests/fuzz" not in checkout.log


def test_an_interrupted_set_up_is_taken_up_again(checkout: Checkout) -> None:
    broken = checkout.setup("run", PACKAGE_CODE="1")
    assert broken.returncode == 1
    assert "-m dictate" not in checkout.log
    again = checkout.setup("run")
    assert again.returncode == 0
    assert "-m venv" not in checkout.log
    assert "--editable" in checkout.log


def test_new_locks_are_installed(checkout: Checkout) -> None:
    checkout.setup("run")
    with (checkout.root / "packaging" / "requirements.txt").open("a", encoding="utf-8") as lock:
        lock.write("something==1.0\n")
    checkout.setup("run")
    assert "requirements.txt" in checkout.log


@pytest.mark.parametrize(
    ("smi", "build", "reason"),
    [
        ("exit 9", "cpu", "no working NVIDIA driver found"),
        ("echo '| NVIDIA-SMI 580.95  Driver Version: 580.95  CUDA Version: 13.0 |'", "cuda", "knows CUDA 13"),
        ("echo '| NVIDIA-SMI 550.54  Driver Version: 550.54  CUDA Version: 12.4 |'", "cpu", "knows CUDA 12 only"),
    ],
)
def test_the_build_of_torch_is_chosen_by_the_machine_with_its_reason(
    checkout: Checkout, smi: str, build: str, reason: str
) -> None:
    checkout.tool("nvidia-smi", smi)
    done = checkout.setup("install")
    assert f"{build} build: " in done.stderr
    assert reason in done.stderr
    assert f"requirements-torch-{build}.txt" in checkout.log
    other = {"cpu": "cuda", "cuda": "cpu"}[build]
    assert f"requirements-torch-{other}.txt" not in checkout.log


def test_the_cpu_build_comes_from_pytorchs_own_index_where_the_configured_one_has_none(checkout: Checkout) -> None:
    """The ordinary index offers the CUDA build alone under this version: gigabytes that the machine cannot use."""
    done = checkout.setup("install", DICTATE_TORCH="cpu", TORCH_CPU_CODE="1")
    assert done.returncode == 0, done.stderr
    assert "--index-url https://download.pytorch.org/whl/cpu" in checkout.log
    checkout.setup("clean")
    checkout.setup("install", DICTATE_TORCH="cpu")
    assert "--index-url" not in checkout.log


def test_missing_libraries_are_listed_and_nothing_is_begun(checkout: Checkout) -> None:
    checkout.tool("ldconfig", ":")
    done = checkout.setup("--no-apt", "run", DISPLAY=":9")
    assert done.returncode == 69
    assert re.search(r"apt-get install .*libportaudio2.*libxcb-cursor0", done.stderr)
    assert not (checkout.root / ".venv").exists()


def test_the_terminal_needs_no_window_libraries(checkout: Checkout) -> None:
    checkout.tool("ldconfig", "echo '\tlibportaudio.so.2 (libc6) => /lib/libportaudio.so.2'")
    done = checkout.setup("--no-apt", "run")
    assert done.returncode == 0, done.stderr


def test_a_python_that_is_too_old_is_refused(checkout: Checkout) -> None:
    checkout.tool("python", 'case "$1" in -c) exit 1 ;; esac')
    done = checkout.setup("run")
    assert done.returncode == 69
    assert "no Python 3.11" in done.stderr


def test_an_unknown_job_shows_how_to_use_it(checkout: Checkout) -> None:
    done = checkout.setup("dance")
    assert done.returncode == 64
    assert "packaging/setup.sh [--no-apt] run" in done.stderr


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_of_a_lock_is_an_exact_version(lock: Path) -> None:
    lines = [line for line in lock.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines
    assert all(PINNED.match(line) for line in lines)


def test_the_locks_hold_all_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wishes = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]
    locked: dict[str, str] = {}
    for lock in LOCKS:
        for line in lock.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                requirement = Requirement(line)
                locked[canonicalize_name(requirement.name)] = next(iter(requirement.specifier)).version
    for wish in map(Requirement, [*wishes, *project["build-system"]["requires"]]):
        version = locked[canonicalize_name(wish.name)]
        assert wish.specifier.contains(version), f"{wish} is not met by the locked {version}"


def test_one_version_of_torch_everywhere() -> None:
    script = (ROOT / "packaging" / "setup.sh").read_text(encoding="utf-8")
    (version,) = re.findall(r"^TORCH=(.+)$", script, re.MULTILINE)
    assert f'TORCH = "{version}"' in (ROOT / "packaging" / "lock.py").read_text(encoding="utf-8")
    for lock in LOCKS:
        for line in lock.read_text(encoding="utf-8").splitlines():
            if line.startswith("torch="):
                assert re.sub(r"^torch=+|\+cpu$", "", line) == version
