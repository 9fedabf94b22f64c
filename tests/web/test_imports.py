"""Files in through the pages, and what is said of each."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from coach.services import imports, sample_files, samples
from coach.store import home
from tests.conftest import NOW


def _file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def _opened(client) -> str:
    answer = client.post("/imports/open/", {"label": "Ma montre"}, headers={"X-Upload": "1"})
    assert answer.status_code == 201
    return answer.text


def _worked(address: str) -> None:
    imports.work(address.strip("/").split("/")[-1], lambda: NOW)


def _counts(text: str) -> dict[str, int]:
    """Word to number, as the row of totals says them."""
    found = re.findall(r'<span class="strong">(\d+)</span> ([^<]+)</a>', text)
    return {word: int(number) for number, word in found}


def test_files_sent_one_by_one_become_activities(ann) -> None:
    run = _opened(ann)
    for name, data in (("montre/a.fit", samples.one_hour_run(5)), ("montre/notes.fit", b"not a run")):
        given = {"file": _file(name, data), "name": name}
        sent = ann.post(f"{run}files/", given, headers={"X-Upload": "1"})
        assert (sent.status_code, sent.content) == (204, b"")
    assert ann.post(f"{run}submit/").status_code == 204
    waiting = ann.get(f"{run}progress/", headers={"HX-Request": "true"})
    assert waiting.status_code == 200
    assert 'hx-trigger="every 1s"' in waiting.text
    assert waiting.context["items"] == (), "a file falls in when something became of it"
    _worked(run)
    done = ann.get(f"{run}progress/", headers={"HX-Request": "true"})
    assert _counts(done.text) == {"tous": 2, "mesuré": 1, "mis de côté": 1}
    assert {item.name for item in done.context["items"]} == {"montre/a.fit", "montre/notes.fit"}
    assert ann.get("/activities/").context["page"].total == 1


def test_a_finished_run_stops_the_polling_and_is_announced_once(veteran, past) -> None:
    done = veteran.get(f"/imports/{past.run_id}/progress/", headers={"HX-Request": "true"})
    assert done.status_code == 286
    assert "hx-get" not in done.text
    assert re.search(r'hx-swap-oob="innerHTML:#announce">terminé<', done.text)


def test_the_plain_form_takes_several_files_without_javascript(ann) -> None:
    later = sample_files.fit_file(samples.hour_recording(7, datetime(2026, 11, 12, 7, tzinfo=UTC)))
    files = [_file("a.fit", samples.one_hour_run(6)), _file("b.fit", later)]
    answer = ann.post("/imports/", {"files": files})
    assert answer.status_code == 302
    _worked(answer.headers["Location"])
    assert _counts(ann.get(answer.headers["Location"]).text) == {"tous": 2, "mesuré": 2}


def test_an_empty_form_says_what_to_do(ann) -> None:
    answer = ann.post("/imports/", {})
    assert answer.status_code == 422
    assert "Choisis d’abord au moins un fichier." in answer.text
    run = _opened(ann)
    assert ann.post(f"{run}files/", {}, headers={"X-Upload": "1"}).status_code == 422


def test_an_upload_leaves_nothing_behind_in_the_spool(ann) -> None:
    before = set(home.spool_folder().iterdir())
    run = _opened(ann)
    ann.post(f"{run}files/", {"file": _file("a.fit", samples.one_hour_run(8))})
    assert set(home.spool_folder().iterdir()) == before


def test_the_same_file_again_is_already_here(ann) -> None:
    for expected in ({"tous": 1, "mesuré": 1}, {"tous": 1, "déjà là": 1}):
        answer = ann.post("/imports/", {"files": [_file("a.fit", samples.one_hour_run(9))]})
        _worked(answer.headers["Location"])
        assert _counts(ann.get(answer.headers["Location"]).text) == expected


def test_a_file_set_aside_says_why_and_can_be_tried_again(ann) -> None:
    answer = ann.post("/imports/", {"files": [_file("vide.fit", b"nothing")]})
    run = answer.headers["Location"]
    _worked(run)
    page = ann.get(run).text
    assert "item-reason" in page
    assert "Réessayer ce qui est mis de côté" in page
    assert ann.post(f"{run}retry/").status_code == 302
    assert 'hx-trigger="every 1s"' in ann.get(run).text
    _worked(run)
    assert _counts(ann.get(run).text) == {"tous": 1, "mis de côté": 1}


def test_a_word_of_the_totals_narrows_the_rows(veteran, past) -> None:
    page = veteran.get(f"/imports/{past.run_id}/?state=quarantined")
    assert [item.name for item in page.context["items"]] == ["broken.fit"]
    assert len(veteran.get(f"/imports/{past.run_id}/?state=nonsense").context["items"]) == 4


def test_the_log_is_one_tap_away_on_the_athletes_own_clock(veteran, past) -> None:
    assert f'href="/imports/{past.run_id}/log/"' in veteran.get(f"/imports/{past.run_id}/").text
    log = veteran.get(f"/imports/{past.run_id}/log/")
    assert log.context["lines"]
    first = log.context["lines"][0].at
    assert f">{first.astimezone(ZoneInfo('Europe/Paris')):%H:%M:%S}<" in log.text
    warnings = veteran.get(f"/imports/{past.run_id}/log/?level=warning")
    assert all(line.level != "info" for line in warnings.context["lines"])


def test_a_run_can_be_stopped(ann) -> None:
    run = ann.post("/imports/", {"files": [_file("a.fit", samples.one_hour_run(10))]}).headers["Location"]
    ann.post(f"{run}cancel/")
    assert "Arrêté. Ce qui a été lu reste." in ann.get(run).text


def test_an_upload_over_the_limit_is_refused_before_it_is_read(ann, settings_changed) -> None:
    settings_changed(UPLOAD_LIMIT_BYTES=1000)
    answer = ann.post("/imports/open/", {"label": "x" * 2000}, headers={"X-Upload": "1"})
    assert answer.status_code == 413
    assert "dépasse 2 Go" in answer.text


def _lead(page: str) -> str:
    return " ".join(re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL).group(1).split(" "))


def test_the_headline_follows_the_counts(ann) -> None:
    good, bad = samples.one_hour_run(31), b"nothing"
    said = []
    for files in ([("a.fit", bad)], [("a.fit", good), ("b.fit", bad + b"!"), ("c.fit", good)], [("a.fit", good)]):
        answer = ann.post("/imports/", {"files": [_file(name, data) for name, data in files]})
        _worked(answer.headers["Location"])
        said.append(_lead(ann.get(answer.headers["Location"]).text).strip())
    assert said[0] == "Le fichier a été mis de côté\N{NO-BREAK SPACE}: il n’a pas pu être lu."
    assert said[1].startswith("1 nouveau fichier mesuré")
    assert "1 était une copie." in said[1]
    assert "1 a été mis de côté." in said[1]
    assert said[2] == "Rien de nouveau\N{NO-BREAK SPACE}: tout était déjà là."


def test_many_rows_are_folded_to_fifty_until_all_are_asked_for(ann) -> None:
    files = [_file(f"{number}.fit", b"x" * (number + 1)) for number in range(52)]
    run = ann.post("/imports/", {"files": files}).headers["Location"]
    _worked(run)
    page = ann.get(run)
    assert len(page.context["items"]) == 50
    assert f'href="{run}?all=1"' in page.text
    whole = ann.get(f"{run}?all=1")
    assert len(whole.context["items"]) == 52
    assert f'href="{run}?all=1"' not in whole.text
