"""Every word that the window shows passes through here. Runs on the Qt main thread.

``packaging/translations.py`` collects the literals of ``tr``, ``tr_n`` and ``marked`` into ``resources/translations``.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

CONTEXT = "dictate"
"""One for all of the window: the same English words get the same translation everywhere."""


def tr(text: str, /, **values: object) -> str:
    """``text`` (a literal) in the window's language, with ``values`` in the places named in braces."""
    translated = QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated


def tr_n(one: str, many: str, n: int, /, **values: object) -> str:
    """``one`` or ``many`` (literals) by the number ``n``, which both may name as ``{n}``, in the window's language."""
    translated = QCoreApplication.translate(CONTEXT, many, None, n)
    if translated == many and n == 1:
        translated = one
    return translated.format(n=n, **values)


def marked(text: str) -> str:
    """``text`` (a literal) as it stands, for a table that is made before there is a language; ``tr`` it where shown."""
    return text


def wished_language(setting: str) -> str:
    """The code that ``window.language`` means; ``system`` is what the desktop speaks."""
    return QLocale.system().name().partition("_")[0] if setting == "system" else setting


def install_language(application: QCoreApplication, folder: Path, setting: str) -> list[QTranslator]:
    """Let ``application`` speak the language of ``setting``; returns the translators in use, none for English.

    ``folder`` holds ``dictate_<code>.qm``. A language without that file is left as English. Qt's own words (of file
    dialogs and standard buttons) come from the files that Qt brings.
    """
    code = wished_language(setting)
    own = QTranslator(application)
    if code == "en" or not own.load(f"dictate_{code}", str(folder)):
        return []
    translators = [own]
    qt = QTranslator(application)
    if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        translators.append(qt)
    for translator in translators:
        application.installTranslator(translator)
    return translators
