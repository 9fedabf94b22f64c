from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime

import pytest

from coach.api import uploads
from coach.services import imports, sample_files, samples
from coach.store import home, originals
from tests.conftest import NOW


def _spooled() -> list[str]:
    return [path.name for path in home.spool_folder().iterdir()]


def _run(client, files):
    return client.post("/v1/imports", files=[("files", each) for each in files])


def test_files_sent_become_activities(ann):
    run = samples.one_hour_run(11)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        later = samples.hour_recording(12, datetime(2026, 11, 10, 7, tzinfo=UTC))
        archive.writestr("inside.fit", sample_files.fit_file(later))
    answer = _run(ann, [("a.fit", run), ("a again.fit.gz", gzip.compress(run)), ("b.zip", packed.getvalue())])
    told = answer.json()
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/imports/{told['id']}"
    assert (told["state"], told["finished"], told["files"]) == ("queued", False, 3)
    assert _spooled() == []

    imports.work(told["id"], lambda: NOW)
    done = ann.get(answer.headers["location"]).json()
    assert (done["state"], done["finished"]) == ("done", True)
    assert (done["new"], done["duplicates"] + done["merged"], done["quarantined"]) == (2, 1, 0)
    items = ann.get(f"{answer.headers['location']}/items").json()["items"]
    assert {item["name"].rsplit("/")[-1] for item in items} >= {"a.fit", "inside.fit"}
    assert ann.get("/v1/activities").json()["total"] == 2


def test_a_file_is_kept_byte_for_byte(ann, cast):
    run = samples.one_hour_run(13)
    _run(ann, [("a.fit", run)])
    import hashlib

    assert originals.read(hashlib.sha256(run).digest()) == run


def test_what_was_set_aside_says_why_in_the_language_asked_for_and_can_be_read_again(past, as_member):
    reasons = {}
    for language in ("en", "fr"):
        client = as_member(past.people.ann, language)
        (item,) = client.get(f"/v1/imports/{past.run_id}/items", params={"state": "quarantined"}).json()["items"]
        assert (item["name"], item["reason_code"]) == ("broken.fit", "unreadable")
        reasons[language] = item["reason"]
    assert reasons["en"] != reasons["fr"]
    client = as_member(past.people.ann)
    assert client.post(f"/v1/imports/{past.run_id}/retry").json() == {"files": 1}
    assert client.get(f"/v1/imports/{past.run_id}").json()["state"] == "queued"
    imports.work(past.run_id, lambda: NOW)
    assert client.get(f"/v1/imports/{past.run_id}").json()["quarantined"] == 1


def test_a_log_can_be_followed_from_the_last_line_seen(veteran, past):
    address = f"/v1/imports/{past.run_id}/log"
    lines = veteran.get(address).json()["lines"]
    assert lines
    assert all("{" not in line["message"] for line in lines)
    assert veteran.get(address, params={"after": lines[-1]["id"]}).json()["lines"] == []
    assert veteran.get(address, params={"after": 2**64}).status_code == 422


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x--\r\n", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"anything", "multipart/form-data"),
        (b"anything", "application/octet-stream"),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nword\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.fit"\r\n\r\ncut',
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\n" + b"H: " + b"v" * 100_000, "multipart/form-data; boundary=x"),
    ],
)
def test_an_upload_without_a_whole_file_is_refused_and_leaves_nothing(ann, body, kind):
    refusal = ann.post("/v1/imports", content=body, headers={"Content-Type": kind})
    assert (refusal.status_code, refusal.json()["field"]) == (422, "files")
    assert _spooled() == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\run.fit", "run.fit"),
        ("/", "file"),
        ("..", "file"),
        ("", "file"),
        ("Séance du soir.fit", "Séance du soir.fit"),
        ("a\u202eb.fit", "ab.fit"),
        ("x" * 500 + ".fit", "x" * 196 + ".fit"),
    ],
)
def test_a_name_sent_is_never_a_path(ann, sent, kept):
    told = _run(ann, [(sent or " ", b"text of " + sent.encode())]).json()
    (item,) = ann.get(f"/v1/imports/{told['id']}/items").json()["items"]
    assert item["name"] == kept
    assert _spooled() == []


def test_an_upload_over_the_limit_is_refused_before_and_while_it_comes(ann, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_UPLOAD", 100_000)
    announced = _run(ann, [("a.fit", b"x" * 100_001)])
    assert (announced.status_code, announced.json()["code"]) == (413, "too_large")
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.fit"\r\n\r\n'
    pieces = (piece for piece in [head, *[b"x" * 10_000] * 11])
    unannounced = ann.post("/v1/imports", content=pieces, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert (unannounced.status_code, unannounced.json()["code"]) == (413, "too_large")
    assert _spooled() == []


def test_more_files_than_the_limit_are_refused(ann, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    refusal = _run(ann, [(f"{number}.fit", b"x%d" % number) for number in range(3)])
    assert (refusal.status_code, refusal.json()["code"]) == (413, "too_large")
    assert _spooled() == []


def test_a_full_disk_is_said_and_leaves_nothing(ann, monkeypatch):
    import errno

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads.Spool, "_data", full)
    refusal = _run(ann, [("a.fit", b"x")])
    assert (refusal.status_code, refusal.json()["code"]) == (503, "unavailable")
    assert _spooled() == []


def test_an_upload_that_is_not_handed_over_leaves_nothing(ann, monkeypatch):
    from coach.domain.problems import Unavailable

    def fail(*_: object) -> None:
        raise Unavailable("No.")

    monkeypatch.setattr(imports, "submit", fail)
    assert _run(ann, [("a.fit", b"never"), ("b.fit", b"ever")]).status_code == 503
    assert _spooled() == []


def test_a_stranger_without_token_sends_nothing(nobody):
    assert _run(nobody, [("a.fit", b"x")]).status_code == 401
    assert _spooled() == []
