#!/bin/sh
# The figures of a GPU in one go; on a machine without one, those of its processor.
#
#   sh packaging/gpu_bench.sh [SHAPE ...]      large-v2 when none is given (see 'dictate bench --help')
#
# It needs no network and no model files: pairs with random weights are built from their shapes, and the pocket pair is
# bundled. First the pocket pair alone, in fp32 at the full window, where its tokens must be those of transformers'
# generate; then the shapes in the fastest precision beside the peers. On a GPU there are rows with and without CUDA
# graphs, and with and without FlashAttention where it is installed. The tables come last.
#
#   OUT             folder for gpu_bench_pocket.json and gpu_bench.json (the current one)
#   DICTATE_PYTHON  the Python to use (.venv's, or python3); it needs torch, transformers, soundfile, soxr, platformdirs, psutil
#   CLIPS, REPEATS, THREADS  as --clips, --repeats and --threads
set -eu

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
OUT=$(CDPATH='' cd -- "${OUT:-.}" && pwd)
python=${DICTATE_PYTHON:-$ROOT/.venv/bin/python}
if ! command -v "$python" >/dev/null 2>&1; then python=python3; fi
cd "$ROOT"

for module in torch transformers soundfile soxr platformdirs psutil; do
    if ! "$python" -c "import importlib.util as u; raise SystemExit(u.find_spec('$module') is None)"; then
        printf 'gpu_bench: %s lacks %s. Run: %s -m pip install %s\n' "$python" "$module" "$python" "$module" >&2
        exit 69
    fi
done

more="${REPEATS:+--repeats $REPEATS} ${THREADS:+--threads $THREADS}"
tables=$(mktemp)
trap 'rm -f "$tables"' EXIT

# shellcheck disable=SC2086 # a word each
"$python" -m dictate bench models --pair pocket --precision fp32 --window full --no-peers ${CLIPS:+--clips "$CLIPS"} $more \
    --json "$OUT/gpu_bench_pocket.json" >>"$tables"
shapes=''
for shape in "${@:-large-v2}"; do shapes="$shapes --shape $shape"; done
echo >>"$tables"
# shellcheck disable=SC2086 # a word each
"$python" -m dictate bench models $shapes $more --json "$OUT/gpu_bench.json" >>"$tables"
cat "$tables"
