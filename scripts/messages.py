"""The French catalogue: ``python scripts/messages.py compile`` writes it, ``check`` says what is wrong with it.

Sources are ``src/coach/domain/locale/fr/<room>.po``, one a room; they are compiled into the one
``fr/LC_MESSAGES/django.mo`` that every floor reads. Message ids are the English sentences found in
Python (``say``, ``say_many``, ``mark``, problems, Django's functions) and in Django templates.
"""

from __future__ import annotations

import ast
import re
import string
import struct
import sys
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import read_po

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCES = REPOSITORY / "src" / "coach"
LOCALE = SOURCES / "domain" / "locale"
PLURAL_RULE = "nplurals=2; plural=(n > 1);"

# Where each function keeps (context, singular, plural) among its positional arguments; -1 is absent.
FUNCTIONS = {
    "say": (-1, 1, -1),
    "say_many": (-1, 1, 2),
    "mark": (-1, 0, -1),
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (-1, 0, -1)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (-1, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, -1)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
LITERAL = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)
ROOMS = {"connectors": "imports", "science/planning": "plans", "science/gym": "gym"}


class Key(NamedTuple):
    """What a catalogue looks a message up by; empty strings stand for no context, no plural."""

    context: str
    singular: str
    plural: str = ""


@dataclass(frozen=True)
class Use:
    """A message id where the code says it."""

    key: Key
    path: Path
    line: int

    @property
    def place(self) -> str:
        """Path and line, for a person to open."""
        return f"{self.path.relative_to(REPOSITORY)}:{self.line}"

    @property
    def room(self) -> str:
        """The PO file it would belong to, by the noun of its path."""
        parts = self.path.relative_to(SOURCES).with_suffix("").parts
        by_folder = ROOMS.get("/".join(parts[:2])) or ROOMS.get(parts[0])
        return by_folder or (parts[1].split("_")[0] if parts[0] == "services" else parts[0])


@dataclass(frozen=True)
class Translation:
    """A French text and the PO file it stands in; plural messages have two texts."""

    key: Key
    texts: tuple[str, ...]
    path: Path


# --- what the code says


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _problem_classes(trees: Iterable[ast.Module]) -> set[str]:
    """Names of Problem and all its descendants: their first argument is a message id."""
    classes = {
        node.name: {_name(base) for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    problems = {"Problem"}
    while found := {name for name, bases in classes.items() if bases & problems} - problems:
        problems |= found
    return problems


def _literal(call: ast.Call, position: int) -> str | None:
    if position < 0 or position >= len(call.args):
        return None
    argument = call.args[position]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def _python_uses(path: Path, tree: ast.Module, functions: dict[str, tuple[int, int, int]]) -> Iterator[Use]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _name(node.func) not in functions:
            continue
        context, singular, plural = (_literal(node, position) for position in functions[_name(node.func)])
        if singular:
            yield Use(Key(context or "", singular, plural or ""), path, node.lineno)


def _template_uses(path: Path) -> Iterator[Use]:
    from django.utils.translation import templatize

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text = templatize(path.read_text(encoding="utf-8"))
    for call in TEMPLATE_CALL.finditer(text):
        literals = [ast.literal_eval(found) for found in re.findall(LITERAL, call[2], re.DOTALL)]
        context, singular, plural = FUNCTIONS[call[1]]
        if len(literals) > max(context, singular, plural):
            key = Key(
                literals[context] if context >= 0 else "", literals[singular], literals[plural] if plural >= 0 else ""
            )
            yield Use(key, path, text.count("\n", 0, call.start()) + 1)


def uses(sources: Path = SOURCES) -> list[Use]:
    """Every message id the code says, with its place, in the order of paths and lines."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(sources.rglob("*.py"))}
    functions = {**dict.fromkeys(_problem_classes(trees.values()), (-1, 0, -1)), **FUNCTIONS}
    found = [use for path, tree in trees.items() for use in _python_uses(path, tree, functions)]
    for suffix in ("html", "txt"):
        for path in sorted(sources.rglob(f"templates/**/*.{suffix}")):
            found.extend(_template_uses(path))
    return found


# --- what the PO files say


def typeset(text: str) -> str:
    """French typography that translators need not type: apostrophe, ellipsis, spaces before : ; ? ! and in « »."""
    text = re.sub(r"(?<=[A-Za-zÀ-ÿ])'(?=[A-Za-zÀ-ÿ{%<«\d])", "\u2019", text).replace("...", "…")
    text = re.sub(r"(?<=\S) (?=[;?!](?:\s|$))", "\u202f", text)
    text = re.sub(r"(?<=\S) (?=:(?:\s|$))", "\u00a0", text)
    return re.sub(r" (?=»)", "\u00a0", re.sub(r"(?<=«) ", "\u00a0", text))


def translations(folder: Path) -> list[Translation]:
    """All translations of ``folder``'s PO files, untranslated and fuzzy ones left out, typeset."""
    found = []
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=folder.name, abort_invalid=True)
        for message in catalogue:
            ids = message.id if isinstance(message.id, tuple) else (message.id, "")
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            if ids[0] and not message.fuzzy and all(texts):
                found.append(Translation(Key(message.context or "", *ids), tuple(map(typeset, texts)), path))
    return found


def compiled(folder: Path) -> bytes:
    """The MO file of ``folder``: same sources, same bytes. A message two rooms translate is taken from the first."""
    header = f"Content-Type: text/plain; charset=UTF-8\nLanguage: {folder.name}\nPlural-Forms: {PLURAL_RULE}\n"
    entries = {b"": header.encode()}
    for translation in translations(folder):
        context, singular, plural = translation.key
        entry = (f"{context}\x04" if context else "") + singular + (f"\x00{plural}" if plural else "")
        entries.setdefault(entry.encode(), "\x00".join(translation.texts).encode())
    return _mo_bytes(sorted(entries.items()))


def _mo_bytes(entries: list[tuple[bytes, bytes]]) -> bytes:
    """The GNU MO format: magic, version, two tables of (length, offset), then the strings, each ended by a zero."""
    count = len(entries)
    offset = 28 + 16 * count
    tables: list[int] = []
    body = b""
    for column in (0, 1):
        for entry in entries:
            tables += (len(entry[column]), offset + len(body))
            body += entry[column] + b"\x00"
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, offset)
    return head + struct.pack(f"<{len(tables)}I", *tables) + body


