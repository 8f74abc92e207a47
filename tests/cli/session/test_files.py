"""Files that a command was asked for: refusals that name the way out."""

import errno
import os
from pathlib import Path

import pytest
import typer

from cli.session.files import STANDARD_OUTPUT, output_folder, refuse_existing, tighten_data, write_all, write_rejects


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the message on standard error, on one line."""
    return " ".join(capsys.readouterr().err.split())


def test_of_several_files_none_is_written_if_one_is_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names it and --force, which replaces it."""
    files = {tmp_path / "a": b"new", tmp_path / "b": b"new"}
    (tmp_path / "b").write_bytes(b"mine")

    with pytest.raises(typer.Exit):
        write_all(files, force=False)
    assert f"{tmp_path / 'b'} exists already; replace it with --force" in told(capsys)
    assert not (tmp_path / "a").exists()
    write_all(files, force=True)
    assert [b"new", b"new"] == [path.read_bytes() for path in files]


def test_a_link_is_refused_even_with_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its target keeps its content."""
    (tmp_path / "target").write_bytes(b"theirs")
    (tmp_path / "link").symlink_to(tmp_path / "target")

    for attempt in (
        lambda: write_all({tmp_path / "link": b"new"}, force=True),
        lambda: refuse_existing(tmp_path / "link", force=True),
        lambda: write_rejects(tmp_path / "link", ["{}"], force=True),
    ):
        with pytest.raises(typer.Exit):
            attempt()
        assert "is a link to" in told(capsys)
    assert b"theirs" == (tmp_path / "target").read_bytes()


def test_a_dash_is_standard_output(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file of that name is not made."""
    monkeypatch.chdir(tmp_path)
    write_all({STANDARD_OUTPUT: b"%PDF"}, force=False)

    assert (b"%PDF", []) == (capfdbinary.readouterr().out, list(tmp_path.iterdir()))


def test_a_report_that_exists_is_refused_before_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --force it may be replaced."""
    report = tmp_path / "report.jsonl"
    refuse_existing(report, force=False)
    report.write_text("mine")

    refuse_existing(report, force=True)
    with pytest.raises(typer.Exit):
        refuse_existing(report, force=False)
    assert "--force" in told(capsys)


def test_earlier_rejects_are_kept_under_their_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """New ones get a number; without any, the earlier file is mentioned."""
    path = tmp_path / "a.jsonl.rejects.jsonl"
    assert write_rejects(path, [], force=False) is None
    assert path == write_rejects(path, ["1"], force=False)
    assert path == write_rejects(path, ["1"], force=False)
    assert path.with_name("a.jsonl.rejects.2.jsonl") == write_rejects(path, ["2"], force=False)
    assert path.with_name("a.jsonl.rejects.3.jsonl") == write_rejects(path, ["3", "4"], force=False)
    assert "" == told(capsys)
    assert write_rejects(path, [], force=False) is None
    assert f"{path} is from an earlier run" in told(capsys)
    assert ["1\n", "2\n", "3\n4\n"] == [each.read_text() for each in sorted(tmp_path.iterdir(), key=lambda each: each.read_text())]


def test_with_force_rejects_replace_the_earlier_ones(tmp_path: Path) -> None:
    """Without any, the earlier file is deleted."""
    path = tmp_path / "rejects.jsonl"
    write_rejects(path, ["1"], force=False)

    assert path == write_rejects(path, ["2"], force=True)
    assert ["2\n"] == [each.read_text() for each in tmp_path.iterdir()]
    assert write_rejects(path, [], force=True) is None
    assert [] == list(tmp_path.iterdir())


def test_a_folder_to_write_to_is_made_and_is_no_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file, or a name that no disk takes, is refused in a sentence too."""
    output_folder(tmp_path / "new/folder")
    (tmp_path / "link").symlink_to(tmp_path / "new")
    (tmp_path / "file").write_text("text")

    assert (tmp_path / "new/folder").is_dir()
    for name, complaint in (("link", "is a link to"), ("file", "is not a folder"), ("n" * 300, "File name too long")):
        with pytest.raises(typer.Exit):
            output_folder(tmp_path / name)
        assert complaint in told(capsys)


def test_a_data_folder_that_others_could_read_is_closed_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is missing stays so; a link is refused with the setting."""
    folder = tmp_path / "data"
    tighten_data(folder)
    assert not folder.exists()
    folder.mkdir()
    folder.chmod(0o755)

    tighten_data(folder)
    assert f"{folder} could be read by other users" in told(capsys)
    tighten_data(folder)
    assert "" == told(capsys)
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(typer.Exit):
        tighten_data(tmp_path / "link")
    assert "name the folder itself with --data-dir or IMR_DATA_DIR" in told(capsys)


def test_a_folder_of_something_else_is_no_data_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped folder is left alone; a private one, a new disk, one with a log are taken."""
    (tmp_path / "lost+found").mkdir()
    (tmp_path / "up.log").touch()
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "intake.log").touch()
    tmp_path.chmod(0o755)
    tighten_data(tmp_path)
    assert 0o700 == tmp_path.stat().st_mode & 0o777
    (tmp_path / "notes.txt").touch(mode=0o644)

    for mode in (0o755, 0o700):
        tmp_path.chmod(mode)
        with pytest.raises(typer.Exit):
            tighten_data(tmp_path)
        assert "files that no system made, such as notes.txt" in told(capsys)
        assert mode == tmp_path.stat().st_mode & 0o777

    (tmp_path / "broker").mkdir()
    (tmp_path / "broker" / "lock").touch()
    tmp_path.chmod(0o755)
    tighten_data(tmp_path)
    assert 0o700 == tmp_path.stat().st_mode & 0o777


@pytest.mark.parametrize("name", ["letters", "logs", "state", "outbox", "broker"])
def test_a_name_of_ours_does_not_make_a_folder_a_data_folder(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """People have letters and logs too; nothing of theirs is narrowed."""
    (tmp_path / name).mkdir(mode=0o755)
    (tmp_path / name / "love.txt").touch(mode=0o644)
    tmp_path.chmod(0o755)

    with pytest.raises(typer.Exit):
        tighten_data(tmp_path)
    assert f"such as {name}/love.txt" in told(capsys)
    assert [0o755, 0o755] == [each.stat().st_mode & 0o777 for each in (tmp_path, tmp_path / name)]


def test_a_folder_that_cannot_be_used_is_refused_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that is mounted to be read only."""

    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", read_only)
    with pytest.raises(typer.Exit):
        tighten_data(tmp_path)

    assert "Read-only file system; name another with --data-dir or IMR_DATA_DIR" in told(capsys)


def test_the_folder_around_a_demos_data_is_no_data_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A system that started there would be empty, among the demo's letters."""
    (tmp_path / "run" / "broker").mkdir(parents=True)
    tmp_path.chmod(0o700)
    with pytest.raises(typer.Exit):
        tighten_data(tmp_path)

    assert f"whose data is in {tmp_path / 'run'}; name that with --data-dir" in told(capsys)
    tighten_data(tmp_path / "run")
