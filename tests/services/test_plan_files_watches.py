"""Workouts for watches: FIT files decoded by two independent readers, Garmin's JSON held to the limits of its API."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import fitdecode
import pytest
from garmin_fit_sdk import Decoder, Stream

from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.plans import Session, SessionKind, Step, StepKind, Target
from coach.services.plan_files import Exported, PlanFile, export
from coach.services.plan_files.fit_workouts import workout_fit
from coach.services.plan_files.targets import exercise_category, speed_band
from tests.services.plan_fixture import MONDAY, QUICK
from tests.services.plans_of_every_form import TODAY, cross, every_form, mixed_plan, strength

NAMES = ("hand-made", "mixed", "hostile", "marathon", "fitness", "return", "ultra")
ZONES = tuple(
    Zone(number, low, high)
    for number, (low, high) in enumerate([(None, 120), (120, 140), (140, 155), (155, 168), (168, None)], 1)
)
MADE = datetime(2026, 11, 20, tzinfo=UTC)


def exported(name: str, form: PlanFile, zones: tuple[Zone, ...] = ()) -> Exported:
    return export(every_form()[name], form, language=Language.ENGLISH, athlete_name="Ann", today=TODAY, zones=zones)


def files(name: str) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(exported(name, PlanFile.FIT).data))
    return {entry: archive.read(entry) for entry in archive.namelist()}


def decoded(data: bytes) -> tuple[dict, dict, list[dict]]:
    """file_id, workout and steps, by Garmin's own decoder."""
    decoder = Decoder(Stream.from_byte_array(bytearray(data)))
    assert decoder.check_integrity()
    messages, errors = Decoder(Stream.from_byte_array(bytearray(data))).read()
    assert errors == []
    return messages["file_id_mesgs"][0], messages["workout_mesgs"][0], messages["workout_step_mesgs"]


def one(session: Session, zones: tuple[Zone, ...] = ()) -> list[dict]:
    return decoded(workout_fit(session, uuid4(), language=Language.ENGLISH, made=MADE, zones=zones))[2]


def performed(steps: list[dict]) -> Iterator[dict]:
    """The steps in the order a watch goes through them: a repeat jumps back until it was done often enough."""
    at, done = 0, dict.fromkeys(range(len(steps)), 1)
    while at < len(steps):
        step = steps[at]
        if step["duration_type"] != "repeat_until_steps_cmplt":
            yield step
            at += 1
        elif done[at] < step["repeat_steps"]:
            done[at] += 1
            for inner in range(step["duration_step"], at):
                done[inner] = 1
            at = step["duration_step"]
        else:
            at += 1


