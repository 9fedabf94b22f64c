"""The mission's scenarios, each plan whole as it was approved; COACH_APPROVE=1 writes them anew to be read again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coach.domain.athletes import Language
from coach.services.plan_text import plan_lines
from scripts.plans_gallery import RUNNERS

APPROVED = Path(__file__).parent / "approved"
SCENARIOS = {
    "intermediate-vma-14-marathon-16-weeks": ("08-marathon-vma-14", Language.FRENCH),
    "10-km-45-to-under-40-in-8-weeks": ("04-10k-45-to-40-in-8-weeks", Language.ENGLISH),
    "beginner-vma-12-first-marathon-4-30-in-20-weeks": ("07-first-marathon-beginner", Language.ENGLISH),
    "10-km-42-to-under-40-in-12-weeks": ("03-10k-under-40", Language.ENGLISH),
    "experienced-3-months-off-injured": ("17-return-after-injury", Language.FRENCH),
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_plan_of_a_scenario_is_the_one_that_was_approved(scenario: str) -> None:
    name, language = SCENARIOS[scenario]
    plan = next(runner for runner in RUNNERS if runner.name == name).plan()
    told = "\n".join(line.rstrip() for line in plan_lines(language, plan, steps=True)) + "\n"
    told = told.replace("\u00a0", " ").replace("\u202f", " ")
    approved = APPROVED / f"{scenario}.txt"
    if "COACH_APPROVE" in os.environ:
        approved.write_text(told)
    assert told == approved.read_text(), f"read the new plan, then approve it with COACH_APPROVE=1 ({approved.name})"
