"""Files and folders: their owner's alone, never through a link, never over another file."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.files import (
    FolderUnfit,
    NotWritten,
    PathTaken,
    check_free,
    keep_private,
    private_folder,
    tighten,
    write_file,
)
from tests.examples import ROOT


@pytest.fixture(autouse=True)
def _wide_umask() -> Iterator[None]:
    """Let new files be as wide as a careless account makes them."""
    before = os.umask(0o000)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    """Return the permissions of *path* itself."""
    return stat.S_IMODE(path.lstat().st_mode)


def modes(folder: Path) -> set[int]:
    """Return the permissions of *folder* and of everything in it."""
    return {mode(path) for path in (folder, *folder.rglob("*"))}


def test_a_new_folder_and_those_above_it_are_private(tmp_path: Path) -> None:
    """Making it twice changes nothing."""
    for _ in range(2):
        private_folder(tmp_path / "a/b")

    assert [0o700, 0o700] == [mode(tmp_path / "a"), mode(tmp_path / "a/b")]


@pytest.mark.parametrize("wide", [0o755, 0o777, 0o710, 0o2775])
def test_a_wide_folder_is_narrowed(tmp_path: Path, wide: int) -> None:
    """The folder of an earlier version is used on."""
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(wide)
    private_folder(folder)

    assert 0o700 == mode(folder)


def test_a_folder_is_no_link_and_no_file(tmp_path: Path) -> None:
    """The error names the folder, and where a link points."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    (tmp_path / "file").write_text("text")

    for name, told in (
        ("link", "link is a link to .*elsewhere"),
        ("lost", "lost is a link"),
        ("file", "file is not a folder"),
        ("file/below", "below cannot be used"),
        ("n" * 300, "File name too long"),
    ):
        with pytest.raises(FolderUnfit, match=told):
            private_folder(tmp_path / name)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    """It could be changed by that user at any time."""
    folder = tmp_path / "data"
    folder.mkdir()
    os.chown(folder, 12345, 12345)

    with pytest.raises(FolderUnfit, match="belongs to another user"):
        private_folder(folder)


def test_what_an_earlier_version_left_is_narrowed_once(tmp_path: Path) -> None:
    """Folders and files at any depth; a link's target keeps its mode; then nothing is left."""
    folder, outside = tmp_path / "data", tmp_path / "outside"
    (folder / "outbox/one").mkdir(parents=True)
    (folder / "outbox/one/letter.pdf").write_bytes(b"pdf")
    (folder / "program").write_bytes(b"#!")
    (folder / "program").chmod(0o755)
    outside.write_bytes(b"theirs")
    (folder / "link").symlink_to(outside)

    assert 5 == tighten(folder)
    (folder / "link").unlink()
    assert {0o700, 0o600} == modes(folder)
    assert 0o666 == mode(outside)
    assert 0 == tighten(folder)


def test_an_interrupted_search_is_taken_up_again(tmp_path: Path) -> None:
    """The folder is closed first, so its mode does not say that its files are narrowed."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "letter").write_bytes(b"pdf")
    (folder / ".tightening").touch(mode=0o600)

    assert 1 == tighten(folder)
    assert [0o600, ["letter"]] == [mode(folder / "letter"), [path.name for path in folder.iterdir()]]


def test_a_process_can_deny_others_everything_it_makes(tmp_path: Path) -> None:
    """Whatever library makes the file."""
    keep_private()
    (tmp_path / "file").write_text("text")
    (tmp_path / "folder").mkdir()

    assert [0o600, 0o700] == [mode(tmp_path / "file"), mode(tmp_path / "folder")]


def test_a_file_is_written_whole_and_private(tmp_path: Path) -> None:
    """Nothing is left beside it; the same content again is no conflict."""
    for _ in range(2):
        write_file(tmp_path / "letter", b"content")

    assert [b"content", 0o600, ["letter"]] == [
        (tmp_path / "letter").read_bytes(),
        mode(tmp_path / "letter"),
        [path.name for path in tmp_path.iterdir()],
    ]


def test_another_file_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    """Its content is untouched."""
    letter = tmp_path / "letter"
    letter.write_bytes(b"mine")

    with pytest.raises(PathTaken, match="letter exists already"):
        write_file(letter, b"other")
    assert b"mine" == letter.read_bytes()
    write_file(letter, b"other", replace=True)
    assert [b"other", 0o600] == [letter.read_bytes(), mode(letter)]


@pytest.mark.parametrize("replace", [False, True])
def test_no_link_folder_or_device_is_written_to(tmp_path: Path, *, replace: bool) -> None:
    """Not even where a file may be replaced; the target of the link is untouched."""
    target = tmp_path / "target"
    target.write_bytes(b"theirs")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "folder").mkdir()

    for path, told in (
        (tmp_path / "link", "link is a link to .*target"),
        (tmp_path / "folder", "folder is a folder"),
        (Path("/dev/full"), "/dev/full is a device"),
        (tmp_path / ("n" * 300), "File name too long"),
        (tmp_path / "missing/letter", "No such file or directory"),
        (Path("/proc/letter"), "/proc/letter cannot be written"),
    ):
        with pytest.raises(NotWritten, match=told):
            write_file(path, b"content", replace=replace)
    assert b"theirs" == target.read_bytes()
    assert {"link", "target", "folder"} == {path.name for path in tmp_path.iterdir()}


def test_a_path_can_be_checked_before_anything_is_done(tmp_path: Path) -> None:
    """True only if the content is there already."""
    (tmp_path / "letter").write_bytes(b"content")

    assert not check_free(tmp_path / "new", b"content")
    assert check_free(tmp_path / "letter", b"content")
    with pytest.raises(PathTaken):
        check_free(tmp_path / "letter")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_was_closed_is_the_null_device(closed: str, tmp_path: Path) -> None:
    """No file that is opened later takes its place; the others stay as they are."""
    script = tmp_path / "script.py"
    script.write_text(
        "import os, sys\n"
        "from runtime.files import open_standard_streams\n"
        "open_standard_streams()\n"
        f"opened = open({str(tmp_path / 'other')!r}, 'w')\n"
        "print('out'); print('error', file=sys.stderr); sys.stdin.read(); sys.stdout.isatty()\n"
        "sys.exit(opened.fileno() < 3)\n"
    )
    shell = ["sh", "-c", f'"{sys.executable}" "{script}" {closed}']
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(shell, input="", capture_output=True, text=True, env=environment, check=False)

    assert 0 == done.returncode
    assert ("" if ">&-" in closed.split() else "out\n", "" if "2>&-" in closed else "error\n") == (done.stdout, done.stderr)
