"""The French catalogue is complete and fresh, and its check notices what it should."""

from __future__ import annotations

import gettext
from pathlib import Path

from scripts.messages import LOCALE, SOURCES, Key, Translation, Use, compiled, complaints, translations, typeset, uses

FRENCH = LOCALE / "fr"
ROOM = FRENCH / "plans.po"


def _use(singular: str, plural: str = "") -> Use:
    return Use(Key("", singular, plural), SOURCES / "services" / "plans.py", 7)


def _said(singular: str, *texts: str, plural: str = "", po: Path = ROOM) -> Translation:
    return Translation(Key("", singular, plural), texts, po)


def _catalogue(folder: Path) -> gettext.GNUTranslations:
    target = folder / "django.mo"
    target.write_bytes(compiled(folder))
    with target.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_the_committed_catalogue_is_what_the_po_files_compile_to() -> None:
    committed = (FRENCH / "LC_MESSAGES" / "django.mo").read_bytes()
    assert committed == compiled(FRENCH), "run `python scripts/messages.py compile` and commit the .mo file"


def test_every_message_has_one_french_text_that_fits_it() -> None:
    lines = complaints(uses(), translations(FRENCH))
    assert not lines, "\n".join(lines)


def test_messages_are_found_in_calls_problems_and_templates(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text(
        'class Late(Problem): ...\nclass Later(Late): ...\nraise Later("Too late for {name}", name=x)\n'
        'say(language, "Two " "parts")\nsay_many(fr, "{count} run", "{count} runs", n)\nKEPT = mark("Kept")\n'
        'say(language, variable)\nself.say(language, "By method")\nother("Not said")\npgettext("verb", "Run")\n'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}{% translate 'Hello' %}<b>x</b>{% if a == _('foo') %}{% endif %}"
        "{% blocktranslate count n=3 %}{{ a }} day{% plural %}{{ n }} days{% endblocktranslate %}"
        "{% translate \"It's\" context 'noun' %}"
    )
    assert {tuple(use.key) for use in uses(tmp_path)} == {
        ("", "Too late for {name}", ""),
        ("", "Two parts", ""),
        ("", "{count} run", "{count} runs"),
        ("", "Kept", ""),
        ("", "By method", ""),
        ("verb", "Run", ""),
        ("", "Hello", ""),
        ("", "foo", ""),
        ("", "%(a)s day", "%(n)s days"),
        ("noun", "It's", ""),
    }


def test_a_missing_message_is_named_with_its_po_file_and_place() -> None:
    assert complaints([_use("Hello")], []) == [
        "missing: fr/plans.po has no 'Hello' (src/coach/services/plans.py:7)",
    ]


def test_an_unused_translation_is_named() -> None:
    assert complaints([], [_said("Hello", "Salut")])[0].startswith("unused: fr/plans.po has 'Hello'")


def test_two_rooms_may_share_a_translation_but_not_disagree() -> None:
    other = FRENCH / "web.po"
    same = [_said("Hello", "Salut"), _said("Hello", "Salut", po=other)]
    different = [_said("Hello", "Salut"), _said("Hello", "Bonjour", po=other)]
    assert complaints([_use("Hello")], same) == []
    assert complaints([_use("Hello")], different) == [
        "conflict: fr/web.po and fr/plans.po translate 'Hello' differently"
    ]


def test_places_to_fill_must_be_the_same_in_both_languages() -> None:
    used = [_use("{a} of {b}"), _use("%(n)s kept"), _use("{count} run", "{count} runs")]
    fitting = [
        _said("{a} of {b}", "{b} : {a}"),
        _said("%(n)s kept", "%(n)s gardés"),
        _said("{count} run", "une course", "{count} courses", plural="{count} runs"),
    ]
    assert complaints(used, fitting) == []
    wrong = [_said("{a} of {b}", "{a} sur {c}"), _said("%(n)s kept", "gardés"), fitting[2]]
    assert [line.split(":")[0] for line in complaints(used, wrong)] == ["places", "places"]


def test_fuzzy_and_empty_translations_count_as_missing(tmp_path: Path) -> None:
    (tmp_path / "room.po").write_text('#, fuzzy\nmsgid "One"\nmsgstr "Un"\n\nmsgid "Two"\nmsgstr ""\n')
    folder = tmp_path / "fr"
    folder.mkdir()
    (tmp_path / "room.po").rename(folder / "room.po")
    assert translations(folder) == []


def test_the_compiled_catalogue_speaks_contexts_and_plurals(tmp_path: Path) -> None:
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "b.po").write_text(
        'msgid "Run"\nmsgstr "Course"\n\nmsgctxt "verb"\nmsgid "Run"\nmsgstr "Courir"\n\n'
        'msgid "{count} run"\nmsgid_plural "{count} runs"\nmsgstr[0] "{count} course"\nmsgstr[1] "{count} courses"\n'
    )
    (folder / "a.po").write_text('msgid "Été"\nmsgstr "L\'été : « oui » ..."\n')
    french = _catalogue(folder)
    assert french.gettext("Run") == "Course"
    assert french.pgettext("verb", "Run") == "Courir"
    assert [french.ngettext("{count} run", "{count} runs", count)[-1] for count in (0, 1, 2)] == ["e", "e", "s"]
    assert french.gettext("Été") == "L’été\u00a0: «\u00a0oui\u00a0» …"


def test_typesetting_leaves_markup_addresses_and_times_alone() -> None:
    kept = "<a class='x' href=\"https://a.b/?c=d\">10:30</a> {value!r} {pace:.1f}"
    assert typeset(kept) == kept
    assert typeset(typeset("Quoi ? C'est d'{name} ; vu")) == typeset("Quoi ? C'est d'{name} ; vu")
    assert typeset("Quoi ?") == "Quoi\u202f?"
