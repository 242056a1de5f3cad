"""A file is written whole or not at all."""

import errno
import os
import sys
from pathlib import Path

import pytest

from dictate.core.errors import StorageError
from dictate.core.saving import free_path, save_text


def test_text_is_written_as_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    save_text(tmp_path / "a.txt", "Ä\n苹果\n")
    assert (tmp_path / "a.txt").read_bytes() == "Ä\n苹果\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    save_text(file, "before")

    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(StorageError, match=r"a\.txt cannot be written: no space left on device\. Free some space"):
        save_text(file, "after")
    assert file.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("place", ["missing/a.txt", "."])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, place: str) -> None:
    with pytest.raises(StorageError, match="cannot be written") as raised:
        save_text(tmp_path / place, "text")
    assert raised.value.action
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_permissions_and_links_survive(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to(real)
    save_text(link, "after")
    assert link.is_symlink()
    assert real.read_text() == "after"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_free_path_is_beside_what_is_there(tmp_path: Path) -> None:
    wish = tmp_path / "a.txt"
    assert free_path(wish) == wish
    wish.write_text("x")
    (tmp_path / "a (2).txt").symlink_to(tmp_path / "nowhere")
    assert free_path(wish) == tmp_path / "a (3).txt"


def test_half_letters_do_not_keep_a_text_from_the_disk(tmp_path: Path) -> None:
    save_text(tmp_path / "a.txt", "caf\ud800é")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "caf?é"
