"""What a finished import comes to, in a sentence that follows its counts."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coach.domain.imports import ImportRun
from coach.domain.language import list_words
from coach.web.requests import spoken


def headline(run: ImportRun) -> str:
    """What a run brought, told from its counts of files; for runs that are done."""
    if not run.files:
        return _("There was no activity file in there.")
    if run.new:
        return " ".join([_measured(run.new), *_beside(run)])
    known = run.duplicates + run.merged
    if known == run.files:
        return _("Nothing new: all of it was already here.")
    if run.quarantined == run.files:
        return ngettext(
            "The file was set aside: it could not be read.",
            "All %(count)s files were set aside: none could be read.",
            run.files,
        ) % {"count": run.files}
    if run.skipped == run.files:
        return _("Read well, but there is no activity in there.")
    return _("Nothing new: %(parts)s.") % {"parts": list_words(spoken(), _parts(run, known))}


def _measured(files: int) -> str:
    return ngettext(
        "%(count)s new file is measured: what it holds is in your list.",
        "%(count)s new files are measured: what they hold is in your list.",
        files,
    ) % {"count": files}


def _beside(run: ImportRun) -> list[str]:
    said = []
    if run.duplicates:
        text = ngettext("%(count)s was a copy.", "%(count)s were copies.", run.duplicates)
        said.append(text % {"count": run.duplicates})
    if run.quarantined:
        text = ngettext("%(count)s was set aside.", "%(count)s were set aside.", run.quarantined)
        said.append(text % {"count": run.quarantined})
    return said


def _parts(run: ImportRun, known: int) -> list[str]:
    told = (
        (known, ngettext("%(count)s file already here", "%(count)s files already here", known)),
        (run.skipped, ngettext("%(count)s without activity", "%(count)s without activity", run.skipped)),
        (run.quarantined, ngettext("%(count)s set aside", "%(count)s set aside", run.quarantined)),
    )
    return [text % {"count": count} for count, text in told if count]
