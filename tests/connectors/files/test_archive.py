"""Archives and folders are walked one file at a time, and nothing in them can do harm."""

from __future__ import annotations

import gzip
import io
import os
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from coach.connectors.files import Found, Passed, Refused, Walked, archive, formats, walk
from coach.connectors.files.archive import Member, members
from coach.connectors.files.inflate import MB, Limits
from coach.domain.problems import Problem, TooLarge, Unavailable, Unreadable, UnsafeContent
from tests.connectors.files import making
from tests.connectors.files.making import fit, gpx_run, tcx_run, zipped


def _bytes_of_zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return buffer.getvalue()


def _names(found: list[Walked], kind: type) -> list[str]:
    return [one.name for one in found if isinstance(one, kind)]


def _problem(found: list[Walked], name: str) -> Problem:
    return next(one.problem for one in found if isinstance(one, Refused) and one.name == name)


def test_members_are_the_original_bytes_with_gzip_taken_off(tmp_path: Path) -> None:
    files = {"a/run.fit": fit(), "b.gpx.gz": gzip.compress(gpx_run()), "c.tcx": tcx_run(), "photo.jpg": b"x", "d/": b""}
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        found = list(members(zipped(tmp_path / "a.zip", files, method)))
        data = {one.name: one.data for one in found if isinstance(one, Member)}
        assert data == {"a/run.fit": fit(), "b.gpx.gz": gpx_run(), "c.tcx": tcx_run()}
        assert [one.name for one in found if isinstance(one, Passed)] == ["photo.jpg"]


def test_zips_inside_zips_are_walked_two_deep_and_no_further(tmp_path: Path) -> None:
    one = _bytes_of_zip({"deep.fit": fit()})
    two = _bytes_of_zip({"one.zip": one, "two.fit": fit()})
    three = _bytes_of_zip({"two.zip": two})
    found = list(walk(zipped(tmp_path / "a.zip", {"two.zip": two, "three.zip": three}), spool=tmp_path))
    assert _names(found, Found) == ["two.zip/one.zip/deep.fit", "two.zip/two.fit", "three.zip/two.zip/two.fit"]
    assert isinstance(_problem(found, "three.zip/two.zip/one.zip"), TooLarge)


def test_a_large_nested_zip_goes_through_an_anonymous_file(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    inner = _bytes_of_zip({"big.fit": fit() + os.urandom(10 * MB)}, zipfile.ZIP_STORED)
    found = list(walk(zipped(tmp_path / "a.zip", {"in.zip": inner}, zipfile.ZIP_STORED), spool=spool))
    assert _names(found, Found) == ["in.zip/big.fit"]
    assert list(spool.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../escape.fit", "/etc/escape.fit", "a/../../escape.fit", "C:/escape.fit", "..\\escape.fit"]
)
def test_names_that_point_outside_are_refused_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    found = list(walk(zipped(inside / "a.zip", {name: fit(), "good.fit": fit()}), spool=inside))
    assert _names(found, Found) == ["good.fit"]
    refused = [one for one in found if isinstance(one, Refused)]
    assert [type(one.problem) for one in refused] == [UnsafeContent]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_links_encrypted_and_oddly_packed_entries_are_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        link = zipfile.ZipInfo("link.fit")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("odd.fit", fit(), zipfile.ZIP_BZIP2)
        packed.writestr("secret.fit", fit())
        packed.writestr("good.fit", fit())
    data = bytearray(path.read_bytes())
    data[data.rindex(b"secret.fit") - 46 + 8] |= 1
    path.write_bytes(data)
    found = list(walk(path, spool=tmp_path))
    assert _names(found, Found) == ["good.fit"]
    assert isinstance(_problem(found, "link.fit"), UnsafeContent)
    assert "password" in str(_problem(found, "secret.fit"))
    assert isinstance(_problem(found, "odd.fit"), Unreadable)


def test_a_zip_bomb_stops_its_archive_quickly(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"a.fit": b"\0" * (200 * MB), "b.fit": fit()})
    start = time.process_time()
    with pytest.raises(TooLarge):
        list(members(bomb, Limits(member_bytes=1024 * MB)))
    (refused,) = [one for one in walk(bomb, spool=tmp_path) if isinstance(one, Refused) and one.name == "a.fit"]
    assert isinstance(refused.problem, TooLarge)
    assert time.process_time() - start < 2


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"a.fit": b"\0" * (200 * MB)})
    data = bytearray(path.read_bytes())
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 1000)
    path.write_bytes(data)
    (refused,) = list(walk(path, spool=tmp_path))
    assert isinstance(refused, Refused)
    assert isinstance(refused.problem, TooLarge)