# --- what does not fit


def _places(text: str) -> set[str]:
    """Names to fill in a text, of both styles: {name} and %(name)s."""
    try:
        braces = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        braces = set()
    return braces | {f"%({name})" for name in re.findall(r"%\((\w+)\)", text)}


def _mismatch(translation: Translation) -> bool:
    """A text names places its message does not have, or leaves one out (a singular may leave the count out)."""
    wanted = _places(translation.key.singular) | _places(translation.key.plural)
    given = [_places(text) for text in translation.texts]
    return any(places - wanted for places in given) or given[-1] != wanted


def complaints(used: list[Use], said: list[Translation]) -> list[str]:
    """One line for each message that is missing, unused, translated twice differently, or filled differently."""
    by_key: dict[Key, Translation] = {}
    lines = []
    for translation in said:
        po, singular = translation.path.name, translation.key.singular
        first = by_key.setdefault(translation.key, translation)
        if first.texts != translation.texts:
            lines.append(f"conflict: fr/{po} and fr/{first.path.name} translate {singular!r} differently")
        if len(translation.texts) != 1 + bool(translation.key.plural):
            lines.append(f"plurals: fr/{po} must give {singular!r} two texts, one for 0 and 1 and one for more")
        if _mismatch(translation):
            lines.append(f"places: fr/{po} fills {singular!r} with other names than the English")
    wanted = {use.key for use in used}
    missing = {use.key: use for use in reversed(used) if use.key not in by_key}
    lines += [f"missing: fr/{use.room}.po has no {use.key.singular!r} ({use.place})" for use in missing.values()]
    unused = [translation for translation in said if translation.key not in wanted]
    lines += [f"unused: fr/{entry.path.name} has {entry.key.singular!r}, said nowhere (mark it?)" for entry in unused]
    return sorted(lines)


def main() -> None:
    french = LOCALE / "fr"
    target = french / "LC_MESSAGES" / "django.mo"
    command = sys.argv[1] if len(sys.argv) == 2 else ""
    if command == "compile":
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(compiled(french))
    elif command == "check":
        lines = complaints(uses(), translations(french))
        if not target.exists() or target.read_bytes() != compiled(french):
            lines.append("stale: run `python scripts/messages.py compile` and commit the .mo file")
        sys.exit("\n".join(lines) or 0)
    else:
        sys.exit("usage: python scripts/messages.py compile | check")


if __name__ == "__main__":
    main()
