"""How fast and how small FIT reading is, beside fitdecode and garmin-fit-sdk in the same run.

`python benchmarks/fit_decoding.py [--rounds N]` prints medians of CPU time over all distinct FIT files of the shared
folder (COACH_SHARED, default `../shared`) that both other readers get through with the same number of records,
checksums on. Without that folder it measures one-hour runs of the sample generator. Peak memory is that of a child
process which reads all of them. Nothing is kept between files or rounds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
IMPORT_USES = (0, 12, 18, 19, 20, 21, 23, 26, 34, 49, 78, 101, 132, 206, 225)
GOALS = {"fitdecode": (150, 100), "garmin-fit-sdk": (90, 60)}
PEAK_ALLOWANCE_MB = 40


def decode_import(data: bytes) -> int:
    """`decode`, then every field of every message the import uses as float64 columns; counts records."""
    return _decoded(data, IMPORT_USES)


def decode_everything(data: bytes) -> int:
    """`decode`, then every field of every message as float64 columns; counts records."""
    return _decoded(data, None)


def read_recordings(data: bytes) -> int:
    """`read`, all the way to recordings; counts samples."""
    from coach.connectors.files.fit import read

    return sum(len(recording.samples) for recording in read(data).recordings)


def with_fitdecode(data: bytes) -> int:
    """fitdecode, checksums on; counts records."""
    import fitdecode

    with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.RAISE) as reader:
        return sum(frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "record" for frame in reader)


def with_garmin(data: bytes) -> int:
    """garmin-fit-sdk with its defaults; counts records."""
    from garmin_fit_sdk import Decoder, Stream

    messages, errors = Decoder(Stream.from_byte_array(bytearray(data))).read()
    if errors:
        raise errors[0]
    return len(messages.get("record_mesgs", ()))


READERS: dict[str, Callable[[bytes], int]] = {
    "fitdecode": with_fitdecode,
    "garmin-fit-sdk": with_garmin,
    "decode": decode_import,
    "decode, every kind": decode_everything,
    "read": read_recordings,
}


def main(rounds: int = 5) -> dict[str, object]:
    """Measure and print; returns the figures by reader: records per second, ratios to both others, peak MB."""
    with tempfile.TemporaryDirectory() as folder:
        files, origin = _files(Path(folder))
        return _measured(files, origin, rounds)


def _generated(folder: Path) -> list[Path]:
    from coach.services.samples import one_hour_run

    for seed in range(20):
        (folder / f"run_{seed:02d}.fit").write_bytes(one_hour_run(seed))
    return sorted(folder.iterdir())


def _measured(files: list[Path], origin: str, rounds: int) -> dict[str, object]:
    common = [path for path in files if _same_count(path.read_bytes())]
    contents = [path.read_bytes() for path in common]
    records = sum(decode_import(content) for content in contents)
    seconds: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(rounds):
        for name, reader in READERS.items():
            begun = time.process_time()
            for content in contents:
                reader(content)
            seconds[name].append(time.process_time() - begun)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    peaks = {name: _peak_mb(name, common) for name in ("nothing", *READERS)}
    figures: dict[str, object] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "files": len(common),
        "megabytes": round(sum(map(len, contents)) / 1e6, 1),
        "records": records,
        "records_per_s": {name: round(records / median) for name, median in medians.items()},
        "times_fitdecode": {name: round(medians["fitdecode"] / median, 1) for name, median in medians.items()},
        "times_garmin": {name: round(medians["garmin-fit-sdk"] / median, 1) for name, median in medians.items()},
        "peak_mb": peaks,
    }
    _print(figures, origin, rounds)
    return figures


def _print(figures: dict[str, object], origin: str, rounds: int) -> None:
    print(f"FIT, {origin}: {figures['files']} files, {figures['megabytes']} MB, {figures['records']} records")
    print(f"medians of {rounds}, CPU time, {figures['machine']}")
    print(f"{'reader':<20}{'records/s':>12}{'x fitdecode':>14}{'x garmin':>11}{'peak MB':>10}")
    for name in READERS:
        print(
            f"{name:<20}{figures['records_per_s'][name]:>12,}{figures['times_fitdecode'][name]:>14}"
            f"{figures['times_garmin'][name]:>11}{figures['peak_mb'][name]:>10}"
        )
    print(f"(a process that only imports all of it: {figures['peak_mb']['nothing']} MB)")
    print("goal 150 x fitdecode and 90 x garmin-fit-sdk, floor 100 x and 60 x; peak at most fitdecode + 40 MB")


def _decoded(data: bytes, kinds: tuple[int, ...] | None) -> int:
    from coach.connectors.files.fit import decode

    file = decode(data)
    records = 0
    for section in file.sections:
        for number, messages in section.messages.items():
            if kinds is not None and number not in kinds:
                continue
            fields = {field for part in messages.parts for field in part.definition.fields}
            if len(messages) < 8:
                messages.table(fields)
            else:
                for field in fields:
                    messages.column(field)
            for key in {key for part in messages.parts for key in part.definition.developer_fields}:
                messages.column(key, section.developer_fields.get(key))
            records += len(messages) if number == 20 else 0
    return records


def _same_count(data: bytes) -> bool:
    """Whether both other readers get through the file and count the records we count."""
    import fitdecode

    try:
        expected = with_fitdecode(data)
    except fitdecode.FitError:
        return False
    try:
        return expected == with_garmin(data) == decode_import(data)
    except Exception:  # noqa: BLE001 - garmin-fit-sdk hands back exceptions of every type
        return False


def _files(folder: Path) -> tuple[list[Path], str]:
    shared = Path(os.environ.get("COACH_SHARED", REPOSITORY.parent / "shared")) / "data" / "fit"
    if not shared.is_dir():
        return _generated(folder), "generated one-hour runs"
    distinct: dict[bytes, Path] = {}
    for path in sorted(shared.rglob("*")):
        if path.suffix.lower() == ".fit":
            distinct.setdefault(hashlib.sha256(path.read_bytes()).digest(), path)
    return list(distinct.values()), "distinct files of the shared folder"


def _peak_mb(name: str, files: list[Path]) -> float:
    command = [sys.executable, str(Path(__file__).resolve()), "--child", name]
    done = subprocess.run(command, input="\n".join(map(str, files)), capture_output=True, text=True, check=True)
    return round(json.loads(done.stdout), 1)


def _child(name: str) -> None:
    if name in READERS:
        for line in sys.stdin.read().splitlines():
            READERS[name](Path(line).read_bytes())
    else:
        import coach.connectors.files.fit  # noqa: F401 - what a process costs that reads nothing
    print(json.dumps(_own_peak_mb()))


def _own_peak_mb() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        # ru_maxrss would start from the parent's own peak, which a child inherits when it is forked.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        _child(arguments.child)
    else:
        main(arguments.rounds)
