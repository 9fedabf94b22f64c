"""Addresses of the profile."""

from __future__ import annotations

from django.urls import path

from coach.web.athletes import views

app_name = "athletes"
urlpatterns = [path("", views.profile, name="profile"), path("day/", views.day, name="day")]
