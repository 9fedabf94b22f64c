"""Signing up, in and out; the demo; the language."""

from __future__ import annotations

import uuid

from coach.domain.athletes import Language
from coach.services import athletes, imports
from coach.store.engine import transaction
from tests.cast import PASSWORD, Cast
from tests.conftest import NOW

FORM = {"name": "Léa", "password": "une phrase assez longue", "time_zone": "America/Montreal"}


def _athlete_of(email: str):
    with transaction() as connection:
        return athletes.by_email(connection, email)


def _signed_up(client, **changes: str):
    email = f"lea-{uuid.uuid4().hex[:8]}@example.org"
    return email, client.post("/account/sign-up/", FORM | {"email": email} | changes, follow=True)


def test_signing_up_makes_an_athlete_with_their_name_zone_and_language(nobody) -> None:
    email, answer = _signed_up(nobody)
    assert answer.redirect_chain == [("/", 302)]
    athlete = _athlete_of(email)
    assert (athlete.name, athlete.time_zone, athlete.language) == ("Léa", "America/Montreal", Language.FRENCH)
    assert "Bonjour Léa." in answer.text


def test_an_unknown_time_zone_becomes_the_usual_one(nobody) -> None:
    email, _ = _signed_up(nobody, time_zone="Moon/Tranquility")
    assert _athlete_of(email).time_zone == "Europe/Paris"


def test_a_short_or_common_password_is_refused_beside_its_field(nobody) -> None:
    for weak in ("court", "password123"):
        _, answer = _signed_up(nobody, password=weak)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert 'id="id_password_error"' in answer.text


def test_an_e_mail_has_one_account_whatever_its_case(nobody, cast: Cast) -> None:
    answer = nobody.post("/account/sign-up/", FORM | {"email": cast.ann.email.upper()})
    assert answer.status_code == 422
    assert "a déjà un compte" in answer.text


def test_signing_in_leads_where_one_was_going(nobody, cast: Cast) -> None:
    asked = nobody.get("/plans/new/")
    assert asked.headers["Location"] == "/account/sign-in/?next=/plans/new/"
    given = {"email": cast.bo.email.upper(), "password": PASSWORD, "next": "/plans/new/"}
    assert nobody.post("/account/sign-in/", given).headers["Location"] == "/plans/new/"


def test_signing_in_never_leads_to_another_host(nobody, cast: Cast) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        given = {"email": cast.bo.email, "password": PASSWORD, "next": elsewhere}
        assert nobody.post("/account/sign-in/", given).headers["Location"] == "/"
        nobody.post("/account/sign-out/")


def test_a_wrong_password_says_the_same_as_an_unknown_e_mail(nobody, cast: Cast) -> None:
    wrong = nobody.post("/account/sign-in/", {"email": cast.ann.email, "password": "not this one"})
    unknown = nobody.post("/account/sign-in/", {"email": "nobody@example.org", "password": "not this one"})
    sentence = "ne correspondent à aucun compte"
    assert wrong.status_code == unknown.status_code == 422
    assert sentence in wrong.text
    assert sentence in unknown.text


def test_signing_out_ends_the_session_and_wants_a_form(ann) -> None:
    assert ann.get("/account/sign-out/").status_code == 405
    ann.post("/account/sign-out/")
    assert ann.get("/activities/").status_code == 302


def test_the_demo_makes_a_throw_away_athlete_and_one_run_however_often_it_is_asked(nobody) -> None:
    first = nobody.post("/account/demo/", follow=True)
    again = nobody.post("/account/demo/", follow=True)
    assert first.status_code == 200
    assert first.redirect_chain[-1] == again.redirect_chain[-1]
    athlete = first.context["athlete"]
    assert athlete.email.endswith("@example.invalid")
    with transaction() as connection:
        assert len(imports.runs(connection, athlete.athlete_id, NOW)) == 1


def test_a_real_account_gets_no_made_up_history(ann, cast: Cast) -> None:
    assert ann.get("/account/demo/begin/").headers["Location"] == "/"
    with transaction() as connection:
        assert imports.runs(connection, cast.ann.athlete_id, NOW) == ()


def test_a_stranger_is_answered_in_their_browsers_language_else_in_french(nobody) -> None:
    page = "/account/sign-in/"
    assert '<html lang="en">' in nobody.get(page, headers={"Accept-Language": "en-GB"}).text
    assert '<html lang="fr">' in nobody.get(page, headers={"Accept-Language": "de"}).text
    assert '<html lang="fr">' in nobody.get(page).text


def test_the_language_chosen_in_the_footer_is_kept_by_browser_and_account(nobody, ann, cast: Cast) -> None:
    nobody.post("/account/language/", {"language": "en", "next": "/account/sign-in/"})
    assert "Sign in" in nobody.get("/account/sign-in/").text
    answer = ann.post("/account/language/", {"language": "en", "next": "/fitness/"}, follow=True)
    assert answer.redirect_chain == [("/fitness/", 302)]
    assert '<html lang="en">' in answer.text
    assert _athlete_of(cast.ann.email).language is Language.ENGLISH


def test_a_language_we_do_not_speak_changes_nothing(ann, cast: Cast) -> None:
    ann.post("/account/language/", {"language": "de"})
    assert _athlete_of(cast.ann.email).language is Language.FRENCH


def test_the_profile_is_saved_and_objects_in_words(ann, cast: Cast) -> None:
    given = {"name": "Anne", "language": "fr", "time_zone": "Europe/Brussels", "max_hr": "188", "weight_kg": "58,5"}
    assert "Enregistré." in ann.post("/profile/", given, follow=True).text
    athlete = _athlete_of(cast.ann.email)
    assert (athlete.name, athlete.time_zone, athlete.max_hr, athlete.weight_kg) == (
        "Anne",
        "Europe/Brussels",
        188,
        58.5,
    )
    refused = ann.post("/profile/", given | {"max_hr": "500"})
    assert refused.status_code == 422
    assert 'id="id_max_hr_error"' in refused.text
    assert _athlete_of(cast.ann.email).max_hr == 188


def test_refusals_are_said_plainly_and_never_by_the_machine(nobody) -> None:
    given = {"name": "", "email": "ann", "password": "court"}
    answer = nobody.post("/account/sign-up/", given)
    assert answer.status_code == 422
    for sentence in (
        "Remplis ce champ.",
        "Cela ne ressemble pas à une adresse e-mail.",
        "Prends au moins 10 caractères.",
    ):
        assert sentence in answer.text
    assert "Saisissez" not in answer.text
    assert "courriel" not in answer.text