def leaves(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        for _ in range(step.times):
            yield from leaves(step.steps) if step.steps else (step,)


@pytest.mark.parametrize("name", NAMES)
def test_a_watch_goes_through_every_step_as_planned(name):
    plan = every_form()[name]
    planned = [session for session in plan.sessions if session.kind is not SessionKind.REST]
    made = files(name)
    assert len(made) == len(planned)
    some = [pair for index, pair in enumerate(zip(made.items(), planned, strict=True)) if index % 4 == 0 or index < 8]
    for (entry, data), session in some:
        assert entry.startswith(session.day.isoformat())
        file_id, workout, steps = decoded(data)
        assert file_id["type"] == "workout"
        assert workout["num_valid_steps"] == len(steps)
        assert [step["message_index"] for step in steps] == list(range(len(steps)))
        walked = [step for step in performed(steps) if step["duration_type"] != "open"]
        expected = list(leaves(session.steps))
        assert len(walked) == len(expected)
        for read, step in zip(walked, expected, strict=True):
            if step.reps is not None:
                assert read["duration_reps"] == step.reps
            elif step.by_distance:
                assert read["duration_distance"] == pytest.approx(step.distance_m, abs=0.01)
            else:
                assert read["duration_time"] == pytest.approx(step.duration_s, abs=0.001)


@pytest.mark.parametrize("name", ["hand-made", "mixed", "hostile"])
def test_a_second_reader_reads_the_same(name):
    for data in list(files(name).values())[:12]:
        with fitdecode.FitReader(io.BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE) as reader:
            messages = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
        assert [message.name for message in messages[:3]] == ["file_id", "workout", "workout_step"]
        steps = decoded(data)[2]
        names = [message.get_value("wkt_step_name", fallback=None) for message in messages[2:]]
        assert names == [step.get("wkt_step_name") for step in steps]


def test_a_pace_becomes_a_speed_band_in_metres_a_second():
    step = one(Session(MONDAY, SessionKind.INTERVALS, "x", "y", (Step(StepKind.REPEAT, 262.0, 1000.0, QUICK),)))[0]
    assert (step["target_type"], step["intensity"], step["target_value"]) == ("speed", "active", 0)
    assert step["custom_target_speed_low"] == pytest.approx(1000 / 265.5, abs=0.001)
    assert step["custom_target_speed_high"] == pytest.approx(1000 / 259.5, abs=0.001)
    assert step["notes"].replace("\u00a0", " ") == "4:20–4:25/km · 97–99% VMA · zone 5 · effort 8.5/10"


def test_one_exact_pace_becomes_a_band_that_can_be_held():
    slow, fast = speed_band(Target(pace_fast_s=300, pace_slow_s=300)) or (0, 0)
    assert (1000 / slow, 1000 / fast) == (pytest.approx(303), pytest.approx(297))
    assert speed_band(Target(pace_fast_s=300, pace_slow_s=None)) == speed_band(Target(300, 300))
    wide = speed_band(Target(pace_fast_s=340, pace_slow_s=400))
    assert wide == (pytest.approx(2.5), pytest.approx(1000 / 340))
    assert speed_band(Target(hr_zone=2)) is None


def test_a_zone_is_asked_where_there_is_no_pace_in_beats_where_they_are_known():
    (zone,) = one(cross(MONDAY))
    assert (zone["target_type"], zone["target_hr_zone"]) == ("heart_rate", 2)
    (known,) = one(cross(MONDAY), ZONES)
    assert known["target_value"] == 0
    assert (known["custom_target_value_low"], known["custom_target_value_high"]) == (220, 240)  # beats, plus 100


def test_effort_alone_is_an_open_target_with_a_note():
    session = Session(MONDAY, SessionKind.EASY, "x", "y", (Step(StepKind.WALK, 60.0, 90.0, Target(rpe=2.0)),))
    (step,) = one(session)
    assert (step["target_type"], step["intensity"], step["notes"].replace("\u00a0", " ")) == (
        "open",
        "rest",
        "effort 2/10",
    )


def test_exercises_are_counted_rested_after_and_repeated():
    steps = one(strength(MONDAY))
    squat, rest, repeat, plank, *_, new = steps
    assert (squat["duration_type"], squat["duration_reps"], squat["exercise_category"]) == ("reps", 8, "squat")
    assert (rest["intensity"], rest["duration_type"]) == ("rest", "open")
    assert (repeat["duration_step"], repeat["repeat_steps"]) == (0, 3)
    assert (plank["duration_time"], plank["exercise_category"]) == (75.0, "plank")
    assert "exercise_category" not in new


def test_sports_are_told_apart():
    kinds = {session.kind: session for session in mixed_plan(1).sessions}
    found = {}
    for kind in (SessionKind.EASY, SessionKind.STRENGTH, SessionKind.CROSS):
        workout = decoded(workout_fit(kinds[kind], uuid4(), language=Language.ENGLISH, made=MADE))[1]
        found[kind] = (workout["sport"], workout["sub_sport"])
    assert found == {
        SessionKind.EASY: ("running", "generic"),
        SessionKind.STRENGTH: ("training", "strength_training"),
        SessionKind.CROSS: ("training", "cardio_training"),
    }


def test_names_fit_a_watch():
    for data in list(files("hostile").values()) + list(files("hand-made").values())[:6]:
        _, workout, steps = decoded(data)
        assert 0 < len(workout["wkt_name"]) <= 20
        assert all(len(step.get("wkt_step_name", "")) <= 15 for step in steps)
    assert decoded(next(iter(files("hand-made").values())))[1]["wkt_name"] == "11-24 4 × 1 km"


def test_no_space_is_a_letter_a_watch_may_not_know():
    for data in list(files("hand-made").values())[:6]:
        for step in decoded(data)[2]:
            assert not {"\u00a0", "\u202f"} & set(step.get("notes", ""))


def test_files_of_different_sessions_have_different_serial_numbers():
    numbers = [decoded(data)[0]["serial_number"] for data in files("mixed").values()]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("Split squat", "lunge"),
        ("Slow calf raise", "calf_raise"),
        ("Side plank", "plank"),
        ("Squat jump", "plyo"),
        ("Small quick hops on both feet, heels off the ground", "plyo"),
        ("Single-leg glute bridge", "hip_raise"),
        ("Juggling", None),
    ],
)
def test_an_exercise_is_found_by_its_words(name, category):
    assert exercise_category(name) == category


