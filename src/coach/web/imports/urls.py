"""Addresses of imports."""

from __future__ import annotations

from django.urls import path

from coach.web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.start, name="start"),
    path("open/", views.open_run, name="open"),
    path("<uuid:run_id>/", views.run, name="run"),
    path("<uuid:run_id>/files/", views.receive, name="receive"),
    path("<uuid:run_id>/submit/", views.submit, name="submit"),
    path("<uuid:run_id>/progress/", views.progress, name="progress"),
    path("<uuid:run_id>/log/", views.log, name="log"),
    path("<uuid:run_id>/retry/", views.retry, name="retry"),
    path("<uuid:run_id>/cancel/", views.cancel, name="cancel"),
]
