"""Forms of accounts."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coach.web.design.plain_errors import plain_password, speak_plainly
from coach.web.schema.models import User

HOME_ZONE = "Europe/Paris"


class SignUpForm(forms.Form):
    """The least one can ask: who, where to write, a password."""

    name = forms.CharField(
        label=_("First name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A sentence works well."),
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        speak_plainly(self)

    def clean_email(self) -> str:
        """One account an address."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("This e-mail already has an account. Sign in instead."))
        return email

    def clean_time_zone(self) -> str:
        """The browser's zone where it is a known one."""
        zone = str(self.cleaned_data["time_zone"])
        return zone if zone in available_timezones() else HOME_ZONE

    def clean(self) -> dict[str, Any]:
        """Hold the password against common ones and against the person's own words."""
        data = super().clean() or {}
        password = data.get("password")
        if password:
            person = User(email=data.get("email", ""))
            try:
                password_validation.validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", plain_password(error))
        return data


class SignInForm(forms.Form):
    """E-mail and password."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        speak_plainly(self)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Find the account; which of the two was wrong is never told."""
        data = super().clean() or {}
        if data.get("email") and data.get("password"):
            known = authenticate(self.request, username=data["email"].strip().lower(), password=data["password"])
            if known is None:
                raise forms.ValidationError(_("E-mail and password do not match an account."))
            self.user = known  # type: ignore[assignment]  # Django types users abstractly
        return data
