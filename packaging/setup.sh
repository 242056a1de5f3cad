#!/bin/sh
# Everything between a fresh checkout and a running Dictate, on Linux and macOS.
#
#   sh packaging/setup.sh [--no-apt] run         [arguments of dictate]
#   sh packaging/setup.sh [--no-apt] check       lint, the tests and their coverage
#   sh packaging/setup.sh [--no-apt] test        the same with more faults and more fuzzing, then ten minutes of soak
#   sh packaging/setup.sh [--no-apt] test        [arguments of pytest]
#   sh packaging/setup.sh [--no-apt] soak        [minutes of simulated dictation with faults; 10]
#   sh packaging/setup.sh [--no-apt] fuzz        [minutes of broken bytes into whatever reads foreign ones; 60]
#   sh packaging/setup.sh [--no-apt] lint | screenshots | install | clean
#
# It installs the missing system libraries (Debian, Ubuntu), makes .venv with the exact versions of
# packaging/requirements*.txt, installs the package, and starts the job. What is there already is not done again.
#
#   DICTATE_PYTHON   the Python to use; otherwise python3, or the newest of 3.11 to 3.14
#   DICTATE_TORCH    cpu or cuda, in place of what the machine suggests
#
# Exit code 69: something is missing that only you can install. Otherwise that of the job.
set -eu

TORCH=2.13.0
TORCH_CPU_INDEX=https://download.pytorch.org/whl/cpu
CUDA_MAJOR=13 # of the CUDA build of that torch

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
VENV=$ROOT/.venv
LOCKS=$ROOT/packaging

say() { printf 'dictate set-up: %s\n' "$*" >&2; }
fail() {
    say "$@"
    exit 69
}

# --- system libraries -----------------------------------------------------------------------------------------------

# file name of a shared library:Debian package that has it
SOUND_LIBRARIES='libportaudio.so.2:libportaudio2'
WINDOW_LIBRARIES='libEGL.so.1:libegl1 libGL.so.1:libgl1 libX11.so.6:libx11-6 libX11-xcb.so.1:libx11-xcb1
libxkbcommon.so.0:libxkbcommon0 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0 libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-randr.so.0:libxcb-randr0 libxcb-render.so.0:libxcb-render0 libxcb-render-util.so.0:libxcb-render-util0
libxcb-shape.so.0:libxcb-shape0 libxcb-shm.so.0:libxcb-shm0 libxcb-sync.so.1:libxcb-sync1
libxcb-util.so.1:libxcb-util1 libxcb-xfixes.so.0:libxcb-xfixes0 libxcb-xkb.so.1:libxcb-xkb1
libdbus-1.so.3:libdbus-1-3 libfontconfig.so.1:libfontconfig1 libfreetype.so.6:libfreetype6
libglib-2.0.so.0:libglib2.0-0 libgssapi_krb5.so.2:libgssapi-krb5-2 libbrotlidec.so.1:libbrotli1
libzstd.so.1:libzstd1'
# command:Debian package that has it
TEST_COMMANDS='pulseaudio:pulseaudio pactl:pulseaudio-utils paplay:pulseaudio-utils Xvfb:xvfb xdotool:xdotool
xclip:xclip gdbus:libglib2.0-bin dbus-daemon:dbus-daemon /usr/libexec/at-spi-bus-launcher:at-spi2-core'

needs_window() { # does the job $1 make windows, on a screen of its own?
    case $1 in test | check | fuzz | screenshots) ;; *) return 1 ;; esac
}

missing_packages() { # of the job $1 and the Python $2, on one line
    job=$1 python=$2 packages='' wanted=$SOUND_LIBRARIES
    window=no
    if needs_window "$job" || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then window=yes; fi
    if [ $window = yes ]; then wanted="$wanted $WINDOW_LIBRARIES"; fi
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
    for pair in $wanted; do
        case $known in
        *"${pair%%:*} "*) ;;
        *) packages="$packages ${pair#*:}" ;;
        esac
    done
    if needs_window "$job"; then
        for pair in $TEST_COMMANDS; do
            command -v "${pair%%:*}" >/dev/null 2>&1 || packages="$packages ${pair#*:}"
        done
        set -- /usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so /usr/lib*/alsa-lib/libasound_module_pcm_pulse.so
        [ -e "$1" ] || [ -e "$2" ] || packages="$packages libasound2-plugins"
    fi
    if [ $window = yes ] && [ -z "$(find /usr/share/fonts /usr/local/share/fonts -name '*.[to]tf' 2>/dev/null | head -n 1)" ]; then
        packages="$packages fonts-dejavu-core"
    fi
    if [ -n "$python" ] && ! [ -e "$VENV/stamp" ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        packages="$packages python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    fi
    # shellcheck disable=SC2086 # one word a package
    printf '%s\n' $packages | sort -u | tr '\n' ' ' | sed 's/^ *//; s/ *$//'
}