def test_many_honest_looking_members_cannot_expand_to_far_more_than_the_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{number}.fit": fit() + b"\1" * MB for number in range(30)})
    with pytest.raises(TooLarge):
        list(members(path, Limits(member_bytes=2 * MB)))


def test_entries_that_share_their_bytes_cannot_multiply_them(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.fit": (fit() + os.urandom(20_000)) * 40})
    data = path.read_bytes()
    directory = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    copies = data[directory:end] * 3000
    tail = data[end : end + 8] + struct.pack("<HHII", 3000, 3000, len(copies), directory) + b"\0\0"
    path.write_bytes(data[:directory] + copies + tail)
    with pytest.raises(TooLarge):
        list(members(path, Limits(member_bytes=MB)))


def test_too_many_entries_stop_the_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{number}.fit": fit() for number in range(20)})
    with pytest.raises(TooLarge):
        list(members(path, Limits(entries=10)))
    assert len(list(members(path, Limits(entries=20)))) == 20


def test_a_bomb_in_one_archive_of_a_folder_leaves_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "b.fit").write_bytes(fit())
    zipped(folder / "a.zip", {f"{number}.gz": gzip.compress(b"\0" * (50 * MB)) for number in range(3)})
    zipped(folder / "c.zip", {"x.fit": fit()})
    (folder / "loop").symlink_to(folder)
    found = list(walk(folder, spool=tmp_path))
    assert _names(found, Found) == ["b.fit", "c.zip/x.fit"]
    assert len(_names(found, Refused)) == 3


def test_a_cut_archive_gives_every_file_before_the_cut(tmp_path: Path) -> None:
    files = {f"{number}.fit": fit() + os.urandom(5000) for number in range(10)}
    whole = zipped(tmp_path / "whole.zip", files).read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    found = list(walk(cut, spool=tmp_path))
    data = {one.name: one.data for one in found if isinstance(one, Found)}
    whole_files = [name for name in data if data[name] == files[name]]
    assert len(whole_files) >= 6
    assert str(_problem(found, "cut.zip")) == archive.ARCHIVE_CUT


