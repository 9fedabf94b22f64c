"""Files in, and what became of each, live."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from sqlalchemy import Connection

from coach.domain.imports import ImportRun, ItemState, RunState
from coach.domain.problems import InvalidInput
from coach.services import imports
from coach.store.engine import transaction
from coach.web import clock
from coach.web.imports import outcome
from coach.web.requests import AthleteRequest, for_athlete

FEW_ROWS = 50
MOST_ROWS = 1000
LONGEST_NAME = 400
LOG_LINES = 500
STOP_POLLING = 286
"""htmx stops asking again when a poll is answered with this status."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A total beside its word, and the rows it stands for."""

    state: ItemState
    count: int


@require_http_methods(["GET", "POST"])
@for_athlete
def start(request: AthleteRequest) -> HttpResponse:
    """The place to drop files, and the runs so far. Without JavaScript all files come in this one POST."""
    now, athlete_id = clock.now(), request.athlete.athlete_id
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if files:
            with transaction() as connection:
                run_id = _opened(connection, request)
                for file in files:
                    _receive(connection, athlete_id, run_id, file)
                imports.submit(connection, athlete_id, run_id, now)
            return redirect("imports:run", run_id)
    with transaction() as connection:
        runs = imports.runs(connection, athlete_id, now, limit=20)
    nothing = request.method == "POST"
    context = {"runs": [run for run in runs if _worth_showing(run)], "nothing_chosen": nothing}
    return render(request, "imports/start.html", context, status=422 if nothing else 200)


@require_POST
@for_athlete
def open_run(request: AthleteRequest) -> HttpResponse:
    """Begin a run for the upload script; answers with the run's own address."""
    with transaction() as connection:
        run_id = _opened(connection, request)
    return HttpResponse(reverse("imports:run", args=[run_id]), content_type="text/plain", status=201)


@require_POST
@for_athlete
def receive(request: AthleteRequest, run_id: UUID) -> HttpResponse:
    """Take in one file of a run; ``name`` may say where in a folder it lay (only shown, never a place of ours)."""
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput("Choose at least one file first.")
    with transaction() as connection:
        _receive(connection, request.athlete.athlete_id, str(run_id), file, request.POST.get("name", ""))
    return HttpResponse(status=204)


@require_POST
@for_athlete
def submit(request: AthleteRequest, run_id: UUID) -> HttpResponse:
    """All files are there: let the import begin."""
    with transaction() as connection:
        imports.submit(connection, request.athlete.athlete_id, str(run_id), clock.now())
    return HttpResponse(status=204)


@require_GET
@for_athlete
def run(request: AthleteRequest, run_id: UUID) -> HttpResponse:
    """A run, live while it moves."""
    return render(request, "imports/run.html", _watched(request, run_id))


@require_GET
@for_athlete
def progress(request: AthleteRequest, run_id: UUID) -> HttpResponse:
    """The moving part of a run, asked for each second; says when to stop asking."""
    context = _watched(request, run_id)
    status = STOP_POLLING if context["run"].finished else 200  # type: ignore[attr-defined]
    return render(request, "imports/progress.html", context, status=status)


@require_GET
@for_athlete
def log(request: AthleteRequest, run_id: UUID) -> HttpResponse:
    """The run's log, newest last."""
    level = request.GET.get("level", "")
    athlete_id = request.athlete.athlete_id
    with transaction() as connection:
        found = imports.progress(connection, athlete_id, str(run_id), clock.now())
        lines = imports.log(connection, athlete_id, str(run_id), limit=LOG_LINES)
    shown = [line for line in lines if not level or line.level != "info"]
    context = {"run": found, "lines": shown, "level": level, "cut": len(lines) == LOG_LINES}
    return render(request, "imports/log.html", context)


@require_POST
@for_athlete
def retry(request: AthleteRequest, run_id: UUID) -> HttpResponse:
    """Read again what was set aside."""
    with transaction() as connection:
        imports.retry(connection, request.athlete.athlete_id, str(run_id), clock.now())
    return redirect("imports:run", run_id)


@require_POST
@for_athlete
def cancel(request: AthleteRequest, run_id: UUID) -> HttpResponse:
    """Stop a run; what was read stays."""
    with transaction() as connection:
        imports.cancel(connection, request.athlete.athlete_id, str(run_id), clock.now())
    return redirect("imports:run", run_id)


def _opened(connection: Connection, request: AthleteRequest) -> str:
    label = request.POST.get("label", "").strip()[:120] or _("Files from this device")
    return imports.open_run(connection, request.athlete.athlete_id, label=label, source="upload")


def _receive(connection: Connection, athlete_id: str, run_id: str, file: UploadedFile[bytes], name: str = "") -> None:
    """Hand the spooled upload over; the service moves it, Django then finds nothing left to tidy."""
    if not isinstance(file, TemporaryUploadedFile):
        raise InvalidInput("Choose at least one file first.")
    file.flush()
    shown = "".join(letter for letter in name if letter.isprintable()).strip("/ ")[-LONGEST_NAME:]
    imports.receive(connection, athlete_id, run_id, shown or file.name or "file", Path(file.temporary_file_path()))


def _worth_showing(run: ImportRun) -> bool:
    return bool(run.files) or run.state is not RunState.RECEIVING


def _watched(request: AthleteRequest, run_id: UUID) -> dict[str, object]:
    athlete_id = request.athlete.athlete_id
    wanted, everything = _wanted(request.GET.get("state", "")), request.GET.get("all") == "1"
    with transaction() as connection:
        run = imports.progress(connection, athlete_id, str(run_id), clock.now())
        states = [wanted] if wanted else [state for state in ItemState if run.finished or state is not ItemState.QUEUED]
        items = imports.items(
            connection, athlete_id, str(run_id), states=states, limit=MOST_ROWS if everything else FEW_ROWS
        )
    percent = 100 * run.done // run.files if run.files else 0
    said = percent // 10 * 10
    return {
        "run": run,
        "items": items,
        "wanted": wanted,
        "percent": percent,
        "said": said,
        "announce": run.finished or request.GET.get("said") != str(said),
        "counts": [
            Counted(ItemState.NEW, run.new),
            Counted(ItemState.DUPLICATE, run.duplicates),
            Counted(ItemState.MERGED, run.merged),
            Counted(ItemState.SKIPPED, run.skipped),
            Counted(ItemState.QUARANTINED, run.quarantined),
        ],
        "headline": outcome.headline(run),
        "everything": everything,
        "more": not everything and len(items) == FEW_ROWS,
        "cut": everything and len(items) == MOST_ROWS,
    }


def _wanted(text: str) -> ItemState | None:
    return ItemState(text) if text in set(ItemState) else None
