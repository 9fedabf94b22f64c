"""Charts of fitness, load and intensity: what they claim is what the figures say, and they can be drawn anywhere."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.analytics import Best
from coach.domain.athletes import Language
from coach.domain.fitness import BestMark, Estimate
from coach.domain.intensity import Analysis, Curve, Quantity
from coach.domain.races import RacePrediction
from coach.domain.sports import Sport
from coach.domain.training import TrainingDay, WeekLoad
from coach.science.running.training import calendar, fitness_and_fatigue
from coach.services.charts import svg
from coach.services.charts_axes import kept_apart, pace_ticks, round_ticks
from coach.services.charts_fitness import bests_spec, curve_spec, predictions_spec, vma_spec
from coach.services.charts_intensity import activity_curve_spec, zones_spec
from coach.services.charts_load import AHEAD_DAYS, ahead, load_spec, weekly_load_spec
from coach.services.charts_style import TOKENS, ZONES, Spec
from coach.services.curves import envelope
from coach.services.training_words import form_text, signed, usual_form

FR, EN = Language.FRENCH, Language.ENGLISH
MONDAY = date(2026, 8, 31)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def trained(loads: list[float]) -> tuple[TrainingDay, ...]:
    """Consecutive days from MONDAY with these loads, nothing before."""
    ordinals = [MONDAY.toordinal() + at for at in range(len(loads))]
    ctl, atl = fitness_and_fatigue(ordinals, loads)
    known = [(date.fromordinal(day), load, c, a) for day, load, c, a in zip(ordinals, loads, ctl, atl, strict=True)]
    return calendar(known, MONDAY, MONDAY + timedelta(days=len(loads) - 1))


def lines(spec: Spec) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]


def texts(spec: Spec) -> list[str]:
    return [plain(layer["mark"]["text"]) for layer in spec["layer"] if "text" in layer["mark"]]


def drawn(spec: Spec | None) -> ElementTree.Element:
    """The chart's SVG as a page takes it, which the policy allows."""
    assert spec is not None
    root = ElementTree.fromstring(svg(spec))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"]
    assert not [name for element in root.iter() for name in element.attrib if name == "style"]
    return root


def vma(value: float, doubt: float = 0.5) -> Estimate:
    return Estimate(value, value - doubt, value + doubt, "method", "evidence", 3)


def race(metres: float, seconds: float) -> RacePrediction:
    return RacePrediction(metres, seconds, seconds * 0.95, seconds * 1.06, "method")


def best(metres: float, seconds: float, *, ever: bool | None = False) -> Best:
    return Best(BestMark(metres, seconds, "id", MONDAY), ever)


# --- load


def test_the_past_is_plain_and_the_days_without_training_are_dashed() -> None:
    spec = load_spec(trained([60.0] * 84), language=EN)
    assert spec is not None
    past = [line for line in lines(spec) if "strokeDash" not in line["mark"]]
    coming = [line for line in lines(spec) if "strokeDash" in line["mark"]]
    assert [len(line["data"]["values"]) for line in past] == [84, 84, 84]
    assert [len(line["data"]["values"]) for line in coming] == [AHEAD_DAYS + 1] * 3
    for before, after in zip(past, coming, strict=True):
        assert before["data"]["values"][-1] == after["data"]["values"][0], "the lines hang together"


def test_rest_lets_what_piled_up_decay_and_the_form_rise() -> None:
    days = trained([80.0] * 60)
    rested = ahead(days[-1])
    assert [day.load for day in rested] == [0.0] * AHEAD_DAYS
    assert rested[-1].ctl == pytest.approx(days[-1].ctl * (41 / 42) ** AHEAD_DAYS)
    assert rested[-1].tsb > days[-1].tsb


def test_the_load_title_says_how_ctl_moved() -> None:
    rising = load_spec(trained([0.0] * 7 + [70.0] * 77), language=EN)
    steady = load_spec(trained([50.0] * 400)[-84:], language=EN)
    falling = load_spec(trained([70.0] * 60 + [0.0] * 60)[-60:], language=FR)
    assert rising and steady and falling
    assert plain(rising["description"]).startswith("CTL up from 0 to 59 points since 31 Aug.")
    assert plain(steady["description"]).startswith("CTL steady at 50 points since")
    assert "baisse" in falling["description"]


def test_the_usual_form_is_shaded_once_eight_weeks_are_known() -> None:
    short, long = trained([50.0, 0.0] * 20), trained([50.0, 0.0] * 40)
    assert usual_form(short) is None
    low, high = usual_form(long) or (0, 0)
    assert low < high
    notes = [text for text in texts(load_spec(long, language=EN) or {}) if "usual form" in text]
    assert notes == [plain(f"shaded: your usual form, {signed(EN, low)} to {signed(EN, high)}")]
    assert "usual" not in str(texts(load_spec(short, language=EN) or {}))


