"""The list of activities, one in full, and what may be done with it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from coach.services import activities, imports, sample_files, samples
from coach.store.engine import transaction
from tests.conftest import NOW

HTMX = {"HX-Request": "true"}


@pytest.fixture
def many(ann, cast, tmp_path):
    """Ann with 23 short runs, one a day."""
    for number in range(23):
        recording = samples.hour_recording(1, datetime(2026, 10, 1 + number, 7, tzinfo=UTC))
        (tmp_path / f"{number}.fit").write_bytes(sample_files.fit_file(recording))
    imports.import_paths(cast.ann.athlete_id, [tmp_path], lambda: NOW, source="upload")
    return ann


def _rows(text: str) -> list[str]:
    return re.findall(r'class="activity-row" href="([^"]+)"', text)


def test_an_empty_list_says_where_to_begin(ann) -> None:
    page = ann.get("/activities/")
    assert "Pas encore d’activité." in page.text
    assert 'href="/imports/"' in page.text


def test_scrolling_reaches_every_activity_once(many) -> None:
    first = many.get("/activities/").text
    assert len(_rows(first)) == 20
    further = re.search(r'hx-get="([^"]*cursor=[^"]*)"', first)[1].replace("&amp;", "&")
    rest = many.get(further, headers=HTMX).text
    assert "<html" not in rest
    assert "cursor=" not in rest
    assert len(_rows(first) + _rows(rest)) == len(set(_rows(first) + _rows(rest))) == 23
    assert len(_rows(many.get(further).text)) == 3, "without JavaScript the link leads to a whole page"


def test_the_month_is_said_once_across_pages(many) -> None:
    first = many.get("/activities/").text
    further = re.search(r'hx-get="([^"]*cursor=[^"]*)"', first)[1].replace("&amp;", "&")
    assert (first + many.get(further, headers=HTMX).text).count("Octobre 2026") == 1


def test_filters_narrow_the_list_and_nonsense_narrows_nothing(veteran, past) -> None:
    assert len(_rows(veteran.get("/activities/?family=run").text)) == 2
    nothing = veteran.get("/activities/?family=swim", headers=HTMX).text
    assert "Aucune activité ne correspond" in nothing
    assert "<html" not in nothing
    assert len(_rows(veteran.get("/activities/?family=chess&period=soon").text)) == 2
    assert len(_rows(veteran.get("/activities/?period=30").text)) == 1


def test_a_cursor_we_never_gave_is_answered_with_a_sentence(veteran) -> None:
    answer = veteran.get("/activities/?cursor=nonsense", headers=HTMX)
    assert answer.status_code == 422
    assert "<html" not in answer.text


def test_the_detail_shows_figures_track_charts_and_kilometres(veteran, past) -> None:
    page = veteran.get(f"/activities/{past.alone_id}/").text
    assert page.count("<svg") > 3
    assert 'class="track"' in page
    assert re.search(r"<dd>\d+:\d\d/km</dd>", page)
    assert "Kilomètres" in page
    assert "Fichier d’origine" in page
    assert "Sépare" not in page, "one file: nothing to separate"


def test_the_original_comes_back_byte_for_byte(veteran, past) -> None:
    page = veteran.get(f"/activities/{past.merged_id}/").text
    files = [veteran.get(address) for address in re.findall(r'href="([^"]+/original/)"', page)]
    assert past.original in [b"".join(file.streaming_content) for file in files]
    assert all(file.headers["Content-Disposition"].startswith("attachment") for file in files)


def test_a_name_is_changed_and_taken_back(veteran, past) -> None:
    page = f"/activities/{past.alone_id}/"
    assert 'name="name"' in veteran.get(f"{page}?edit=name").text
    answer = veteran.post(f"{page}name/", {"name": "<b>Canal</b> & retour"}, follow=True)
    assert "&lt;b&gt;Canal&lt;/b&gt; &amp; retour" in answer.text
    assert len(_rows(veteran.get("/activities/?text=canal").text)) == 1
    veteran.post(f"{page}name/", {"name": ""})
    assert "Canal" not in veteran.get(page).text


def test_a_name_too_long_is_refused_with_a_sentence(veteran, past) -> None:
    assert veteran.post(f"/activities/{past.alone_id}/name/", {"name": "x" * 121}).status_code == 422


def test_a_deletion_can_be_undone(veteran, past) -> None:
    page = f"/activities/{past.alone_id}/"
    offered = veteran.post(f"{page}delete/")
    assert f'action="{page}restore/"' in offered.text
    assert veteran.get(page).status_code == 404
    veteran.post(f"{page}restore/")
    assert veteran.get(page).status_code == 200


def test_a_merge_is_undone_by_separating_a_file(as_member, stopped_clock, cast, tmp_path) -> None:
    from coach.services import samples_xml

    recording = samples.hour_recording(2, datetime(2026, 11, 3, 7, tzinfo=UTC))
    (tmp_path / "a.fit").write_bytes(sample_files.fit_file(recording))
    (tmp_path / "b.tcx").write_bytes(samples_xml.duplicate_as_tcx(recording))
    imports.import_paths(cast.bo.athlete_id, [tmp_path], lambda: NOW, source="upload")
    with transaction() as connection:
        [row] = activities.listing(connection, cast.bo.athlete_id).rows
    bo = as_member(cast.bo)
    page = bo.get(f"/activities/{row.activity_id}/").text
    parted = bo.post(re.findall(r'action="([^"]+/separate/)"', page)[-1])
    assert parted.status_code == 302
    assert parted.headers["Location"] != f"/activities/{row.activity_id}/"
    assert bo.get("/activities/").context["page"].total == 2


def test_sets_are_named_in_words_in_both_languages(database) -> None:
    from django.utils import translation

    from coach.web.design.templatetags.coach import exercise_word

    with translation.override("fr"):
        assert exercise_word("calf_raise") == "Extension des mollets"
        assert exercise_word("sled_push") == "Sled push"
    with translation.override("en"):
        assert exercise_word("calf_raise") == "Calf raise"
        assert exercise_word(None) == "–"


def test_a_search_finds_activities_by_the_word_of_their_sport(veteran, past) -> None:
    for word in ("course", "COURSE", "Coürse"):
        assert veteran.get("/activities/", {"text": word}).context["page"].total == 2
    assert veteran.get("/activities/", {"text": "natation"}).context["page"].total == 0


def test_a_long_table_shows_its_first_rows_and_folds_the_rest(database) -> None:
    from coach.web.design.templatetags.coach import head, tail

    assert (len(head(range(30))), len(tail(range(30)))) == (30, 0)
    assert (len(head(range(31))), tail(range(31))[0]) == (20, 20)


def test_an_activity_is_rated_without_a_script_and_the_dash_takes_it_back(veteran, past) -> None:
    page = f"/activities/{past.alone_id}/"
    before = veteran.get(page).text
    assert f'action="{page}effort/"' in before
    assert re.search(r'<option value="7">7/10, très dur</option>', before)
    after = veteran.post(f"{page}effort/", {"effort": "7"}, follow=True).text
    assert re.search(r'<option value="7" selected>', after)
    for nonsense in ("11", "x", "7.2"):
        veteran.post(f"{page}effort/", {"effort": nonsense})
        assert re.search(r'<option value="7" selected>', veteran.get(page).text), nonsense
    assert re.search(
        r'<option value="" selected>—</option>', veteran.post(f"{page}effort/", {"effort": ""}, follow=True).text
    )


def test_a_half_given_elsewhere_can_be_kept_and_the_watchs_own_rating_is_said(veteran, past) -> None:
    from coach.store.tables import t_activity

    page = f"/activities/{past.alone_id}/"
    mine = t_activity.c.id == past.alone_id
    totals = t_activity.c.totals.op("||")
    with transaction() as connection:
        activities.rate(connection, past.people.ann.athlete_id, past.alone_id, 6.5)
        connection.execute(t_activity.update().where(mine).values(totals=totals({"perceived_effort": 4.0})))
    text = veteran.get(page).text
    assert re.search(r'<option value="6.5" selected>6,5/10, vraiment dur</option>', text)
    assert "— (ta montre : 4/10, un peu dur)".replace(" :", "\u00a0:") in text
    with transaction() as connection:
        activities.rate(connection, past.people.ann.athlete_id, past.alone_id, None)
        connection.execute(t_activity.update().where(mine).values(totals=totals({"perceived_effort": None})))
