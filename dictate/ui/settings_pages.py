"""The pages Microphone, Models and Window of the settings. Every change holds at once. Runs on the Qt main thread."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton

from dictate.core.events import Event, ModelReady, SpeedMeasured
from dictate.core.ports import Host
from dictate.core.types import Mode, PairChoice
from dictate.ui.boxes import PairBox
from dictate.ui.forms import NumberBox, OptionBox, SettingsPage
from dictate.ui.icons import Icons
from dictate.ui.microphone_tester import MicrophoneTester
from dictate.ui.mode_switch import TITLES
from dictate.ui.model_files_list import ModelFilesList
from dictate.ui.pair_facts import language_words, needs_words, size_words, speed_words
from dictate.ui.palette import Palette
from dictate.ui.settings_keeper import SettingsKeeper
from dictate.ui.switch import Switch
from dictate.ui.translating import marked, tr

UNLOAD = {
    "never": marked("Never"),
    "at once": marked("After each recording"),
    "2": marked("After 2 minutes"),
    "5": marked("After 5 minutes"),
    "10": marked("After 10 minutes"),
    "15": marked("After 15 minutes"),
    "60": marked("After an hour"),
}
"""The values of ``models.unload_after`` in words."""


class MicrophonePage(SettingsPage):
    """Which microphone, with its live level and a test recording; how long a pause ends an utterance."""

    def __init__(self, icons: Icons, keeper: SettingsKeeper, host: Host, dictating: Callable[[], bool]) -> None:
        super().__init__(tr("Microphone"))
        settings = keeper.settings
        self.tester = MicrophoneTester(icons, settings.microphone, host, dictating)
        self.wide(
            tr("Input"),
            self.tester,
            tr("The microphone is open while this page shows. Devices are remembered by name."),
        )
        self.section(tr("When an utterance ends"))
        segmenter = settings.segmenter
        self.pause = NumberBox(tr("Pause"), segmenter.hangover_ms, 150, 3000, step=50, unit=" ms")
        self.pause.valueChanged.connect(lambda value: keeper.change("segmenter", hangover_ms=value))
        self.row(
            tr("Pause that ends it"), self.pause, tr("Shorter: text settles sooner. Longer: sentences stay together.")
        )
        self.floor = NumberBox(tr("Quietest speech"), round(segmenter.level_floor_dbfs), -90, -20, step=1, unit=" dBFS")
        self.floor.valueChanged.connect(lambda value: keeper.change("segmenter", level_floor_dbfs=float(value)))
        self.row(tr("Quietest speech"), self.floor, tr("Nothing quieter is ever taken for speech."))

    def showEvent(self, event: QShowEvent) -> None:
        """Let the level move."""
        super().showEvent(event)
        self.tester.listen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Close the microphone."""
        super().hideEvent(event)
        self.tester.rest()

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        self.tester.take(event)


