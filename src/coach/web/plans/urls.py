"""Addresses of plans."""

from __future__ import annotations

from django.urls import path

from coach.web.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.current, name="current"),
    path("new/", views.new, name="new"),
    path("all/", views.listing, name="list"),
    path("<uuid:plan_id>/", views.plan, name="plan"),
    path("<uuid:plan_id>/chart/", views.chart, name="chart"),
    path("<uuid:plan_id>/month/", views.month, name="month"),
    path("<uuid:plan_id>/plan.pdf", views.document, name="pdf"),
    path("<uuid:plan_id>/archive/", views.archive, name="archive"),
    path("<uuid:plan_id>/restore/", views.restore, name="restore"),
]
