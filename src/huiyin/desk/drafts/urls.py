"""Addresses of officers' own drafts."""

from django.urls import path

from huiyin.desk.drafts import views

urlpatterns = [
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/<uuid:draft_id>/", views.draft, name="draft"),
    path("drafts/<uuid:draft_id>/files/<uuid:file_id>/", views.draft_file, name="draft_file"),
    path("drafts/<uuid:draft_id>/files/<uuid:file_id>/small/", views.draft_small, name="draft_small"),
    path("drafts/<uuid:draft_id>/hand/", views.hand, name="draft_hand"),
    path("drafts/<uuid:draft_id>/take-back/", views.take_back, name="draft_take_back"),
    path("drafts/<uuid:draft_id>/clear/", views.clear, name="draft_clear"),
    path("matters/<slug:number>/<slug:code>/keep/", views.keep, name="matter_keep"),
    path("matters/<slug:number>/<slug:code>/draft/clear/", views.clear_of_move, name="matter_draft_clear"),
]
