"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from coach.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-up/", views.sign_up, name="sign_up"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("demo/", views.demo, name="demo"),
    path("demo/begin/", views.begin_demo, name="begin_demo"),
    path("language/", views.language, name="language"),
]