def test_nothing_trained_is_nothing_drawn() -> None:
    assert load_spec(trained([0.0] * 30), language=EN) is None
    assert load_spec((), language=EN) is None
    assert weekly_load_spec((WeekLoad(MONDAY, 0.0, None, None),), language=EN) is None
    assert form_text(EN, trained([0.0] * 30)) == ""


def test_the_form_is_held_against_the_athletes_own_range() -> None:
    usual = trained([50.0, 0.0, 80.0, 0.0, 40.0, 0.0, 0.0] * 20)
    hard = trained([50.0, 0.0, 80.0, 0.0, 40.0, 0.0, 0.0] * 20 + [200.0] * 4)
    rested = trained([50.0, 0.0, 80.0, 0.0, 40.0, 0.0, 0.0] * 20 + [0.0] * 12)
    assert "usual for you" in form_text(EN, usual)
    assert "lower than usual" in form_text(EN, hard)
    assert "higher than usual" in form_text(EN, rested)
    assert "plus basse que d’habitude" in form_text(FR, hard)
    assert form_text(EN, trained([50.0] * 5)).startswith("Form this morning")
    days = trained([50.0] * 5)
    young = form_text(EN, days, days[0].on)
    assert "six weeks" in young
    assert "Form this morning" not in young


def test_the_running_week_is_pale_and_the_title_says_it() -> None:
    weeks = [WeekLoad(MONDAY + timedelta(weeks=at), 200.0 + at, None, None) for at in range(12)]
    spec = weekly_load_spec(weeks, language=EN)
    assert spec is not None
    rows = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "bar")["data"]["values"]
    assert [row["shade"] for row in rows] == [1] * 11 + [0.45]
    assert plain(spec["description"]) == "211 points so far this week, 205 a week on average before."


# --- speeds, races, VMA


def test_faster_is_up_and_the_title_names_the_gain() -> None:
    durations = (5, 60, 300, 1200, 3600)
    now = Curve(Quantity.SPEED, durations, (7.0, 5.5, 4.6, 4.0, 3.6))
    before = Curve(Quantity.SPEED, durations, (7.0, 5.4, 4.5, 3.9, 3.6))
    spec = curve_spec(now, before, language=EN)
    assert spec is not None
    assert all(line["encoding"]["y"]["scale"]["reverse"] for line in lines(spec))
    assert [len(line["data"]["values"]) for line in lines(spec)] == [4, 4], "sprints under a minute are left out"
    assert plain(spec["description"]) == "Best 20 min: 4:10/km, 6 s per km faster than the period before."
    turned = curve_spec(before, now, language=EN)
    assert turned and "6 s per km slower" in plain(turned["description"])
    alone = curve_spec(now, None, language=EN)
    assert alone and plain(alone["description"]) == "Best 20 min: 4:10/km."


def test_the_envelope_holds_the_best_of_every_run() -> None:
    one = Curve(Quantity.SPEED, (60, 300), (5.0, 4.0))
    other = Curve(Quantity.SPEED, (60, 300, 1200), (4.8, 4.2, 3.9))
    assert envelope(Quantity.SPEED, [one, other]) == Curve(Quantity.SPEED, (60, 300, 1200), (5.0, 4.2, 3.9))
    assert envelope(Quantity.SPEED, []) is None


def test_best_efforts_of_all_time_are_counted() -> None:
    now = [best(1000, 240, ever=True), best(5000, 1300), best(10_000, 2700, ever=True)]
    spec = bests_spec(now, [best(1000, 250), best(5000, 1290)], language=EN)
    assert spec is not None
    assert plain(spec["description"]) == "2 of these best efforts are your best ever."
    assert bests_spec(now[:1], [], language=EN) is None


def test_a_change_of_vma_within_the_margins_is_not_called_one() -> None:
    later = MONDAY + timedelta(weeks=12)
    within = vma_spec([(MONDAY, vma(14.0)), (later, vma(14.3))], language=EN)
    beyond = vma_spec([(MONDAY, vma(13.0)), (later, vma(14.3))], language=EN)
    assert within and plain(within["description"]) == "VMA 14.3 km/h: no change since 31 Aug beyond the margin."
    assert beyond and plain(beyond["description"]) == "VMA 14.3 km/h: 1.3 km/h more than on 31 Aug."
    band = next(layer for layer in beyond["layer"] if layer["mark"]["type"] == "area")
    assert [(row["low"], row["high"]) for row in band["data"]["values"]] == [(12.5, 13.5), (13.8, 14.8)]
    assert vma_spec([(MONDAY, vma(14.0))], language=EN) is None


