"""Files are written whole or not at all, whatever they are and whatever happens meanwhile."""

import os
from pathlib import Path

import pytest

from apexai.files import write_whole


def test_a_file_keeps_its_mode_and_a_link_stays_one(tmp_path: Path) -> None:
    (file := tmp_path / "report").write_text("before")
    file.chmod(0o640)
    (link := tmp_path / "link").symlink_to(file)
    write_whole(link, "after ü")
    assert (file.read_bytes(), link.readlink()) == ("after ü".encode(), file)
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "report"]


def test_the_longest_name_is_none_too_long(tmp_path: Path) -> None:
    write_whole(tmp_path / ("x" * 255), "text")
    assert [path.name for path in tmp_path.iterdir()] == ["x" * 255]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_what_is_interrupted_leaves_the_file_as_it_was(
    error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file := tmp_path / "report").write_text("before")

    def stop(self: Path, target: Path) -> Path:
        raise error

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(error):
        write_whole(file, "after")
    monkeypatch.undo()
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("report", "before")]


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, "text")
        assert os.read(reader, 10) == b"text"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
