"""Charts: what they claim is what the samples say, and nothing in the SVG breaks a strict content policy."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from coach.domain.activities import Measures
from coach.domain.athletes import Language
from coach.domain.fitness import WeeklyVolume
from coach.domain.problems import InvalidInput
from coach.domain.sports import Sport
from coach.domain.units import distance
from coach.science.recordings import Samples
from coach.services.charts import (
    POINTS,
    activity_spec,
    bucket_means,
    extremes,
    history_spec,
    plan_volume_spec,
    svg,
    track_svg,
)
from coach.services.charts_style import TOKENS
from coach.services.charts_track import decoded
from tests.services.plan_fixture import hand_made_plan

FR, EN = Language.FRENCH, Language.ENGLISH


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def a_run(seconds: int = 3600, *, second_half: float = 1.0) -> Samples:
    """An hour at 3.5 m/s, the second half ``second_half`` times as fast, heart rate and altitude waving."""
    time = np.arange(seconds, dtype=float)
    speed = np.full(seconds, 3.5)
    speed[seconds // 2 :] *= second_half
    distance = np.cumsum(speed)
    columns = {
        "distance": distance,
        "speed": speed,
        "heart_rate": 150 + 10 * np.sin(time / 200),
        "altitude": 100 + 30 * np.sin(distance / 900),
        "latitude": 48.85 + 0.01 * np.sin(distance / 2000),
        "longitude": 2.35 + 0.02 * np.cos(distance / 2000),
    }
    return Samples(time, columns)


def panels(samples: Samples, *, sport: Sport = Sport.RUN, language: Language = EN) -> list[dict[str, Any]]:
    spec = activity_spec(samples, sport=sport, language=language)
    assert spec is not None
    return list(spec["vconcat"])


def title(panel: dict[str, Any]) -> str:
    return plain(" ".join(panel["title"]["text"]))


# --- points


def test_the_highest_and_lowest_values_survive_thinning() -> None:
    values = np.sin(np.arange(20_000) / 700)
    values[[777, 15_001]] = 9.0, -9.0
    kept = extremes(values)
    assert kept.size <= POINTS
    assert {777, 15_001} <= set(kept.tolist())
    assert (np.diff(kept) > 0).all()


def test_thinning_leaves_short_lines_alone_and_skips_the_unknown() -> None:
    values = np.array([1.0, np.nan, 3.0])
    assert extremes(values).tolist() == [0, 2]
    assert extremes(np.full(5000, np.nan)).size == 0


def test_bucket_means_are_means_of_what_is_known() -> None:
    x = np.array([0.0, 1.0, 2.0, 9.0, 10.0])
    y = np.array([2.0, 4.0, np.nan, 8.0, 6.0])
    middles, means = bucket_means(x, y, 2)
    assert means.tolist() == [3.0, 7.0]
    assert middles.tolist() == [2.5, 7.5]


# --- activity


def test_a_run_shows_pace_upside_down_heart_rate_and_elevation_over_one_axis() -> None:
    pace, heart, height = panels(a_run())
    assert pace["encoding"]["y"]["scale"]["reverse"] is True
    assert heart["encoding"]["y"]["scale"]["reverse"] is False
    domains = {tuple(panel["encoding"]["x"]["scale"]["domain"]) for panel in (pace, heart, height)}
    assert domains == {(0, 12.6)}
    assert [panel["encoding"]["x"]["axis"]["title"] for panel in (pace, heart, height)] == [None, None, "Distance (km)"]
    assert all(len(panel["data"]["values"]) <= POINTS for panel in (pace, heart, height))


def test_titles_state_the_finding() -> None:
    assert title(panels(a_run())[0]) == "Pace: 4:46/km on average, even from start to finish"
    assert title(panels(a_run(second_half=1.1))[0]).endswith("second half 25 s faster")
    assert title(panels(a_run(second_half=0.9))[0]).endswith("second half 30 s slower")
    assert title(panels(a_run(), language=FR)[1]).startswith("Fréquence cardiaque : 150 bpm en moyenne")
    assert title(panels(a_run())[2]) == "Elevation: between 70 and 130 m"


def test_titles_repeat_the_measures_shown_elsewhere() -> None:
    measures = Measures(3600, 3600, 3600, avg_speed_mps=4.0, avg_hr=141, max_hr=177)
    spec = activity_spec(a_run(), sport=Sport.RUN, language=EN, measures=measures)
    assert spec
    pace, heart, _ = spec["vconcat"]
    assert title(pace).startswith("Pace: 4:10/km on average")
    assert title(heart) == "Heart rate: 141 bpm on average, 177 at most"


def test_samples_count_by_the_time_they_last() -> None:
    time = np.array([0.0, 1, 2, 3, 4, 14, 24, 34])
    speed = np.array([5.0, 5, 5, 5, 2.5, 2.5, 2.5, 2.5])
    pace = panels(Samples(time, {"speed": speed}))[0]
    expected = 1000 / ((5 * 4 + 2.5 * 31) / 35)
    assert title(pace).startswith(f"Pace: {int(expected // 60)}:{round(expected % 60):02d}/km")


def test_standing_still_has_no_pace_and_does_not_flatten_the_line() -> None:
    samples = a_run()
    samples.columns["speed"][1000:1300] = 0.0
    pace = panels(samples)[0]
    low, high = pace["encoding"]["y"]["scale"]["domain"]
    assert title(pace).startswith("Pace: 4:46/km")
    assert high - low < 60


def test_a_ride_shows_speed_and_a_swim_pace_per_hundred_metres() -> None:
    assert title(panels(a_run(), sport=Sport.RIDE)[0]) == "Speed: 12.6 km/h on average"
    assert "/100 m" in title(panels(a_run(), sport=Sport.SWIM)[0])


def test_what_was_not_recorded_is_not_drawn() -> None:
    treadmill = a_run()
    for name in ("altitude", "latitude", "longitude", "speed", "distance"):
        del treadmill.columns[name]
    (heart,) = panels(treadmill)
    assert heart["encoding"]["x"]["axis"]["title"] == "Time (min)"
    assert activity_spec(Samples(np.arange(9.0)), sport=Sport.RUN, language=EN) is None
    empty = {"heart_rate": np.full(9, np.nan), "speed": np.zeros(9)}
    assert activity_spec(Samples(np.arange(9.0), empty), sport=Sport.RUN, language=EN) is None


def test_speed_is_derived_where_only_distance_is_written() -> None:
    samples = a_run()
    del samples.columns["speed"]
    assert title(panels(samples)[0]).startswith("Pace: 4:46/km")


@pytest.mark.parametrize("seconds", [2, 3, 50])
def test_the_shortest_recordings_are_drawn(seconds: int) -> None:
    spec = activity_spec(a_run(seconds), sport=Sport.RUN, language=FR)
    assert spec is not None
    ElementTree.fromstring(svg(spec))


# --- volume


def weeks_of(*kilometres: float) -> list[WeeklyVolume]:
    first = date(2026, 8, 31)
    return [
        WeeklyVolume(first + timedelta(weeks=at), value * 1000, value * 360, 3, 9000, 3200)
        for at, value in enumerate(kilometres)
    ]


def test_history_compares_the_last_four_weeks_with_the_four_before() -> None:
    more = history_spec(weeks_of(20, 20, 20, 20, 30, 30, 30, 30), language=EN)
    less = history_spec(weeks_of(30, 30, 30, 30, 20, 20, 20, 20), language=FR)
    young = history_spec(weeks_of(10, 20), language=EN)
    assert more and less and young
    assert plain(more["description"]) == "30 km a week lately, 10 km more than the four weeks before."
    assert plain(less["description"]).endswith("10 km de moins que les quatre semaines précédentes.")
    assert plain(young["description"]) == "15 km a week lately."
    assert history_spec([], language=EN) is None


def test_the_usual_range_is_shaded_once_there_is_one() -> None:
    with_range = history_spec(weeks_of(*range(20, 32)), language=EN)
    without = history_spec(weeks_of(20, 30), language=EN)
    assert with_range and without
    assert [layer["mark"]["type"] for layer in with_range["layer"]] == ["rect", "text", "bar", "text"]
    assert [layer["mark"]["type"] for layer in without["layer"]] == ["bar", "text"]


def test_empty_weeks_stay_on_the_axis() -> None:
    spec = history_spec(weeks_of(20, 0, 0, 30), language=EN)
    assert spec
    assert [row["km"] for row in spec["layer"][0]["data"]["values"]] == [20, 0, 0, 30]


def test_the_plan_chart_has_the_sums_of_the_plan_and_sets_the_race_apart() -> None:
    plan = hand_made_plan()
    spec = plan_volume_spec(plan, language=EN)
    bars = spec["layer"][0]["data"]["values"]
    by_week = {
        week.number: sum(row["high"] - row["low"] for row in bars if row["week"] == week.number) for week in plan.weeks
    }
    assert by_week == {week.number: pytest.approx(week.distance_m / 1000, abs=0.06) for week in plan.weeks}
    race = [row for row in bars if row["colour"] == TOKENS["race"]]
    assert [(row["week"], round(row["high"] - row["low"], 1)) for row in race] == [(16, 42.2)]
    names = [row["name"] for row in spec["layer"][-1]["data"]["values"]]
    assert names == ["Base", "Taper", "Race"]
    assert plain(spec["description"]).endswith("then 2 weeks of taper.")


def test_what_was_run_is_marked_on_the_plan() -> None:
    spec = plan_volume_spec(hand_made_plan(), language=FR, done_m=[30_000, 41_000])
    ticks = [layer for layer in spec["layer"] if layer["mark"]["type"] == "tick"]
    assert ticks[0]["data"]["values"] == [{"week": 1, "done": 30.0}, {"week": 2, "done": 41.0}]


# --- drawing


def test_the_svg_carries_no_script_no_style_and_no_fixed_size() -> None:
    spec = activity_spec(a_run(), sport=Sport.RUN, language=FR)
    assert spec
    root = ElementTree.fromstring(svg(spec))
    assert "width" not in root.attrib
    assert root.attrib["viewBox"]
    assert root.attrib["role"] == "img"
    assert "Fréquence cardiaque" in root.attrib["aria-label"]
    spoken = [name for element in [*root.iter()][1:] for name in element.attrib if name.startswith("aria-label")]
    assert not spoken
    for element in root.iter():
        assert not element.tag.endswith(("script", "style", "foreignObject"))
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_colours_follow_the_page_unless_asked_not_to() -> None:
    spec = plan_volume_spec(hand_made_plan(4), language=FR)
    drawing, printed = svg(spec), svg(spec, theme=False)
    assert f'"var(--accent, {TOKENS["accent"]})"' in drawing
    assert set(re.findall(r'"(#[0-9A-Fa-f]{3,8})"', drawing)) == set()
    assert "var(" not in printed
    assert TOKENS["accent"] in printed


def test_two_drawings_on_one_page_never_share_a_name() -> None:
    specs = [activity_spec(a_run(), sport=Sport.RUN, language=FR, width=width) for width in (320, 640)]
    drawings = [svg(spec) for spec in specs if spec]
    first, second = (set(re.findall(r'id="([^"]+)"', drawing)) for drawing in drawings)
    assert first and second and not first & second
    for drawing in drawings:
        assert set(re.findall(r"url\(#([^)]+)\)", drawing)) <= set(re.findall(r'id="([^"]+)"', drawing))


def test_a_long_title_is_broken_on_a_phone() -> None:
    spec = activity_spec(a_run(second_half=1.1), sport=Sport.RUN, language=FR, width=300)
    assert spec
    assert len(spec["vconcat"][0]["title"]["text"]) > 1


# --- track

GOOGLES_EXAMPLE = "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_polylines_are_decoded_as_google_documents_them() -> None:
    expected = [[38.5, -120.2], [40.7, -120.95], [43.252, -126.453]]
    assert np.allclose(decoded(GOOGLES_EXAMPLE), expected)


@pytest.mark.parametrize("text", ["_p~iF", "é", "_", " !!", "~" * 40, "_p~iF~ps|U_ulL\x01"])
def test_a_text_that_is_no_polyline_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        decoded(text)


def test_the_track_fits_its_frame_and_keeps_its_proportions() -> None:
    drawing = track_svg(GOOGLES_EXAMPLE, language=FR, width=320, height=240)
    assert drawing
    root = ElementTree.fromstring(drawing)
    path = next(element for element in root.iter() if element.tag.endswith("path"))
    points = np.array([[float(n) for n in pair.split(",")] for pair in path.attrib["d"][1:].split("L")])
    assert points.min() >= 0
    assert (points.max(axis=0) <= [320, 240]).all()
    height = (43.252 - 38.5) * 111.32
    width = (126.453 - 120.2) * 111.32 * np.cos(np.deg2rad(np.mean([38.5, 40.7, 43.252])))
    extent = np.ptp(points, axis=0)
    assert extent[0] / extent[1] == pytest.approx(width / height, rel=0.01)
    assert points[0, 1] > points[-1, 1]  # it ran north, which is up


def test_a_track_over_the_date_line_is_not_torn() -> None:
    samples = a_run(600)
    samples.columns["longitude"] = (samples.columns["longitude"] - 2.35 + 180.0 + 180.0) % 360 - 180
    here, there = track_svg("", language=FR, samples=a_run(600)), track_svg("", language=FR, samples=samples)
    assert here and there
    assert re.findall(r"\d+ m", here) == re.findall(r"\d+ m", there)


def test_pace_colours_the_track_in_five_shades() -> None:
    samples = a_run()
    samples.columns["speed"] = np.linspace(2.5, 4.5, len(samples))
    drawing = track_svg("", language=EN, samples=samples)
    assert drawing
    assert re.findall(r"var\(--(zone-\d)", drawing) == ["zone-1", "zone-2", "zone-3", "zone-4", "zone-5"]
    assert "style=" not in drawing


@pytest.mark.parametrize("polyline", ["", "_p~iF~ps|U"])
def test_a_track_needs_two_points(polyline: str) -> None:
    assert track_svg(polyline, language=FR) is None


def test_a_track_that_never_moved_is_drawn_as_a_point() -> None:
    drawing = track_svg("_p~iF~ps|U????", language=FR)
    assert drawing
    assert "nan" not in drawing


def test_a_bar_and_the_title_round_the_same_week_alike():
    plan = hand_made_plan(8)
    spec = plan_volume_spec(plan, language=EN)
    labels = [row["label"] for layer in spec["layer"] for row in layer["data"]["values"] if "label" in row]
    assert labels == [distance(EN, week.distance_m, 0).split()[0] for week in plan.weeks]


def test_on_a_phone_no_name_or_date_of_the_plan_chart_runs_into_the_next() -> None:
    spec = plan_volume_spec(hand_made_plan(16), language=FR, width=250)
    phases = [row for row in spec["layer"][-1]["data"]["values"] if row["name"]]
    begins = [250 / 16 * (row["week"] - 1) for row in phases] + [250]
    ends = [begin + len(row["name"]) * 6 for begin, row in zip(begins[:-1], phases, strict=True)]
    assert phases
    assert all(end <= following for end, following in zip(ends, begins[1:], strict=True))