apt_get() { # as root; "$@" after apt-get
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo -n env DEBIAN_FRONTEND=noninteractive apt-get "$@"
    elif command -v sudo >/dev/null 2>&1 && [ -t 0 ] && [ -z "${CI:-}" ]; then
        sudo env DEBIAN_FRONTEND=noninteractive apt-get "$@"
    else
        return 77
    fi
}

install_packages() { # "$@": packages. Nothing is ever removed for them.
    apt_get install --yes --quiet --no-remove --no-install-recommends "$@" >&2 && return
    code=$?
    if [ $code = 77 ]; then return 77; fi # not allowed
    say "refreshing the package lists"
    apt_get update --quiet >&2 || return
    apt_get install --yes --quiet --no-remove --no-install-recommends "$@" >&2
}

system_libraries() { # for the job $1 and the Python $2
    [ "$(uname -s)" = Linux ] || return 0
    packages=$(missing_packages "$1" "$2")
    [ -n "$packages" ] || return 0
    say "missing system packages: $packages"
    if [ "$apt" = yes ] && command -v apt-get >/dev/null 2>&1; then
        # shellcheck disable=SC2086 # one word a package
        if install_packages $packages; then
            packages=$(missing_packages "$1" "$2")
            [ -n "$packages" ] || return 0
        fi
    fi
    say "these could not be installed from here. As root, run:"
    say "    apt-get install $packages"
    fail "(elsewhere than on Debian and Ubuntu: the packages that hold the same libraries), then start this again."
}

# --- Python and its packages ----------------------------------------------------------------------------------------

good_python() { # is $1 a Python that the locked versions were made for?
    "$1" -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${DICTATE_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if good_python "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
}

gpu_traces() { # what tells cheaply that there is an NVIDIA driver, and which; empty without one
    cat /proc/driver/nvidia/version 2>/dev/null || :
    command -v nvidia-smi || :
}

choose_torch() { # sets $torch (cpu, cuda or plain) and $reason
    cuda=''
    if [ -n "$(gpu_traces)" ]; then
        cuda=$(nvidia-smi 2>/dev/null | sed -n 's/.*CUDA[^:]*Version: *\([0-9]*\)\..*/\1/p' | head -n 1)
    fi
    if [ "$(uname -s)" != Linux ]; then
        torch=plain reason="this is $(uname -s), which has one build"
    elif [ -n "${DICTATE_TORCH:-}" ]; then
        torch=$DICTATE_TORCH reason="DICTATE_TORCH says so"
        case $torch in cpu | cuda) ;; *) fail "DICTATE_TORCH must be cpu or cuda, not '$torch'" ;; esac
    elif [ -z "$cuda" ]; then
        torch=cpu reason="no working NVIDIA driver found"
    elif [ "$cuda" -ge "$CUDA_MAJOR" ]; then
        torch=cuda reason="the NVIDIA driver knows CUDA $cuda"
    else
        torch=cpu reason="the NVIDIA driver knows CUDA $cuda only, torch $TORCH needs $CUDA_MAJOR: update the driver"
    fi
}

pip() { "$VENV/bin/python" -m pip --disable-pip-version-check "$@" >&2; }

install_torch() {
    say "torch $TORCH, $torch build: $reason"
    case $torch in
    plain) pip install $quiet --no-deps "torch==$TORCH" ;;
    cuda) pip install $quiet --no-deps -r "$LOCKS/requirements-torch-cuda.txt" ;;
    cpu)
        # The way that pip is configured here first; the ordinary index holds the CUDA build only.
        pip install $quiet --no-deps -r "$LOCKS/requirements-torch-cpu.txt" 2>"$VENV/torch.log" && return
        pip install $quiet --no-deps --index-url "$TORCH_CPU_INDEX" -r "$LOCKS/requirements-torch-cpu.txt" && return
        cat "$VENV/torch.log" >&2
        return 1
        ;;
    esac
}

wanted_stamp() { # what the environment for the package set $1 is made from
    cat "$LOCKS"/requirements*.txt "$ROOT/pyproject.toml" "$LOCKS/setup.sh" | cksum
    printf '%s\n' "$1" "$ROOT" "${DICTATE_TORCH:-}" "$(gpu_traces)" "$(readlink -f "$VENV/bin/python")"
}

