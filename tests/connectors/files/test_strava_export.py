"""A Strava export is understood in any account language."""

from __future__ import annotations

import csv
import gzip
import io
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.connectors.files import Found, Passed, Refused, Walked, walk
from coach.connectors.files.strava_dates import read_date
from coach.connectors.files.strava_export import read_table
from coach.domain.problems import TooLarge
from coach.domain.sports import Sport
from tests.connectors.files.making import fit, gpx_run, tcx_run, zipped

ENGLISH = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
    "Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,"
    "Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,Elevation Gain,Elevation Loss,"
    "Max Heart Rate,Average Heart Rate,Calories,Competition"
)
FRENCH = (
    "ID de l'activité,Date de l'activité,Nom de l'activité,Type d'activité,Description de l'activité,"
    "Temps écoulé,Distance,Fréquence cardiaque max.,Effort relatif,Trajet,Note privée,Équipement,"
    "Nom de fichier,Poids,Poids du vélo,Temps écoulé,Durée de déplacement,Distance,Vitesse max.,"
    "Vitesse moyenne,Dénivelé positif,Dénivelé négatif,FC max.,FC moyenne,Calories,Compétition"
)


def _row(number: int, date: str, name: str, kind: str, file: str, distance: str = "10.02") -> list[str]:
    start = [str(number), date, name, kind, "easy", "3600", distance, "170", "50", "false", "", "shoes", file, "70", ""]
    return [*start, "3600.0", "3500.0", "10020.5", "4.5", "2.8", "101.5", "99.0", "171", "150.5", "700.0", "1.0"]


def _table(header: str, *rows: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header.split(","), *rows])
    return text.getvalue().encode()


def _found(path: Path) -> list[Found]:
    return [one for one in walk(path, spool=path.parent) if isinstance(one, Found)]


def _export(path: Path, table: bytes, root: str = "") -> Path:
    return zipped(
        path,
        {
            f"{root}activities.csv": table,
            f"{root}profile.csv": b"x",
            f"{root}activities/11.fit.gz": gzip.compress(fit()),
            f"{root}activities/12.gpx": gpx_run(),
            f"{root}activities/13.tcx.gz": gzip.compress(b"        " + tcx_run()),
            f"{root}routes/1.gpx": gpx_run(),
        },
    )


@pytest.mark.parametrize("root", ["", "export_123/"])
def test_every_file_gets_its_line_and_entries_by_hand_follow(tmp_path: Path, root: str) -> None:
    table = _table(
        ENGLISH,
        _row(901, "Apr 30, 2021, 1:30:45 PM", "Lunch, run", "Run", "activities/11.fit.gz"),
        _row(902, "May 1, 2021, 8:00:00 AM", "Ride", "Ride", "activities/12.gpx"),
        _row(903, "May 2, 2021, 8:00:00 AM", "Gym", "Weight Training", "activities/13.tcx.gz"),
        _row(904, "May 3, 2021, 8:00:00 AM", "By hand", "Hike", ""),
    )
    path = _export(tmp_path / "e.zip", table, root)
    walked: list[Walked] = list(walk(path, spool=tmp_path))
    found = [one for one in walked if isinstance(one, Found)]
    assert [one.hints.title for one in found if one.hints] == ["Lunch, run", "Ride", "Gym", "By hand"]
    assert [one.hints.sport for one in found if one.hints] == [Sport.RUN, Sport.RIDE, Sport.STRENGTH, Sport.HIKE]
    assert found[0].data == fit()
    assert found[0].hints is not None
    assert (found[0].hints.description, found[0].hints.race) == ("easy", True)
    assert [one.name for one in walked if isinstance(one, Passed)] == [
        f"{root}{name}" for name in ("activities.csv", "profile.csv", "routes/1.gpx")
    ]
    by_hand = found[3].recording
    assert by_hand is not None
    assert by_hand.started_at == datetime(2021, 5, 3, 8, 0, tzinfo=UTC)
    assert (by_hand.totals.distance_m, by_hand.totals.elapsed_s, by_hand.totals.timer_s) == (10020.5, 3600, 3500)
    assert (by_hand.totals.ascent_m, by_hand.totals.avg_hr, by_hand.totals.calories_kcal) == (101.5, 150.5, 700)


