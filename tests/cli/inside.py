"""Running ``coach`` inside the test process: what its commands print and how they leave, without starting Python."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import typer
from typer.main import get_command

from coach.cli import terminal
from coach.cli.app import UsageError, app
from coach.domain.athletes import Language


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@cache
def _built() -> Any:
    """The commands, built once: Typer builds them anew for every process."""
    return get_command(app)


class Inside:
    """Calls commands for one athlete, in a language."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, email: str) -> None:
        self._capsys, self._patch, self._email = capsys, monkeypatch, email

    def __call__(self, *arguments: object, language: Language = Language.ENGLISH, athlete: str | None = None) -> Said:
        """What ``coach`` says to these arguments."""
        self._patch.setattr(terminal, "language", lambda: language)
        self._capsys.readouterr()
        given = [*map(str, arguments), "--athlete", athlete or self._email]
        try:
            code = _built()(given, prog_name="coach", standalone_mode=False) or 0
        except typer.Exit as leaving:
            code = leaving.exit_code
        except UsageError as wrong:
            return Said(2, "", wrong.format_message())
        captured = self._capsys.readouterr()
        return Said(code, captured.out, captured.err)