def test_each_race_has_its_interval_and_its_time() -> None:
    spec = predictions_spec([race(42195, 13_320), race(10_000, 2700)], language=EN)
    assert spec is not None
    rows = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "rule")["data"]["values"]
    assert [row["label"] for row in rows] == ["45:00", "3:42:00"]
    assert all(row["fast"] < row["y"] < row["slow"] for row in rows)
    assert plain(spec["description"]) == "From 4:30/km over 10 km to 5:16/km over 42.2 km."
    assert predictions_spec([], language=EN) is None


# --- zones


def test_zones_are_one_hue_deepening_with_time_and_share_on_each() -> None:
    spec = zones_spec((3600, 1800, 600, 0, 0), (), language=EN)
    assert spec is not None
    (panel,) = spec["vconcat"]
    rows = panel["data"]["values"]
    assert [row["colour"] for row in rows] == [TOKENS[zone] for zone in ZONES]
    assert plain(rows[0]["label"]) == "1 h · 60%"
    assert plain(spec["description"]) == "90% of the time easy (zones 1 and 2)."
    assert zones_spec((), (0.0,) * 5, language=EN) is None


def test_an_activity_is_told_by_pace_on_foot_and_by_power_on_a_bicycle() -> None:
    held = (30, 60, 300, 1200)
    curves = (
        Curve(Quantity.SPEED, held, (5.0, 4.5, 4.2, 4.0)),
        Curve(Quantity.HEART_RATE, held, (180.0, 178.0, 175.0, 170.0)),
        Curve(Quantity.POWER, held, (500.0, 400.0, 300.0, 250.0)),
    )
    run = activity_curve_spec(Analysis(curves=curves), sport=Sport.RUN, language=EN)
    ride = activity_curve_spec(Analysis(curves=curves), sport=Sport.RIDE, language=EN)
    heart = activity_curve_spec(Analysis(curves=curves[1:2]), sport=Sport.RUN, language=EN)
    assert run and ride and heart
    assert plain(run["description"]) == "Best 20 min of this activity: 4:10/km."
    assert plain(ride["description"]) == "Best 20 min of this activity: 250 W."
    assert plain(heart["description"]) == "Best 20 min of this activity: 170 bpm."
    assert run["encoding"]["y"]["scale"]["reverse"] is True
    assert activity_curve_spec(Analysis(), sport=Sport.RUN, language=EN) is None


# --- drawing


@pytest.mark.parametrize("width", [300, 640, 1020])
@pytest.mark.parametrize("language", [FR, EN])
def test_every_chart_can_be_drawn_at_every_width(width: int, language: Language) -> None:
    curve = Curve(Quantity.SPEED, (5, 60, 300, 1200, 3600), (7.0, 5.5, 4.6, 4.0, 3.6))
    later = MONDAY + timedelta(weeks=30)
    for spec in (
        load_spec(trained([60.0, 0.0] * 100), language=language, width=width),
        weekly_load_spec([WeekLoad(MONDAY, 200.0, 1.0, 200.0)], language=language, width=width),
        curve_spec(curve, curve, language=language, width=width),
        bests_spec([best(400, 80), best(42_195, 13_000)], [], language=language, width=width),
        vma_spec([(MONDAY, vma(14.0)), (later, vma(14.3))], language=language, width=width),
        predictions_spec([race(5000, 1300)], language=language, width=width),
        zones_spec((1.0, 2.0, 3.0, 4.0, 5.0), (5.0, 4.0, 3.0, 2.0, 1.0), language=language, width=width),
        activity_curve_spec(Analysis(curves=(curve,)), sport=Sport.RUN, language=language, width=width),
    ):
        drawn(spec)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8), st.integers(130, 400))
def test_labels_at_line_ends_never_touch(places: list[float], height: int) -> None:
    kept = sorted(kept_apart(places, height))
    assert all(below - above >= 15 - 1e-6 for above, below in pairwise(kept))
    assert kept[-1] <= height


@given(st.floats(-1e4, 1e4), st.floats(0.1, 1e4))
def test_ticks_lie_inside_and_are_few(low: float, span: float) -> None:
    ticks = round_ticks(low, low + span)
    assert len(ticks) <= 5
    assert all(low - 1e-3 <= tick <= low + span + 1e-3 for tick in ticks)


def test_paces_are_marked_at_round_times() -> None:
    assert pace_ticks(225, 305) == [240.0, 260.0, 280.0, 300.0]