def test_a_french_account_is_read_by_structure(tmp_path: Path) -> None:
    table = _table(
        FRENCH,
        _row(901, "30 avr. 2021, 13:30:45", "Footing", "Course à pied", "activities/11.fit.gz", "10,02"),
        _row(902, "1 août 2021, 08:00:00", "À la main", "Randonnée", "", "10,02"),
    )
    found = _found(_export(tmp_path / "e.zip", table))
    first = found[0]
    assert first.hints is not None
    assert (first.hints.title, first.hints.sport) == ("Footing", Sport.RUN)
    by_hand = found[-1].recording
    assert by_hand is not None
    assert (by_hand.sport, by_hand.name) == (Sport.HIKE, "À la main")
    assert by_hand.started_at == datetime(2021, 8, 1, 8, 0, tzinfo=UTC)
    assert (by_hand.totals.distance_m, by_hand.totals.elapsed_s) == (10020.5, 3600)


def test_older_exports_with_one_column_less_are_read(tmp_path: Path) -> None:
    def shorter(row: list[str]) -> list[str]:
        return row[:10] + row[11:]

    header = ENGLISH.replace("Activity Private Note,", "")
    named = shorter(_row(901, "Apr 30, 2021, 1:30:45 PM", "Run", "Run", "activities/11.fit.gz"))
    by_hand = shorter(_row(902, "May 3, 2021, 8:00:00 AM", "By hand", "Run", ""))
    found = _found(_export(tmp_path / "e.zip", _table(header, named, by_hand)))
    assert found[-1].recording is not None
    assert found[-1].recording.totals.distance_m == 10020.5
    assert found[-1].recording.totals.ascent_m == 101.5


def test_a_line_whose_file_is_missing_still_counts(tmp_path: Path) -> None:
    table = _table(ENGLISH, _row(905, "Apr 30, 2021, 1:30:45 PM", "Lost", "Run", "activities/99.fit.gz"))
    assert [one.hints.title for one in _found(_export(tmp_path / "e.zip", table)) if one.hints] == ["Lost"]


def test_a_broken_table_loses_no_file(tmp_path: Path) -> None:
    for table in (b"", b"\0\0\0", b"words\nmore words\n", _table(ENGLISH)[:40], b'"' * 999):
        walked = list(walk(_export(tmp_path / "e.zip", table), spool=tmp_path))
        assert len([one for one in walked if isinstance(one, Found)]) == 3


def test_dates_nobody_can_read_are_refused_together_with_their_count(tmp_path: Path) -> None:
    odd = ("the other day", "Apr 30, 20219, 1:30:45 PM", "9" * 5000 + " Apr 2021, 10:00:00", "30.04.0021, 13:30:45")
    table = _table(ENGLISH, *(_row(905 + number, date, "Old", "Run", "") for number, date in enumerate(odd)))
    walked = list(walk(_export(tmp_path / "e.zip", table), spool=tmp_path))
    (refused,) = [one for one in walked if isinstance(one, Refused)]
    assert (refused.name, refused.problem.values) == ("activities.csv", {"count": 4})


def test_words_over_many_lines_stay_in_their_cell(tmp_path: Path) -> None:
    row = _row(901, "Apr 30, 2021, 1:30:45 PM", "Run", "Run", "activities/11.fit.gz")
    row[4] = 'first line\nactivities/ "second", line'
    (found, *_) = _found(_export(tmp_path / "e.zip", _table(ENGLISH, row)))
    assert found.hints is not None
    assert found.hints.description == row[4]


@pytest.mark.parametrize(
    "text",
    [
        "Apr 30, 2021, 1:30:45 PM",
        "30 Apr 2021, 13:30:45",
        "Apr 30, 2021, 1:30:45\u202fPM",
        "30 avr. 2021, 13:30:45",
        "30 avr. 2021 à 13:30:45",
        "30.04.2021, 13:30:45",
        "30. Apr. 2021, 13:30:45",
        "30 abr 2021, 13:30:45",
        "30 abr. 2021 13:30:45",
        "30 de abr. de 2021, 13:30:45",
        "30 apr 2021, 13:30:45",
        "30 апр. 2021 г., 13:30:45",
        "30 kwi 2021, 13:30:45",
        "30/04/2021, 13:30:45",
        "2021-04-30 13:30:45",
        "2021/04/30 13:30:45",
        "2021年4月30日 13:30:45",
    ],
)
def test_dates_of_many_languages_are_the_same_instant(text: str) -> None:
    assert read_date(text) == datetime(2021, 4, 30, 13, 30, 45, tzinfo=UTC).timestamp()


