"""Addresses of plans."""

from __future__ import annotations

from django.urls import path

from coach.web.plans import change_views, export_views, feed_views, moving_views, views

app_name = "plans"
urlpatterns = [
    path("", views.current, name="current"),
    path("new/", views.new, name="new"),
    path("all/", views.listing, name="list"),
    path("calendar/", feed_views.calendar, name="calendar"),
    path("calendar/open/", feed_views.open_feed, name="open_feed"),
    path("calendar/close/", feed_views.close_feed, name="close_feed"),
    path("<uuid:plan_id>/", views.plan, name="plan"),
    path("<uuid:plan_id>/chart/", views.chart, name="chart"),
    path("<uuid:plan_id>/month/", views.month, name="month"),
    path("<uuid:plan_id>/plan.pdf", export_views.document, name="pdf"),
    path("<uuid:plan_id>/export/<str:form>/", export_views.exported, name="export"),
    path("<uuid:plan_id>/happened/<str:kind>/", change_views.happened, name="happened"),
    path("<uuid:plan_id>/versions/", change_views.versions, name="versions"),
    path("<uuid:plan_id>/bring-back/", change_views.bring_back, name="bring_back"),
    path("<uuid:plan_id>/sessions/<uuid:key>/move/", moving_views.move, name="move"),
    path("proposals/<uuid:proposal_id>/", change_views.proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/accept/", change_views.accept, name="accept"),
    path("proposals/<uuid:proposal_id>/refuse/", change_views.refuse, name="refuse"),
    path("<uuid:plan_id>/archive/", views.archive, name="archive"),
    path("<uuid:plan_id>/restore/", views.restore, name="restore"),
]
