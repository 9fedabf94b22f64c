"""The table, the intervals.icu text and the Zwift files, each read back as its program would."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from coach.domain.athletes import Language
from coach.domain.plans import SessionKind
from coach.science.planning.intensity import race_seconds
from coach.services.plan_files import Exported, PlanFile, export
from coach.services.plan_files.table import plain_cell
from tests.services.plans_of_every_form import HOSTILE, TODAY, every_form

NAMES = ("hand-made", "mixed", "hostile", "marathon", "ultra", "return", "full")


def exported(name: str, form: PlanFile, language: Language = Language.ENGLISH) -> Exported:
    return export(every_form()[name], form, language=language, athlete_name="Ann", today=TODAY)


# --- the table


def rows(name: str, language: Language = Language.ENGLISH) -> list[dict[str, str]]:
    data = exported(name, PlanFile.CSV, language).data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", NAMES)
def test_a_row_a_session_with_exact_amounts(name):
    plan = every_form()[name]
    read = rows(name, Language.FRENCH)
    assert [row["day"] for row in read] == [session.day.isoformat() for session in plan.sessions]
    assert sum(float(row["duration_s"]) for row in read) == pytest.approx(plan.duration_s, abs=0.05 * len(read))
    assert sum(float(row["distance_m"]) for row in read) == pytest.approx(plan.distance_m, abs=0.05 * len(read))


def test_no_cell_is_a_formula():
    for row in rows("hostile"):
        for cell in row.values():
            assert not re.match(r"\s*[=+\-@|%]", cell)
            assert "\n" not in cell
    assert rows("hostile")[0]["title"] == f"'{HOSTILE[0]}"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\uff1d1", "\uff0b1", "\u00a0=1", "%x", "|x"])
def test_what_begins_like_a_formula_is_text(text):
    assert str(plain_cell(text)).startswith("'")


def test_other_cells_stay_as_they_are():
    assert plain_cell("5 × 1 km – vite") == "5 × 1 km – vite"
    assert plain_cell(-3.5) == -3.5


# --- intervals.icu


TIME = r"(?=\d)(?:\d+h)?(?:\d+m)?(?:\d+s)?"
STEP = re.compile(rf"- \D*?(?:RPE[\d.]+ )?({TIME}|[\d.]+km|\d+mtr)(?: \d+:\d\d(?:-\d+:\d\d)?/km Pace| Z[1-5] HR)?")


def seconds(amount: str) -> int:
    found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", amount)
    assert found and amount
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + rest


def read_text(text: str) -> list[tuple[str, float, float]]:
    """Day, seconds and metres of each session, as the builder's rules count them: ``5x`` until an empty line."""
    read = []
    for part in re.split(r"^# ", text, flags=re.MULTILINE)[1:]:
        times, total_s, total_m = 1, 0.0, 0.0
        for line in part.split("\n")[1:]:
            if found := re.fullmatch(r"(\d+)x", line):
                times = int(found[1])
            elif not line:
                times = 1
            elif line.startswith("- "):
                found = STEP.fullmatch(line)
                assert found, line
                if found[1].endswith(("km", "mtr")):
                    total_m += times * float(found[1].rstrip("kmtr")) * (1000 if found[1].endswith("km") else 1)
                else:
                    total_s += times * seconds(found[1])
        read.append((part[:10], total_s, total_m))
    return read


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", ["hand-made", "mixed", "marathon", "ultra", "return"])
def test_the_text_holds_every_step_of_every_run(name, language):
    read = read_text(exported(name, PlanFile.INTERVALS, language).data.decode())
    planned = [session for session in every_form()[name].sessions if session.kind is not SessionKind.REST]
    assert [day for day, _, _ in read] == [session.day.isoformat() for session in planned]
    for (_, total_s, total_m), session in zip(read, planned, strict=True):
        if session.kind is not SessionKind.STRENGTH:
            timed, measured = amounts(session.steps)
            assert (total_s, total_m) == (pytest.approx(timed, abs=len(session.steps)), pytest.approx(measured, abs=1))


