"""Words: what is said in which language."""

from __future__ import annotations

import gettext
from datetime import date, datetime
from pathlib import Path

import pytest

from coach.domain import language as room
from coach.domain.athletes import Language
from coach.domain.language import (
    citation_words,
    date_words,
    day_words,
    full_date_words,
    list_words,
    mark,
    moment_words,
    month,
    range_words,
    say,
    say_many,
    short_day,
    short_month,
    short_weekday,
    time_words,
    weekday,
)

FR, EN = Language.FRENCH, Language.ENGLISH


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


class _French(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return {"Good morning {name}": "Bonjour {name}", "Sunday": "dimanche"}.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "{count} course de {name}" if n < 2 else "{count} courses de {name}"


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    english = gettext.NullTranslations()
    monkeypatch.setattr(room, "_catalogue", lambda language: _French() if language is FR else english)


@pytest.mark.usefixtures("french")
def test_a_message_is_said_in_the_language_asked_and_filled() -> None:
    assert say(FR, "Good morning {name}", name="Ann") == "Bonjour Ann"
    assert say(EN, "Good morning {name}", name="Ann") == "Good morning Ann"


@pytest.mark.usefixtures("french")
def test_an_unknown_message_is_said_in_english() -> None:
    assert say(FR, "Never translated {n}", n=3) == "Never translated 3"


def test_an_empty_message_says_nothing() -> None:
    assert say(FR, "") == ""


def test_braces_stay_when_there_is_nothing_to_fill() -> None:
    assert say(EN, "a {b") == "a {b"


def test_braces_in_a_value_are_never_filled_again() -> None:
    assert say(EN, "Hello {name}", name="{secret}") == "Hello {secret}"


def test_a_forgotten_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        say(EN, "{a} and {b}", a=1)


@pytest.mark.usefixtures("french")
def test_french_says_zero_in_the_singular_and_english_in_the_plural() -> None:
    said = [say_many(FR, "{count} run of {name}", "{count} runs of {name}", n, name="Bo") for n in (0, 1, 2)]
    assert said == ["0 course de Bo", "1 course de Bo", "2 courses de Bo"]
    assert say_many(EN, "{count} run", "{count} runs", 0) == "0 runs"


def test_marked_text_is_unchanged() -> None:
    assert mark("Hello {name}") == "Hello {name}"


def test_days_in_words() -> None:
    day = date(2026, 11, 21)
    assert [plain(words(FR, day)) for words in (day_words, date_words, full_date_words, short_day)] == [
        "samedi 21 novembre",
        "21 novembre 2026",
        "samedi 21 novembre 2026",
        "21 nov.",
    ]
    assert [plain(words(EN, day)) for words in (day_words, date_words, full_date_words, short_day)] == [
        "Saturday 21 November",
        "21 November 2026",
        "Saturday 21 November 2026",
        "21 Nov",
    ]


def test_the_first_of_a_month_is_an_ordinal_in_french_only() -> None:
    assert plain(day_words(FR, date(2026, 3, 1))) == "dimanche 1er mars"
    assert plain(day_words(EN, date(2026, 3, 1))) == "Sunday 1 March"


def test_ranges_say_what_differs() -> None:
    assert plain(range_words(FR, date(2026, 11, 23), date(2026, 11, 29))) == "23–29 novembre"
    assert plain(range_words(FR, date(2026, 11, 30), date(2026, 12, 6))) == "30 novembre – 6 décembre"
    assert plain(range_words(EN, date(2026, 12, 28), date(2027, 1, 3))) == "28 December 2026 – 3 January 2027"


def test_moments_show_their_own_clock() -> None:
    moment = datetime(2026, 11, 21, 7, 4)
    assert plain(time_words(FR, moment)) == "7 h 04"
    assert time_words(EN, moment) == "07:04"
    assert plain(moment_words(FR, moment)) == "samedi 21 novembre à 7 h 04"
    assert plain(moment_words(EN, moment)) == "Saturday 21 November at 07:04"


def test_names_of_days_and_months_agree_with_the_calendar() -> None:
    monday = date(2026, 11, 23)
    assert weekday(FR, monday.weekday()) == "lundi"
    assert short_weekday(EN, monday.weekday()) == "Mon"
    assert month(FR, 8) == "août"
    assert short_month(FR, 12) == "déc."


def test_lists_are_joined_as_people_say_them() -> None:
    assert list_words(FR, ["lundi", "mercredi", "samedi"]) == "lundi, mercredi et samedi"
    assert list_words(EN, ["Monday", "Friday"], choice=True) == "Monday or Friday"
    assert list_words(FR, ["lundi"]) == "lundi"
    assert list_words(FR, []) == ""


def test_the_real_catalogue_is_found_beside_the_code() -> None:
    assert (room.LOCALE / "fr" / "LC_MESSAGES" / "django.mo").is_file()
    assert Path(room.__file__).parent == room.LOCALE.parent


@pytest.mark.parametrize(
    ("citation", "french"),
    [
        ("Tanaka and others, 2001", "Tanaka et al., 2001"),
        (
            "Léger and Mercier, 1984; Billat and Koralsztein, 1996",
            "Léger et Mercier, 1984\u202f; Billat et Koralsztein, 1996",
        ),
        ("Task Force of the ESC and NASPE, 1996", "Task Force of the ESC and NASPE, 1996"),
        ("Friel, 2009", "Friel, 2009"),
    ],
)
def test_a_citation_is_linked_in_the_language(citation: str, french: str) -> None:
    assert citation_words(Language.FRENCH, citation) == french
    assert citation_words(Language.ENGLISH, citation) == citation