def test_a_cut_archive_written_as_a_stream_is_recovered_too(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        kept = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.kept += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    pipe = Pipe()
    pipe.kept.clear()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(10):
            packed.writestr(f"{number}.gpx", gpx_run(50 + number))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(bytes(pipe.kept[: len(pipe.kept) // 2]))
    found = list(walk(cut, spool=tmp_path))
    data = {one.name: one.data for one in found if isinstance(one, Found)}
    assert [data[f"{number}.gpx"] == gpx_run(50 + number) for number in range(3)] == [True] * 3
    assert isinstance(_problem(found, "cut.zip"), Unreadable)


def test_damaged_archives_never_crash_nor_hang(tmp_path: Path) -> None:
    whole = zipped(
        tmp_path / "whole.zip", {"a.fit": fit(), "b.gpx": gpx_run(100), "c.zip": _bytes_of_zip({"d.fit": fit()})}
    )
    for number, bad in enumerate(making.damaged(whole.read_bytes(), seed=4, times=60)):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(bad)
        for one in walk(path, spool=tmp_path):
            assert isinstance(one, Found | Refused | Passed)


def test_names_in_old_code_pages_are_readable(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"caf~.fit": fit(), "été.fit": fit()})
    path.write_bytes(path.read_bytes().replace(b"caf~", b"caf\x82"))
    assert _names(list(walk(path, spool=tmp_path)), Found) == ["café.fit", "été.fit"]


def test_bytes_before_the_archive_do_not_matter(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.fit": fit()})
    path.write_bytes(path.read_bytes()[:4] + b"" + path.read_bytes()[4:])
    shifted = tmp_path / "b.zip"
    shifted.write_bytes(b"PK\x07\x08" + path.read_bytes())
    assert _names(list(walk(shifted, spool=tmp_path)), Found) == ["a.fit"]


def test_memory_does_not_grow_with_the_length_of_the_archive(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        files = {f"activities/{number}.fit": fit() + os.urandom(20_000) for number in range(count)}
        path = zipped(tmp_path / f"{count}.zip", files, zipfile.ZIP_STORED)
        files.clear()
        tracemalloc.start()
        try:
            for _ in walk(path, spool=tmp_path):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(2000) < peak(100) + 200_000


def test_a_file_named_by_hand_is_found_or_refused_with_a_sentence(tmp_path: Path) -> None:
    def walked(name: str, data: bytes) -> Walked:
        path = tmp_path / name
        path.write_bytes(data)
        (one,) = walk(path, spool=tmp_path)
        return one

    assert walked("a.fit", fit()) == Found("a.fit", fit())
    assert walked("a.gpx.gz", gzip.compress(gpx_run())) == Found("a.gpx.gz", gpx_run())
    assert isinstance(walked("renamed.fit", b"some words"), Found)
    for name, data in {
        "a.txt": b"words",
        "empty.fit": b"",
        "a.gz": gzip.compress(b"words"),
        "b.gz": b"\x1f\x8bxx",
    }.items():
        refused = walked(name, data)
        assert isinstance(refused, Refused), name
        assert str(refused.problem).endswith(".")
    (missing,) = walk(tmp_path / "nowhere.fit", spool=tmp_path)
    assert isinstance(missing, Refused)


@pytest.mark.parametrize("name", ["zeros.fit", "zeros.gpx", "zeros.tcx", "zeros.zip", "zeros.gz", "zeros"])
def test_200_mb_of_zeros_are_refused_without_reading_them(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(200 * MB)
    start = time.process_time()
    (refused,) = walk(path, spool=tmp_path)
    assert isinstance(refused, Refused)
    assert time.process_time() - start < 3


def test_a_folder_passes_over_what_is_no_activity(tmp_path: Path) -> None:
    for name, data in {
        "a.fit": fit(),
        "b.txt": b"x",
        ".DS_Store": b"x",
        "sub/c.tcx": tcx_run(),
        "sub/d.csv": b"x",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    found = list(walk(tmp_path, spool=tmp_path))
    assert _names(found, Found) == ["a.fit", "sub/c.tcx"]
    assert _names(found, Passed) == ["b.txt", "sub/d.csv"]
    assert formats.read(found[-2].data, "c.tcx").content == "activity"  # type: ignore[union-attr]


def test_a_file_kept_under_another_name_is_known_by_the_one_it_came_with(tmp_path: Path) -> None:
    kept = tmp_path / "0a1b2c"
    kept.write_bytes(gzip.compress(b"<gpx broken"))
    assert _names(list(walk(kept, spool=tmp_path, name="run.gpx.gz")), Found) == ["run.gpx.gz"]
    zipped(kept, {"a.fit": fit()})
    assert _names(list(walk(kept, spool=tmp_path, name="archive.zip")), Found) == ["a.fit"]
    kept.write_bytes(b"words")
    assert _names(list(walk(kept, spool=tmp_path, name="notes.txt")), Refused) == ["notes.txt"]


def test_a_spool_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    inner = _bytes_of_zip({"big.fit": os.urandom(9 * MB)}, zipfile.ZIP_STORED)
    path = zipped(tmp_path / "a.zip", {"in.zip": inner}, zipfile.ZIP_STORED)
    with pytest.raises(Unavailable):
        list(walk(path, spool=tmp_path / "nowhere"))
