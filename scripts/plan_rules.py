"""The page of rules: ``scripts/plan_rules.py`` writes docs/science/plan-rules.md, ``--check`` says if it is true."""

from __future__ import annotations

import sys
from pathlib import Path

from coach.domain.athletes import Language
from coach.domain.language import say
from coach.science.planning.rules import ROOMS, RULES, Rule, Unit

PAGE = Path(__file__).resolve().parent.parent / "docs" / "science" / "plan-rules.md"

HEAD = """# Rules of plans

What no plan may break (hard), and what it should hold (soft), as `coach.science.planning.rules` declares it,
`GET /v1/plans/rules` tells it and `coach plan rules` prints it. Written by `python scripts/plan_rules.py`; change the
declaration, not this page.

The engine yields no hard violation, and whatever a person or a model changes passes the same check before it is kept.
Of a plan half lived only what can still be changed is judged, and what is said of new plans is left out. Volume is the
metres of training runs: races, strength and other sports are outside it. Work is every repeat, and every step aimed
above zone 2. Hard days are long runs, tempo, intervals and races.

The studies behind the numbers: single runs, 5,205 runners with 588,071 sessions (Frandsen et al. 2025: injuries 1.64
times as frequent after a run 10 to 30 % longer than the longest of 30 days); two weeks, 873 novices (Nielsen et al.
2014); easy running, 92 published plans (Knopp et al. 2024) and 119,452 marathon runners (Muniz-Pumares et al. 2025);
the taper, two meta-analyses (Bosquet et al. 2007; Wang et al. 2023). The split by level is ours, set around what those
92 plans hold: 77 to 82 % of it in the two lowest of five zones, 4 to 8 % in the two highest. *Coaching
convention* is what coaches agree on without a study behind the number; it says so rather than borrow one. No rule
foretells an injury: no plan can.
"""


def page() -> str:
    """The whole page."""
    hard = sum(rule.hard for rule in RULES)
    parts = [HEAD, f"\n{len(RULES)} rules, {hard} hard and {len(RULES) - hard} soft.\n"]
    for title, rules in ROOMS.items():
        rows = "\n".join(row(rule) for rule in rules)
        parts.append(
            f"\n## {title}\n\n| id | hard | rule | règle | when it applies | numbers | source |\n"
            f"|---|---|---|---|---|---|---|\n{rows}\n"
        )
    return "".join(parts)


def row(rule: Rule) -> str:
    """A rule as a row of a table."""
    cells = (
        *(f"`{rule.rule_id}`", "hard" if rule.hard else "soft", rule.statement, say(Language.FRENCH, rule.statement)),
        *(rule.applies, numbers(rule), rule.source),
    )
    return "| " + " | ".join(cells) + " |"


def numbers(rule: Rule) -> str:
    """A rule's numbers with their unit, as the check reads them."""
    if not rule.numbers:
        return ""
    unit = "" if rule.unit is Unit.SHARE else f" ({rule.unit.value})"
    return ", ".join(f"{number:g}" for number in rule.numbers) + unit


def main() -> int:
    if sys.argv[1:] == ["--check"]:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
        print("docs/science/plan-rules.md is true" if same else "the page of rules is old: run scripts/plan_rules.py")
        return 0 if same else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
