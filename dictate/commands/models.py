"""``dictate models``: the pairs on offer, what of them is on the disk, and what to do with that. Main thread."""

import argparse
import json
from typing import Any

from dictate import paths
from dictate.commands.model_files import ModelFilesCommand
from dictate.core.catalog import PAIRS, ModelPair, ModelSpec
from dictate.core.errors import UsageError
from dictate.engine.store import ModelStore
from dictate.terminal import Terminal

ACTIONS = ("list", "download", "verify", "remove", "path")


def run(args: argparse.Namespace) -> int:
    """List them, or do what the action says.

    Raises:
        UsageError: no such action or model.
        ModelError, StorageError, Cancelled: as the action says.
    """
    if args.action not in ACTIONS:
        raise UsageError(f"There is no action '{args.action}'", f"Choose one of: {', '.join(ACTIONS)}.")
    terminal = Terminal()
    if args.action != "list":
        return ModelFilesCommand(terminal, as_json=args.json).run(args.action, args.names)
    if args.names:
        raise UsageError("'list' takes nothing after it", f"Leave '{args.names[0]}' out.")
    return _list(args, terminal)


def _list(args: argparse.Namespace, terminal: Terminal) -> int:
    store = ModelStore(paths.resources() / "models")
    pairs = [pair_as_dict(pair, store) for pair in PAIRS]
    if args.json:
        terminal.line(json.dumps(pairs, ensure_ascii=False))
        return 0
    for pair in pairs:
        terminal.line(f"{pair['name']}: {pair['title']}. {pair['note']}")
        for role in ("teacher", "distil"):
            terminal.line(f"  {role:8}{model_words(pair[role])}")
    return 0


def pair_as_dict(pair: ModelPair, store: ModelStore) -> dict[str, Any]:
    """The pair with the state of its two models, as ``--json`` shows it."""
    return {
        "name": pair.name,
        "title": pair.title,
        "note": pair.note,
        "teacher": _model_as_dict(pair.teacher, store),
        "distil": _model_as_dict(pair.distil, store),
    }


def _model_as_dict(spec: ModelSpec, store: ModelStore) -> dict[str, Any]:
    files = store.describe(spec)
    return {
        "name": spec.name,
        "repository": spec.repository,
        "parameters_m": spec.parameters_m,
        "multilingual": spec.multilingual,
        "state": files.state.value,
        "size_bytes": files.size_bytes,
        "folder": "" if files.folder is None else str(files.folder),
        "problem": files.problem,
    }


def model_words(model: dict[str, Any]) -> str:
    """A model in one line."""
    size = f", {model['size_bytes'] / 1e6:.0f} MB on disk" if model["size_bytes"] else ""
    problem = f" ({model['problem']})" if model["problem"] else ""
    languages = "many languages" if model["multilingual"] else "English"
    parameters = f"{model['parameters_m']:g} M parameters, {languages}"
    return f"{model['name']}: {parameters}, {model['state']}{size}{problem}"
