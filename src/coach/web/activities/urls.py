"""Addresses of activities."""

from __future__ import annotations

from django.urls import path

from coach.web.activities import views

app_name = "activities"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:activity_id>/", views.detail, name="detail"),
    path("<uuid:activity_id>/chart/", views.chart, name="chart"),
    path("<uuid:activity_id>/zones/", views.zones, name="zones"),
    path("<uuid:activity_id>/held/", views.held, name="held"),
    path("<uuid:activity_id>/name/", views.rename, name="rename"),
    path("<uuid:activity_id>/effort/", views.rate, name="rate"),
    path("<uuid:activity_id>/race/", views.mark_race, name="race"),
    path("<uuid:activity_id>/delete/", views.delete, name="delete"),
    path("<uuid:activity_id>/restore/", views.restore, name="restore"),
    path("<uuid:activity_id>/sources/<int:source_id>/separate/", views.separate, name="separate"),
    path("sources/<int:source_id>/original/", views.original, name="original"),
]
