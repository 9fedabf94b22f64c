"""Addresses of fitness."""

from __future__ import annotations

from django.urls import path

from coach.web.fitness import views

app_name = "fitness"
urlpatterns = [
    path("", views.current, name="current"),
    path("chart/", views.chart, name="chart"),
    path("<int:weeks>/vma/table/", views.looked_back, name="looked_back"),
    path("<int:weeks>/<str:name>/", views.drawn, name="drawn"),
]
