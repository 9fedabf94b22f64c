"""A wrong call is answered in the language of the terminal, whatever is wrong with it."""

from __future__ import annotations

import re

import pytest

from tests.cli.running import coach

ENGLISH = re.compile(r"\b(Invalid|Input|should|No such|Missing|Option '|argument|not one of|unexpected|does not)\b")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["load", "--weeks", "0"], "--weeks\u00a0: 1 au minimum."),
        (["load", "--weeks", "900"], "--weeks\u00a0: 520 au maximum."),
        (["load", "--weeks", "deux"], "--weeks\u00a0: Il faut un nombre entier."),
        (["predict", "10k", "--age", "x"], "--age\u00a0: Il faut un nombre."),
        (
            ["wellness", "--forget", "tout"],
            "--forget\u00a0: tout n’est pas un choix possible. Choisis resting-hr, sleep,",
        ),
        (["wellness", "--forget", "l'air"], "--forget\u00a0: l'air n’est pas un choix possible."),
        (["wellness", "--sleep", "x"], "--sleep\u00a0: x n’est pas une durée de sommeil."),
        (["activities", "rate"], "Donne les premières lettres d’un id"),
        (["watch"], "Il manque DIR."),
        (["watch", "nulle-part"], "DIR\u00a0: nulle-part n’existe pas."),
        (["load", "--wekks", "3"], "L’option --wekks n’existe pas\u202f; essaie --weeks."),
        (["plan", "--qqqq"], "L’option --qqqq n’existe pas."),
        (["imp"], "La commande imp n’existe pas\u202f; essaie import."),
        (["load", "--weeks"], "--weeks demande une valeur."),
        (["load", "--json=1"], "--json ne prend pas de valeur."),
        (["export", "a.zip", "b.zip"], "b.zip est en trop."),
    ],
)
def test_wrong_usage_is_said_in_french(arguments, sentence):
    done = coach(*arguments, COACH_LANG="fr")
    assert done.code == 2
    assert done.err.startswith(sentence)
    assert not ENGLISH.search(done.err)


def test_programs_read_the_same_french_sentence():
    done = coach("load", "--weeks", "0", "--json", COACH_LANG="fr")
    assert done.json["error"] == {"code": "usage", "message": "--weeks\u00a0: 1 au minimum."}


def test_english_usage_names_the_option_and_its_bound():
    done = coach("load", "--weeks", "0")
    assert "'--weeks'" in done.err
    assert "1" in done.err