def test_noon_midnight_and_impossible_dates() -> None:
    assert read_date("Apr 30, 2021, 12:05:00 AM") == datetime(2021, 4, 30, 0, 5, tzinfo=UTC).timestamp()
    assert read_date("Apr 30, 2021, 12:05:00 PM") == datetime(2021, 4, 30, 12, 5, tzinfo=UTC).timestamp()
    for text in ("", "Apr 31, 2021, 1:00:00 PM", "30 2021, 13:30:45", "1:2", "x" * 1000, "30 avr. 2021, 25:30:45"):
        assert read_date(text) is None, text


def test_every_french_and_english_month_is_known() -> None:
    french = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."
    english = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    for names in (french, english):
        for number, name in enumerate(re.split(r"\s", names), start=1):
            assert read_date(f"3 {name} 2022, 10:00:00") == datetime(2022, number, 3, 10, tzinfo=UTC).timestamp()


def test_rows_that_tell_of_nothing_are_no_activities(tmp_path: Path) -> None:
    dated = "Apr 30, 2021, 1:30:45 PM"
    still = _row(908, dated, "Nothing done", "Run", "", distance="")
    still[5] = still[15] = still[17] = ""
    table = _table(ENGLISH, ["906", "", "", ""], ["907", dated, "", ""], still, _row(909, dated, "By hand", "Run", ""))
    walked = list(walk(_export(tmp_path / "e.zip", table), spool=tmp_path))
    assert [one.hints.title for one in walked if isinstance(one, Found) and one.hints] == ["By hand"]
    assert not [one for one in walked if isinstance(one, Refused)]


def test_a_table_of_empty_rows_is_read_in_no_time_and_one_of_too_many_is_refused(tmp_path: Path) -> None:
    began = time.process_time()
    assert len(read_table(ENGLISH + "\n" + "7,,,\n" * 90_000)) == 1
    assert time.process_time() - began < 1.5
    with pytest.raises(TooLarge, match="more than 100000"):
        read_table(ENGLISH + "\n" + "7,,,\n" * 100_001)


def test_a_wide_table_costs_no_more_than_its_first_columns() -> None:
    wide = ",".join([ENGLISH, *["Calories"] * 50_000])
    began = time.process_time()
    read_table(wide + "\n" + "".join(f"{n},,,\n" for n in range(5_000)))
    assert time.process_time() - began < 1.0


_UP_TO_EFFORT = ["0"] * 21
"""Cells between the descent and the perceived effort, as Strava writes them."""


@pytest.mark.parametrize("header", [ENGLISH, FRENCH])
@pytest.mark.parametrize(("cell", "effort"), [("7.0", 7.0), ("7,0", 7.0), ("", None), ("0", None), ("1200", None)])
def test_how_hard_it_felt_is_found_by_its_title_or_by_its_place(header: str, cell: str, effort: float | None) -> None:
    titles = header.split(",")[:22] + [f"{number}" for number in range(21)]
    titles.append("Perceived Exertion" if header is ENGLISH else "Effort perçu")
    row = _row(1, "Apr 30, 2021, 1:30:45 PM", "Out", "Run", "activities/1.fit")[:22] + _UP_TO_EFFORT + [cell]
    (line,) = read_table(_table(",".join(titles), row).decode())
    assert (line.hints.perceived_effort, line.totals.perceived_effort) == (effort, effort)


def test_an_english_table_without_the_column_says_no_effort(tmp_path: Path) -> None:
    titles = [*ENGLISH.split(",")[:22], *map(str, range(21)), "Number of Runs"]
    row = _row(1, "Apr 30, 2021, 1:30:45 PM", "Out", "Run", "activities/1.fit")[:22] + _UP_TO_EFFORT + ["7"]
    (line,) = read_table(_table(",".join(titles), row).decode())
    assert line.hints.perceived_effort is None
