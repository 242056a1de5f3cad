"""A short moving picture of a window, for the README. Qt main thread."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

EVERY_MS = 400
WIDTH = 880
COLORS = 96
LINGER_MS = 3000
"""How long the last picture stays before the film begins again."""


class Film:
    """Looks at ``window`` several times a second, from ``__enter__`` to ``__exit__``, and writes a GIF to ``path``."""

    def __init__(self, window: QWidget, path: Path) -> None:
        self._window = window
        self._path = path
        self._pictures: list[Image.Image] = []
        self._timer = QTimer(interval=EVERY_MS)
        self._timer.timeout.connect(self._look)

    def __enter__(self) -> "Film":
        self._look()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        self._look()
        # The palette of one in the middle: the first knows no red of recording, no green of a voice.
        palette = self._pictures[len(self._pictures) // 2].quantize(COLORS)
        first, *rest = (one.quantize(palette=palette, dither=Image.Dither.NONE) for one in self._pictures)
        times = [EVERY_MS] * len(rest) + [LINGER_MS]
        first.save(self._path, save_all=True, append_images=rest, duration=times, loop=0, optimize=True)

    def _look(self) -> None:
        image = self._window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        packed = bytes(image.constBits())
        size = image.width(), image.height()
        picture = Image.frombuffer("RGB", size, packed, "raw", "RGB", image.bytesPerLine(), 1)
        height = round(WIDTH * picture.height / picture.width)
        self._pictures.append(picture.resize((WIDTH, height), Image.Resampling.LANCZOS))
