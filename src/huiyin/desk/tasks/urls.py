"""Addresses of tasks."""

from django.urls import path

from huiyin.desk.tasks import files, giving, lists, views

urlpatterns = [
    path("tasks/", lists.tasks, name="tasks"),
    path("tasks/below/", lists.below, name="tasks_below"),
    path("tasks/sheet/", lists.sheet, name="tasks_sheet"),
    path("tasks/new/", giving.give, name="task_give"),
    path("tasks/import/", giving.bring_in, name="tasks_import"),
    path("tasks/import/form/", giving.form_workbook, name="tasks_import_form"),
    path("tasks/<uuid:task_id>/", views.task, name="task"),
    path("tasks/<uuid:task_id>/moves/<slug:code>/", views.move, name="task_move"),
    path("tasks/<uuid:task_id>/files/<uuid:file_id>/", files.file, name="task_file"),
    path("tasks/<uuid:task_id>/files/<uuid:file_id>/small/", files.small, name="task_small"),
]
