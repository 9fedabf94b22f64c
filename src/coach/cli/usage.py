"""What is wrong with how a command was called, in the terminal's language: Typer itself knows English only."""

from __future__ import annotations

import re

from coach.cli import terminal
from coach.cli.terminal import word
from coach.domain.athletes import Language
from coach.domain.language import list_words, mark

_VALUE = re.compile(r"Invalid value(?: for (?P<hint>.+?))?: (?P<reason>.*)", re.DOTALL)

_REASONS = (
    (r"Input should be greater than or equal to (?P<least>\S+)", mark("{least} at least.")),
    (r"Input should be greater than (?P<bound>\S+)", mark("It must be more than {bound}.")),
    (r"Input should be less than or equal to (?P<most>\S+)", mark("{most} at most.")),
    (r"Input should be less than (?P<bound>\S+)", mark("It must be less than {bound}.")),
    (r"Input should be a valid integer.*", mark("It must be a whole number.")),
    (r"Input should be a (?:valid|finite) number.*", mark("It must be a number.")),
    (r"(['\"])(?P<text>.*)\1 is not one of (?P<choices>.+)\.", mark("{text} is none of {choices}.")),
    (r"\w+ (['\"])(?P<path>.*)\1 does not exist\.", mark("{path} does not exist.")),
    (r"\w+ (['\"])(?P<path>.*)\1 is a file\.", mark("{path} is a file, a folder is needed.")),
    (r"\w+ (['\"])(?P<path>.*)\1 is a directory\.", mark("{path} is a folder, a file is needed.")),
    (r"\w+ (['\"])(?P<path>.*)\1 is not readable\.", mark("{path} cannot be read.")),
    (r"\w+ (['\"])(?P<path>.*)\1 is not writable\.", mark("{path} cannot be written to.")),
)
_USAGES = (
    (r"Missing (?:argument|option|parameter) '(?P<name>.+)'\.?", mark("{name} is missing.")),
    (r"Missing command\.", mark("A command is missing.")),
    (
        r"No such option: (?P<name>\S+) \(Possible options?: (?P<choices>.+)\)",
        mark("There is no option {name}; there is {choices}."),
    ),
    (r"No such option: (?P<name>\S+)", mark("There is no option {name}.")),
    (
        r"No such command (['\"])(?P<name>.*)\1\. Did you mean (?:one of: )?(?P<choices>.+)\?",
        mark("There is no command {name}; there is {choices}."),
    ),
    (r"No such command (['\"])(?P<name>.*)\1\.", mark("There is no command {name}.")),
    (r"Option '(?P<name>.+)' requires an argument\.", mark("{name} needs a value.")),
    (r"Option '(?P<name>.+)' does not take a value\.", mark("{name} takes no value.")),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<extra>.*)\)", mark("{extra} is too much here.")),
)


def usage_sentence(typers: str) -> str:
    """What Typer says of a wrong call, in the terminal's language; its own words where we have none for them."""
    typers = typers.replace("Value error, ", "")
    if terminal.language() is Language.ENGLISH:
        return typers
    value = _VALUE.fullmatch(typers)
    if value is None:
        return _said(typers, _USAGES)
    reason = _said(value["reason"], _REASONS)
    return word(mark("{name}: {value}"), name=_plain(value["hint"]), value=reason) if value["hint"] else reason


def _said(typers: str, sentences: tuple[tuple[str, str], ...]) -> str:
    for pattern, sentence in sentences:
        if found := re.fullmatch(pattern, typers, re.DOTALL):
            places = found.groupdict()
            if choices := places.get("choices"):
                places["choices"] = list_words(terminal.language(), _plain(choices).split(", "), choice=True)
            return word(sentence, **places)
    return typers


def _plain(quoted: str) -> str:
    """Names without the quotation marks Typer puts around each."""
    return quoted.replace("'", "")
