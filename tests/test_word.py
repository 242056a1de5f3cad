"""Word documents, read back by the library itself."""

import io
import zipfile

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from dictate.word import as_docx


def paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def test_every_line_is_a_paragraph() -> None:
    content = as_docx("Grüße aus Zürich — 漢字 & <b>\n\n  A second one. \n")
    assert paragraphs(content) == ["Grüße aus Zürich — 漢字 & <b>", "A second one."]
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_an_empty_text_is_an_empty_document() -> None:
    assert paragraphs(as_docx("")) == []


@given(st.text(max_size=30))
@settings(max_examples=15)
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(paragraphs(as_docx(text)), list)
