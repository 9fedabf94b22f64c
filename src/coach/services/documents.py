"""Documents on paper: the plan as an A4 PDF made by typst.

What the document says is one JSON value handed over as data: nothing a person wrote is ever read as typst code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.language import say
from coach.domain.plans import Plan
from coach.domain.problems import Unavailable
from coach.services.documents_fitting import SCALED, next_type
from coach.services.documents_plan import Content, plan_content

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "typst"


@cache
def _fonts(system: bool) -> typst.Fonts:
    """The fonts typst carries (Libertinus Serif among them), so that every machine prints the same page."""
    import typst

    return typst.Fonts(include_system_fonts=system)


def _carried(name: str) -> bool:
    """Whether the carried fonts can write ``name``: they hold Latin, Greek and Cyrillic letters."""
    return all(ord(letter) < 0x0530 or 0x1E00 <= ord(letter) < 0x2070 for letter in name)


def plan_pdf(plan: Plan, *, athlete_name: str, language: Language, today: date, zones: Sequence[Zone] = ()) -> bytes:
    """The plan as a PDF: what it aims at and its paces on the first page, then two weeks a page.

    Heart-rate ``zones`` are said in beats where they are known. Same plan, name, language, zones and day give the same
    bytes; only a name in a script that the carried fonts lack looks for a font of the machine.

    Raises Unavailable when the document cannot be made.
    """
    import typst

    content = plan_content(plan, athlete_name=athlete_name, language=language, today=today, zones=zones)
    made_on = datetime(today.year, today.month, today.day, tzinfo=UTC)
    fonts = _fonts(system=not _carried(athlete_name))
    try:
        while True:
            compiler = typst.Compiler(
                TEMPLATES / "plan.typ",
                root=TEMPLATES,
                font_paths=fonts,
                sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            )
            made = compiler.compile(format="pdf", timestamp=made_on)
            if not _set_smaller(content["pages"], json.loads(compiler.query("<fits>", field="value", one=True))):
                break
    except typst.TypstError as error:
        raise Unavailable("The document could not be made: {reason}", reason=error.message) from error
    if not isinstance(made, bytes):
        raise Unavailable("The document could not be made: {reason}", reason=say(language, "nothing came out"))
    return made


def _set_smaller(pages: list[Content], fit: list[bool]) -> bool:
    """Give every page that runs over the next smaller type; whether there was one."""
    over = [page for page, fits in zip(pages, fit, strict=True) if not fits and page["type"] != SCALED]
    for page in over:
        page["type"] = next_type(page["type"])
    return bool(over)