environment() { # for the package set $1 (run or test) and the Python $2
    stamp=$VENV/stamp
    if [ -x "$VENV/bin/python" ] && [ -e "$stamp" ]; then
        made=$(cat "$stamp")
        if [ "$made" = "$(wanted_stamp "$1")" ]; then return; fi
        if [ "$1" = run ] && [ "$made" = "$(wanted_stamp test)" ]; then return; fi
    fi
    [ -n "$2" ] || fail "no Python 3.11, 3.12, 3.13 or 3.14 found. Install one, or name it in DICTATE_PYTHON."
    choose_torch
    # From here on an interruption leaves no stamp, and the next call comes through here again.
    rm -f "$stamp"
    if ! good_python "$VENV/bin/python" || ! "$VENV/bin/python" -c 'import pip' 2>/dev/null ||
        [ "$(cat "$VENV/root" 2>/dev/null)" != "$ROOT" ]; then
        say "making .venv with $("$2" -V) ($2)"
        "$2" -m venv --clear "$VENV"
        printf '%s\n' "$ROOT" >"$VENV/root"
    fi
    if [ -t 2 ] && [ -z "${CI:-}" ]; then quiet=''; else quiet=--quiet; fi
    say "installing the packages (some 1 GB on disk; several GB with CUDA)"
    set_of=$1
    set -- -r "$LOCKS/requirements.txt" -r "$LOCKS/requirements-build.txt"
    if [ "$set_of" = test ]; then set -- "$@" -r "$LOCKS/requirements-test.txt"; fi
    pip install $quiet --no-deps "$@"
    install_torch
    pip install $quiet --no-deps --no-build-isolation --editable "$ROOT"
    pip check
    wanted_stamp "$set_of" >"$stamp"
}

# --- jobs -----------------------------------------------------------------------------------------------------------

lint() {
    step 'ruff check' ruff check .
    step 'ruff format' ruff format --check .
    step 'mypy --strict' mypy --strict
}

step() { # a title, then a module of .venv with its arguments
    say "$1"
    shift
    "$VENV/bin/python" -m "$@"
}

fuzz() { # for $1 minutes, with other bytes in every round
    export DICTATE_FUZZ="${DICTATE_FUZZ:-2000}"
    end=$(($(date +%s) + 60 * $1))
    round=0
    while [ "$(date +%s)" -lt $end ]; do
        round=$((round + 1))
        step "fuzzing, round $round" pytest tests/fuzz --hypothesis-seed=random
    done
}

check() {
    lint
    step 'tests' pytest --cov=dictate --cov-report=
    step 'coverage' coverage report --skip-covered
    step 'coverage of core: 95 % or more' coverage report --include='dictate/core/*' --fail-under=95
}

whole_test() {
    export DICTATE_FAULT_MOMENTS="${DICTATE_FAULT_MOMENTS:-20}" DICTATE_FUZZ="${DICTATE_FUZZ:-400}"
    check
    step 'soak: ten minutes' tests.faults.soak 10
}

usage() {
    sed -n '2,/^set -eu/{/^set/!s/^# \{0,1\}//p;}' "$0" >&2
    exit 64
}

apt=yes
if [ "${1:-}" = --no-apt ]; then
    apt=no
    shift
fi
job=${1:-}
[ $# -gt 0 ] && shift
case $job in
run | install) needs=run ;;
test | check | lint | screenshots | soak | fuzz) needs=test ;;
clean)
    rm -rf "$VENV" "$ROOT/.mypy_cache" "$ROOT/.ruff_cache" "$ROOT/.pytest_cache" "$ROOT/.hypothesis" "$ROOT/.coverage"
    find "$ROOT/dictate" "$ROOT/tests" "$ROOT/packaging" -name __pycache__ -type d -prune -exec rm -rf {} +
    exit
    ;;
*) usage ;;
esac

python=$(find_python)
system_libraries "$job" "$python"
environment "$needs" "$python"
case $job in
run) exec "$VENV/bin/python" -m dictate "$@" ;;
install) say "ready: $VENV/bin/dictate" ;;
lint) cd "$ROOT" && lint ;;
screenshots)
    cd "$ROOT"
    "$VENV/bin/python" packaging/screenshots.py "$@"
    "$VENV/bin/python" packaging/screenshots_recovery.py
    exec "$VENV/bin/python" packaging/screenshots_settings.py "$@"
    ;;
check) cd "$ROOT" && check ;;
fuzz) cd "$ROOT" && fuzz "${1:-60}" ;;
soak) cd "$ROOT" && exec "$VENV/bin/python" -m tests.faults.soak "$@" ;;
test)
    cd "$ROOT"
    if [ $# -gt 0 ]; then exec "$VENV/bin/python" -m pytest "$@"; fi
    whole_test
    ;;
esac