class ModelsPage(SettingsPage):
    """Which pair, what it needs and how fast it is here; where and how it computes.

    Signals:
        pair_chosen(choice), folders_wanted(): as of the box in the tool bar.
    """

    pair_chosen = Signal(object)
    folders_wanted = Signal()

    def __init__(self, icons: Icons, keeper: SettingsKeeper, host: Host, choice: PairChoice) -> None:
        super().__init__(tr("Models"))
        self._host = host
        models = keeper.settings.models
        self.pair = PairBox(icons, choice)
        self.pair.chosen.connect(self.pair_chosen)
        self.pair.folders_wanted.connect(self.folders_wanted)
        self.row(tr("Model pair"), self.pair, tr("A teacher, and the distilled model that was made from it."))
        self._facts = self.note("")
        self.speeds: dict[Mode, str] = {}
        self._speed_label: QLabel = self.note("")
        self.measure = QPushButton(tr("Measure the speed here"))
        self.measure.clicked.connect(self._measure)
        self.widget_row(self.measure)
        self.files = ModelFilesList(host.model_files, lambda: self.pair.choice)
        self.wide(tr("On this computer"), self.files)
        self.unload = OptionBox(
            icons, tr("Free the memory"), {value: tr(words) for value, words in UNLOAD.items()}, models.unload_after
        )
        self.unload.picked.connect(lambda value: keeper.change("models", unload_after=value))
        self.row(
            tr("Free the memory"),
            self.unload,
            tr("When nobody dictates. The next recording loads the models again; what you say meanwhile is kept."),
        )
        self.section(tr("How it computes"))
        self.device = OptionBox(
            icons,
            tr("Device"),
            {"auto": tr("Automatic"), "cpu": tr("Processor"), "cuda": tr("Graphics card (CUDA)")},
            models.device,
        )
        self.precision = OptionBox(
            icons,
            tr("Precision"),
            {"auto": tr("Automatic"), "fp32": "fp32", "bf16": "bf16", "fp16": "fp16", "int8": "int8"},
            models.precision,
        )
        self.window_ = OptionBox(
            icons,
            tr("Encoder window"),
            {"auto": tr("As long as the utterance"), "full": tr("Always 30 s")},
            models.window,
        )
        self.threads = NumberBox(tr("Threads"), models.threads, 0, 256)
        self.threads.setSpecialValueText(tr("Automatic"))
        self.checks = NumberBox(tr("Self-check"), models.self_check_every, 0, 1000)
        self.checks.setSpecialValueText(tr("Never"))
        self.row(tr("Device"), self.device)
        self.row(tr("Precision"), self.precision, tr("Automatic takes what is fastest on the device."))
        self.row(tr("Encoder window"), self.window_, tr("30 s is how Whisper was trained; shorter is much faster."))
        self.row(tr("Threads"), self.threads, tr("Of the processor."))
        self.row(
            tr("Self-check"),
            self.checks,
            tr("One verified utterance in so many is compared with the plain teacher while nothing else is to do."),
        )
        self.note(tr("These five hold from the next start of Dictate."))
        for box, key in ((self.device, "device"), (self.precision, "precision"), (self.window_, "window")):
            box.picked.connect(lambda value, key=key: keeper.change("models", **{key: value}))
        self.threads.valueChanged.connect(lambda value: keeper.change("models", threads=value))
        self.checks.valueChanged.connect(lambda value: keeper.change("models", self_check_every=value))
        self.show_pair(choice)

    def show_pair(self, choice: PairChoice) -> None:
        """Show ``choice`` and what there is to know about it."""
        self.pair.set_choice(choice)
        self._facts.setText("\n".join((size_words(choice), language_words(choice), needs_words(choice))))
        self.speeds.clear()
        self._show_speed()

    def _measure(self) -> None:
        self.speeds.clear()
        self._speed_label.setText(tr("Measuring…"))
        for mode in (Mode.DISTIL, Mode.TEACHER):
            self._host.trials.speed(mode)

    def _show_speed(self) -> None:
        lines = [f"{tr(TITLES[mode])}: {words}" for mode, words in self.speeds.items()]
        self._speed_label.setText("\n".join(lines))
        self._speed_label.setVisible(bool(lines) or not self.measure.isEnabled())

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        self.files.take(event)
        match event:
            case SpeedMeasured(mode=mode):
                self.speeds[mode] = speed_words(event)
                self._show_speed()
            case ModelReady(pair=pair) if pair != self.pair.choice:
                self.show_pair(pair)
            case _:
                pass

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        for box in (self.pair, self.unload, self.device, self.precision, self.window_):
            box.set_palette(palette)


class WindowPage(SettingsPage):
    """Theme, text size, language, motion, sounds, tray."""

    def __init__(self, icons: Icons, keeper: SettingsKeeper, *, tray_available: bool) -> None:
        super().__init__(tr("Window"))
        window = keeper.settings.window
        self.theme = OptionBox(
            icons, "", {"system": tr("As the system"), "light": tr("Light"), "dark": tr("Dark")}, window.theme
        )
        self.language = OptionBox(
            icons, "", {"system": tr("As the system"), "en": "English", "de": "Deutsch"}, window.language
        )
        self.motion = OptionBox(
            icons,
            "",
            {"system": tr("As the system"), "reduced": tr("Reduced"), "full": tr("Full")},
            window.motion,
        )
        self.text_size = NumberBox(tr("Text size"), window.text_size, 8, 48, unit=" pt")
        self.sounds = Switch(tr("Sounds"), on=window.sounds)
        self.tray = Switch(tr("Icon in the tray"), on=window.tray)
        self.hidden = Switch(tr("Start hidden"), on=window.start_hidden)
        self.row(tr("Theme"), self.theme)
        self.row(tr("Text size"), self.text_size)
        self.row(tr("Language of the window"), self.language, tr("Holds from the next start of Dictate."))
        self.row(tr("Motion"), self.motion, tr("Reduced: nothing glides, flashes or fades."))
        self.row(
            tr("Sounds"), self.sounds, tr("A short tone when a recording begins and ends, and when it is interrupted.")
        )
        self.section(tr("In the background"))
        self.row(
            tr("Icon in the tray"),
            self.tray,
            tr("Closing the window then leaves Dictate there; Quit ends it.")
            if tray_available
            else tr("This desktop has no tray."),
        )
        self.row(tr("Start hidden"), self.hidden, tr("With the tray icon alone."))
        self.tray.setEnabled(tray_available or window.tray)
        for box, key in ((self.theme, "theme"), (self.language, "language"), (self.motion, "motion")):
            box.picked.connect(lambda value, key=key: keeper.change("window", **{key: value}))
        self.text_size.valueChanged.connect(lambda value: keeper.change("window", text_size=value))
        for switch, key in ((self.sounds, "sounds"), (self.tray, "tray"), (self.hidden, "start_hidden")):
            switch.toggled.connect(lambda on, key=key: keeper.change("window", **{key: on}))
        self.tray.toggled.connect(lambda _on: self._show_hidden())
        self._show_hidden()

    def _show_hidden(self) -> None:
        self.hidden.setEnabled(self.tray.isEnabled() and self.tray.isChecked())

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        for box in (self.theme, self.language, self.motion):
            box.set_palette(palette)
