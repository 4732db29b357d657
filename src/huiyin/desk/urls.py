"""Addresses of the desk, screen by screen."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huiyin.desk.today.urls")),
    path("", include("huiyin.desk.work.urls")),
    path("", include("huiyin.desk.register.urls")),
    path("", include("huiyin.desk.search.urls")),
    path("", include("huiyin.desk.letters.urls")),
    path("", include("huiyin.desk.matter.urls")),
    path("", include("huiyin.desk.drafts.urls")),
    path("", include("huiyin.desk.supervision.urls")),
    path("", include("huiyin.desk.talks.urls")),
    path("", include("huiyin.desk.plan_periods.urls")),
    path("", include("huiyin.desk.owned.urls")),
    path("", include("huiyin.desk.look_backs.urls")),
    path("", include("huiyin.desk.returns.urls")),
    path("", include("huiyin.desk.reports_up.urls")),
    path("", include("huiyin.desk.reading.urls")),
    path("", include("huiyin.desk.calls.urls")),
    path("", include("huiyin.desk.explanations.urls")),
    path("", include("huiyin.desk.seal_key.urls")),
    path("", include("huiyin.desk.jobs.urls")),
    path("", include("huiyin.desk.leave.urls")),
    path("", include("huiyin.desk.own_password.urls")),
    path("", include("huiyin.desk.reception.urls")),
    path("", include("huiyin.desk.tasks.urls")),
    path("", include("huiyin.desk.text_modules.urls")),
    path("", include("huiyin.desk.grants.urls")),
    path("", include("huiyin.desk.account.urls")),
    path("", include("huiyin.desk.organisation.urls")),
    path("", include("huiyin.desk.setup.urls")),
    path("", include("huiyin.desk.records.urls")),
    path("", include("huiyin.desk.keys.urls")),
    path("", include("huiyin.desk.bell.urls")),
    path("", include("huiyin.desk.news.urls")),
]
