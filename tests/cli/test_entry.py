"""The program `imr` answers Ctrl-C from its first moment on."""

from types import SimpleNamespace

import pytest

from cli import entry


def test_an_interrupt_while_importing_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 130, no traceback."""

    def interrupt(_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "import_module", interrupt)
    with pytest.raises(SystemExit) as ended:
        entry.main()

    assert (130, "stopped before it began\n") == (ended.value.code, capsys.readouterr().err)


def test_the_command_line_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is imported on the call."""
    ran: list[str] = []
    monkeypatch.setattr(entry, "import_module", lambda name: SimpleNamespace(main=lambda: ran.append(name)))
    entry.main()

    assert ["cli.main"] == ran
