"""Sample data of our own making: a history, single runs, and archives as large as a benchmark asks."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from coach.domain.problems import InvalidInput
from coach.science.recordings import Recording
from coach.science.running.simulation import Runner, SessionType, Watch, simulate_history, simulate_session
from coach.services.sample_files import fit_file

FIRST_SAMPLE_DAY = datetime(2020, 1, 1, 6, 0, tzinfo=UTC)
"""When the first run of an archive starts."""

_BETWEEN_RUNS = timedelta(hours=6)
_BASE_RUNS = 6
_QUICK = 1  # zlib's quickest level: the archive is for reading speed, not for keeping


def write_history(
    folder: Path, *, last_day: date, weeks: int = 104, seed: int = 1, runner: Runner | None = None
) -> list[Path]:
    """Writes a believable history as FIT files named by local start, oldest first, and returns their paths.

    The folder is made where it is missing. Pass yesterday as ``last_day`` when no activity may lie in the future.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for activity in simulate_history(runner or Runner(), last_day=last_day, weeks=weeks, seed=seed):
        path = folder / _watch_name(activity.recording)
        path.write_bytes(fit_file(activity.recording))
        written.append(path)
    return written


def hour_recording(seed: int, started_at: datetime = FIRST_SAMPLE_DAY) -> Recording:
    """An easy run of 3,600 samples, one a second, with twelve columns, a developer field and a lap each kilometre."""
    rng = np.random.default_rng([seed, 3600])
    runner = Runner()
    run = simulate_session(
        runner,
        SessionType.EASY,
        3599 / 60,
        started_at=started_at.astimezone(ZoneInfo(runner.time_zone)),
        vma_kmh=float(rng.uniform(13, 16)),
        watch=Watch(faults=frozenset({"no_auto_pause"})),
        seed=1,
        rng=rng,
        stops=(),
    )
    return run.recording


def one_hour_run(seed: int) -> bytes:
    """A FIT file of one hour: 3,600 records of thirteen fields, a developer field, laps. One seed is one file."""
    return fit_file(hour_recording(seed))


def history_archive(path: Path, files: int, seed: int = 1) -> None:
    """Writes a zip of ``files`` distinct one-hour runs that never overlap; memory does not grow with their number.

    Raises InvalidInput when no file is asked for.
    """
    if files < 1:
        raise InvalidInput("An archive needs at least one file.", field="files")
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as archive:
        for recording in _varied_hours(files, seed):
            archive.writestr(_watch_name(recording), fit_file(recording))


def _varied_hours(files: int, seed: int) -> Iterator[Recording]:
    """Distinct runs made quickly: a few base runs: elsewhere, a little longer or shorter, with other beats."""
    bases = [hour_recording(seed * 1000 + number) for number in range(min(files, _BASE_RUNS))]
    for number in range(files):
        rng = np.random.default_rng([seed, number])
        yield _varied(bases[number % len(bases)], FIRST_SAMPLE_DAY + number * _BETWEEN_RUNS, rng)


def _varied(base: Recording, started_at: datetime, rng: np.random.Generator) -> Recording:
    size = float(rng.uniform(0.97, 1.03))
    columns = dict(base.samples.columns)
    for name in ("latitude", "longitude"):
        first = columns[name][0]
        columns[name] = first + (columns[name] - first) * size + float(rng.normal(0, 0.0005))
    for name in ("distance", "speed", "step_length"):
        columns[name] = columns[name] * size
    beats = columns["heart_rate"] + int(rng.integers(-8, 9)) + rng.integers(-1, 2, len(base.samples))
    columns["heart_rate"] = beats
    columns["altitude"] = columns["altitude"] + float(rng.normal(0, 3))
    totals = replace(base.totals, avg_hr=float(beats.mean()), max_hr=float(beats.max()))
    if totals.distance_m is not None:
        totals = replace(totals, distance_m=totals.distance_m * size)
    laps = tuple(replace(lap, distance_m=(lap.distance_m or 0.0) * size) for lap in base.laps)
    samples = replace(base.samples, columns=columns)
    return replace(base, started_at=started_at, samples=samples, totals=totals, laps=laps)


def _watch_name(recording: Recording) -> str:
    """As watches name files: the local start to the second."""
    local = recording.started_at + timedelta(seconds=recording.utc_offset_s or 0)
    return f"{local:%Y-%m-%d-%H-%M-%S}.fit"