def amounts(steps) -> tuple[float, float]:
    """Seconds of what is run by time and metres of what is run by distance."""
    total_s, total_m = 0.0, 0.0
    for step in steps:
        inner = (
            amounts(step.steps) if step.steps else (0, step.distance_m) if step.by_distance else (step.duration_s, 0)
        )
        total_s, total_m = total_s + inner[0] * step.times, total_m + inner[1] * step.times
    return total_s, total_m


def test_repeats_inside_repeats_are_laid_out():
    text = exported("mixed", PlanFile.INTERVALS).data.decode()
    part = text.split("2 × 3 × 300 m")[1].split("# ")[0]
    assert part.count("3x\n- Effort 300mtr 4:25-4:20/km Pace\n- Recovery RPE2 1m\n\n- Recovery 3m Z1 HR") == 2


# --- Zwift


def workouts(name: str, language: Language = Language.ENGLISH) -> dict[str, ElementTree.Element]:
    archive = zipfile.ZipFile(io.BytesIO(exported(name, PlanFile.ZWO, language).data))
    return {entry: ElementTree.fromstring(archive.read(entry)) for entry in archive.namelist()}


def length(workout: ElementTree.Element) -> float:
    """Seconds or metres of a workout, as Zwift adds them up."""
    total = 0.0
    for block in workout.find("workout"):
        if block.tag == "IntervalsT":
            total += int(block.get("Repeat")) * (int(block.get("OnDuration")) + int(block.get("OffDuration")))
        else:
            total += int(block.get("Duration"))
    return total


@pytest.mark.parametrize("name", NAMES)
def test_every_run_is_a_zwift_workout_of_its_length(name):
    plan = every_form()[name]
    runs = [session for session in plan.sessions if session.kind.run]
    read = workouts(name)
    assert len(read) == len(runs)
    for (entry, workout), session in zip(read.items(), runs, strict=True):
        assert entry.startswith(session.day.isoformat())
        assert workout.findtext("sportType") == "run"
        by_distance = workout.findtext("durationType") == "distance"
        planned = session.distance_m if by_distance else session.duration_s
        assert length(workout) == pytest.approx(planned, abs=0.5 * 60)


def test_shares_are_of_the_10_km_pace_the_description_names():
    ten_km_mps = 10_000 / race_seconds(14.0, 10_000)
    workout = next(iter(workouts("hand-made").values()))
    pace_s = round(1000 / ten_km_mps)
    assert f"{pace_s // 60}:{pace_s % 60:02d}/km" in workout.findtext("description")
    block = workout.find("workout/IntervalsT")
    assert (block.get("pace"), block.get("Repeat"), block.get("OnDuration")) == ("2", "4", "1000")
    assert float(block.get("OnPower")) == pytest.approx(1000 / 262 / ten_km_mps, abs=0.001)


def test_zwift_is_told_what_it_has_no_place_for():
    assert exported("mixed", PlanFile.ZWO).left_out == (
        "Zwift has no place for the 6 sessions that are not run: they were left out.",
    )
    assert exported("hand-made", PlanFile.ZWO).left_out == ()


# --- names


@pytest.mark.parametrize("form", [PlanFile.ZWO, PlanFile.FIT])
@pytest.mark.parametrize("name", ["hostile", "full", "mixed"])
def test_names_inside_an_archive_are_plain_and_different(form, name):
    made = exported(name, form)
    names = zipfile.ZipFile(io.BytesIO(made.data)).namelist()
    assert len(set(names)) == len(names)
    for one in names:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d-[a-z0-9-]+\.(zwo|fit)", one)
        assert len(one) < 80


@pytest.mark.parametrize("form", PlanFile)
def test_the_name_of_a_file_holds_no_word_of_a_person(form):
    if form is PlanFile.PDF:
        return
    made = export(every_form()["hostile"], form, language=Language.FRENCH, athlete_name="../x", today=TODAY)
    assert re.fullmatch(r"coach-marathon-2026-12-13[a-z.-]+", made.name)
    again = export(every_form()["hostile"], form, language=Language.FRENCH, athlete_name="../x", today=TODAY)
    assert made == again


def test_the_printed_plan_is_one_of_the_forms():
    made = exported("mixed", PlanFile.PDF)
    assert made.data.startswith(b"%PDF")
    assert (made.name, made.media_type) == ("coach-return-2026-12-13.pdf", "application/pdf")
