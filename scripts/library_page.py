"""Run the examples of docs/science/library.md and write what they print: ``python scripts/library_page.py``."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "science" / "library.md"
EXAMPLE = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<printed>.*?)```", re.DOTALL)


def examples() -> Iterator[tuple[str, str, str]]:
    """Code, what the page says it prints, and what it prints, run in order in one process and the present folder."""
    names: dict[str, object] = {}
    for found in EXAMPLE.finditer(PAGE.read_text(encoding="utf-8")):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(found["code"], str(PAGE), "exec"), names)
        yield found["code"], found["printed"], printed.getvalue()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        told = iter([printed for _, _, printed in examples()])
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(EXAMPLE.sub(lambda found: _block(found["code"], next(told)), page), encoding="utf-8")


def _block(code: str, printed: str) -> str:
    return f"```python\n{code}```\n\n```text\n{printed}```"


if __name__ == "__main__":
    main()
