"""A microphone and a screen made of software, for tests that go through the real PortAudio and the real window system.

``virtual_microphone`` runs a private PulseAudio whose microphone hears what is played to its speaker;
``virtual_screen`` runs a private X server. Both need their programs on Linux (a missing one is a failure, so that no
test is silently left out) and are skipped on other systems. The fixtures ``microphone`` and ``screen`` wrap them.
"""

import contextlib
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dictate.audio import portaudio

_START_LIMIT_S = 20.0
_PLAY = ["paplay", "--latency-msec=100"]
MIC, HEADSET = "mic", "headset"
_SPEAKERS = {MIC: "speaker", HEADSET: "headphones"}
"""Microphone -> the speaker that it hears."""
_ALSA_CONFIG = """\
pcm.!default { type pulse hint { show on description "Virtual microphone" } }
ctl.!default { type pulse }
pcm.second { type pulse device mic hint { show on description "Second microphone" } }
pcm.refused { type pulse server "unix:/nonexistent" hint { show on description "A server that is not there" } }
"""


@dataclass(slots=True)
class VirtualMicrophone:
    """A running PulseAudio. PortAudio's default input hears what ``play`` plays.

    There is one microphone, ``MIC``, and a second one when ``HEADSET`` is plugged in.

    Attributes:
        env: the whole environment for a program that is to use it (this process's own is set already).
    """

    env: Mapping[str, str]
    server: "subprocess.Popen[bytes]"
    _listeners: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)
    _modules: "dict[str, list[str]]" = field(default_factory=dict)
    _players: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def play(self, path: Path) -> None:
        """Speak ``path`` into the microphone; returns when it is over."""
        subprocess.run([*_PLAY, "--device=speaker", str(path)], env=self.env, check=True, timeout=300)

    def start_playing(self, path: Path, into: str = MIC) -> "subprocess.Popen[bytes]":
        """Speak ``path`` into a microphone; ``wait()`` on the result until it is over."""
        player = subprocess.Popen([*_PLAY, f"--device={_SPEAKERS[into]}", str(path)], env=self.env)
        self._players.append(player)
        return player

    def plug_in(self, name: str = MIC) -> None:
        """Give the server its microphone (there is one from the start), or a second one; it becomes the default."""
        self.add(name)
        self.choose(name)

    def add(self, name: str) -> None:
        """Plug in a microphone that does not become the default."""
        speaker = _SPEAKERS[name]
        source = [f"master={speaker}.monitor", f"source_name={name}", f"source_properties=device.description={name}"]
        modules = (["module-null-sink", f"sink_name={speaker}", "rate=48000"], ["module-remap-source", *source])
        self._modules[name] = [self.pactl("load-module", *module) for module in modules]
        # A null sink that nobody asks for low latency works in steps of two seconds; so somebody always asks, and the
        # step that it began before is ended by suspending it.
        recordings = self._recordings()
        listen = ["parec", f"--device={name}", "--latency-msec=10", "--rate=8000", "--channels=1"]
        heard = subprocess.Popen(listen, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._listeners[name] = heard
        _wait_until(lambda: self._recordings() > recordings, heard, "parec")
        self.pactl("suspend-sink", speaker, "1")
        self.pactl("suspend-sink", speaker, "0")

    def choose(self, name: str) -> None:
        """Make a microphone the default."""
        self.pactl("set-default-source", name)

    def unplug(self, name: str = MIC) -> None:
        """Take a microphone away, as a pulled cable does (the speaker goes too: they are one device)."""
        _end(self._listeners.pop(name))
        for module in reversed(self._modules.pop(name)):
            self.pactl("unload-module", module)

    def freeze(self) -> None:
        """Suspend the microphone: recordings stay open and get no block any more, until ``thaw``."""
        self.pactl("suspend-source", "mic", "1")

    def thaw(self) -> None:
        """Let a frozen microphone go on."""
        self.pactl("suspend-source", "mic", "0")

    def stop_server(self) -> None:
        """End the sound server itself: nothing is left to record from."""
        _end(self.server)

    def start_server(self) -> None:
        """Start it anew, with its microphone plugged in."""
        self._end_listeners()
        self._modules.clear()
        self.server = _start_pulseaudio(self.env)
        wait_for_server(self)
        self.plug_in()

    def pactl(self, *words: str) -> str:
        """What PulseAudio's control program answers."""
        done = subprocess.run(["pactl", *words], env=self.env, check=True, timeout=20, capture_output=True, text=True)
        return done.stdout.strip()

    def close(self) -> None:
        """End everything that was started."""
        self._end_listeners()
        for player in self._players:
            _end(player)
        _end(self.server)

    def _recordings(self) -> int:
        return self.pactl("list", "short", "source-outputs").count("protocol-native")

    def _end_listeners(self) -> None:
        while self._listeners:
            _end(self._listeners.popitem()[1])


def wait_for_server(microphone: VirtualMicrophone) -> None:
    """Until PulseAudio answers."""
    _wait_until(
        lambda: subprocess.run(["pactl", "info"], env=microphone.env, check=False, capture_output=True).returncode == 0,
        microphone.server,
        "PulseAudio",
    )


@contextlib.contextmanager
def virtual_microphone() -> Iterator[VirtualMicrophone]:
    """A private PulseAudio for this process and its children; the environment is as before afterwards."""
    _need("pulseaudio", "pulseaudio")
    _need("paplay", "pulseaudio-utils")
    # Not under pytest's folder: the name of a Unix socket may have 107 characters only.
    with tempfile.TemporaryDirectory(prefix="dictate-sound-") as folder, contextlib.ExitStack() as stack:
        home = Path(folder)
        changes = _sound_environment(home)
        env = {**os.environ, **changes}
        microphone = VirtualMicrophone(env=env, server=_start_pulseaudio(env))
        stack.callback(microphone.close)
        wait_for_server(microphone)
        microphone.plug_in()
        with changed_environment(changes):
            portaudio.restart()
            yield microphone
    portaudio.restart()


@contextlib.contextmanager
def virtual_screen(width: int = 1280, height: int = 800, dpi: int = 96) -> Iterator[dict[str, str]]:
    """A private X server; gives the whole environment for a program that is to show its window there."""
    _need("Xvfb", "xvfb")
    readable, writable = os.pipe()
    command = ["Xvfb", "-displayfd", str(writable), "-screen", "0", f"{width}x{height}x24", "-dpi", str(dpi)]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp", "-noreset"], pass_fds=[writable], stderr=subprocess.DEVNULL
    )
    os.close(writable)
    try:
        # Xvfb writes the number of a free display when it accepts connections.
        if not select.select([readable], [], [], _START_LIMIT_S)[0] or not (number := os.read(readable, 16).strip()):
            pytest.fail("Xvfb did not start")
        env = {name: value for name, value in os.environ.items() if name not in {"WAYLAND_DISPLAY", "XAUTHORITY"}}
        yield {**env, "DISPLAY": f":{number.decode()}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        os.close(readable)
        _end(server)


@contextlib.contextmanager
def changed_environment(changes: Mapping[str, str]) -> Iterator[None]:
    """``changes`` to this process's environment, undone afterwards."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@pytest.fixture
def microphone() -> Iterator[VirtualMicrophone]:
    """A virtual microphone for one test."""
    with virtual_microphone() as running:
        yield running


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """A virtual screen for one test: the environment to start a window with."""
    with virtual_screen() as env:
        yield env


def _sound_environment(home: Path) -> dict[str, str]:
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    alsa = home / "asound.conf"
    alsa.write_text(_ALSA_CONFIG)
    return {
        "XDG_RUNTIME_DIR": str(runtime),
        "PULSE_SERVER": f"unix:{runtime}/pulse/native",
        "PULSE_COOKIE": str(home / "cookie"),
        "PULSE_STATE_PATH": str(home),
        "PULSE_RUNTIME_PATH": str(runtime / "pulse"),
        "ALSA_CONFIG_PATH": str(alsa),
    }


def _start_pulseaudio(env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"]
    # Its words go to the test's own output, which pytest shows when the test fails.
    return subprocess.Popen([*command, "--log-level=error", "--load=module-native-protocol-unix"], env=env)


def _wait_until(done: Callable[[], bool], server: "subprocess.Popen[bytes]", name: str) -> None:
    deadline = time.monotonic() + _START_LIMIT_S
    while not done():
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(0.02)
        if server.returncode is not None or time.monotonic() > deadline:
            pytest.fail(f"{name} did not start")


def _need(program: str, package: str) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("virtual devices are made with Linux programs")
    if shutil.which(program) is None:
        pytest.fail(f"this test needs {program}: apt install {package}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
