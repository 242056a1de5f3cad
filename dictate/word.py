"""A text as a Word document, by python-docx. Any thread; the library is imported when it is first needed."""

import io
import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold."""


def as_docx(text: str) -> bytes:
    """The content of a ``.docx`` file: a paragraph for each line of ``text``, empty ones left out."""
    import docx  # noqa: PLC0415 - a tenth of a second that only an export to Word is worth

    document = docx.Document()
    for line in text.splitlines():
        words = _UNWRITABLE.sub("", line).strip()
        if words:
            document.add_paragraph(words)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