# --- Garmin


def entries(name: str, zones: tuple[Zone, ...] = ()) -> list[dict]:
    return json.loads(exported(name, PlanFile.GARMIN, zones).data)["workouts"]


def flat(steps: list[dict]) -> Iterator[dict]:
    for step in steps:
        yield step
        yield from flat(step.get("steps", []))


@pytest.mark.parametrize("name", NAMES)
def test_workouts_keep_the_limits_of_the_api(name):
    planned = [session for session in every_form()[name].sessions if session.kind is not SessionKind.REST]
    made = entries(name)
    assert [entry["schedule"]["date"] for entry in made] == [session.day.isoformat() for session in planned]
    sources = {entry["workout"]["workoutSourceId"] for entry in made}
    assert len(sources) == len(made)
    for entry in made:
        workout = entry["workout"]
        assert len(workout["description"]) <= 1024
        assert len(workout["workoutProvider"]) <= 20
        assert len(workout["workoutSourceId"]) <= 20
        (segment,) = workout["segments"]
        assert segment["sport"] == workout["sport"]
        steps = list(flat(segment["steps"]))
        assert 0 < len(steps) <= 100
        assert [step["stepOrder"] for step in steps] == list(range(1, len(steps) + 1))
        for step in steps:
            if step["type"] == "WorkoutRepeatStep":
                assert (step["repeatType"], step["repeatValue"] > 1) == ("REPEAT_UNTIL_STEPS_CMPLT", True)
                continue
            assert len(step.get("description", "")) <= 512
            assert step["intensity"] in {"REST", "WARMUP", "COOLDOWN", "RECOVERY", "ACTIVE", "INTERVAL", "MAIN"}
            assert step["durationType"] in {"TIME", "DISTANCE", "REPS", "OPEN"}
            assert step["targetType"] in {"PACE", "HEART_RATE", "OPEN"}
            if step["targetType"] == "PACE":
                assert 0.8 < step["targetValueLow"] < step["targetValueHigh"] < 8


def test_sums_survive_in_garmin_workouts():
    def seconds(steps: list[dict]) -> float:
        return sum(
            step["repeatValue"] * seconds(step["steps"]) if "steps" in step else step["durationValue"] for step in steps
        )

    timed = [session for session in every_form()["return"].sessions if session.kind.run]
    by_day = {entry["schedule"]["date"]: entry["workout"] for entry in entries("return")}
    checked = 0
    for session in timed:
        if not any(step.by_distance for step in leaves(session.steps)):
            workout = by_day[session.day.isoformat()]
            assert seconds(workout["segments"][0]["steps"]) == pytest.approx(session.duration_s)
            checked += 1
    assert checked > 5


def test_heart_rate_is_a_zone_or_beats():
    def target(zones: tuple[Zone, ...]) -> dict:
        (workout,) = [e["workout"] for e in entries("mixed", zones) if e["workout"]["sport"] == "CARDIO_TRAINING"][:1]
        return workout["segments"][0]["steps"][0]

    assert target(())["targetValue"] == 2
    assert (target(ZONES)["targetValueLow"], target(ZONES)["targetValueHigh"]) == (120, 140)


def test_a_workout_garmin_would_refuse_is_left_out_and_told():
    plan = mixed_plan(1)
    step = Step(StepKind.STEADY, 30.0, 80.0, QUICK)
    long = Session(MONDAY, SessionKind.EASY, "Too many", "x", (step,) * 101)
    week = replace(plan.weeks[0], sessions=(long, replace(long, title="Just right", steps=(step,) * 100)))
    made = export(
        replace(plan, weeks=(week,)), PlanFile.GARMIN, language=Language.ENGLISH, athlete_name="", today=TODAY
    )
    assert [entry["workout"]["workoutName"] for entry in json.loads(made.data)["workouts"]] == ["Just right"]
    assert made.left_out == ("1 session has more than 100 steps or none, which Garmin refuses: it was left out.",)
