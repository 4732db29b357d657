"""Addresses of a matter's page. The matter itself is in none of them."""

from django.urls import path

from huiyin.portal.status import (
    bars,
    explanation,
    family,
    late,
    letters,
    publishing,
    received,
    referrals,
    review,
    steps,
    views,
)

urlpatterns = [
    path("", views.status_page, name="status"),
    path("message/", views.message_send, name="status_message"),
    path("files/", views.files_add, name="status_files"),
    path("files/<uuid:attachment_id>/", views.file_download, name="status_file"),
    path("files/<uuid:attachment_id>/picture/", views.picture_show, name="status_picture"),
    path("files/<uuid:attachment_id>/small/", views.small_show, name="status_small"),
    path("reply/", views.reply_page, name="status_reply"),
    path("reply/pdf/", views.reply_download, name="status_reply_pdf"),
    path("letters/<uuid:letter_id>/", letters.letter_download, name="status_letter"),
    path("steps/<int:position>/", steps.step_confirm, name="status_step"),
    path("referrals/<int:position>/agree/", referrals.referral_accept, name="status_referral_agree"),
    path("referrals/<int:position>/decline/", referrals.referral_refuse, name="status_referral_decline"),
    path("explanation/", explanation.wish_page, name="status_explanation"),
    path("explanation/day/", explanation.other_day_page, name="status_explanation_day"),
    path("explanation/refuse/", explanation.meeting_refuse, name="status_explanation_refuse"),
    path("explanation/remark/", explanation.remark_page, name="status_explanation_remark"),
    path("explanation/<int:position>/pdf/", explanation.minutes_download, name="status_minutes"),
    path("part/", family.part_open, name="status_part"),
    path("received/", received.letter_received, name="status_received"),
    path("rate/", views.rate, name="status_rate"),
    path("review/", review.review_page, name="status_review"),
    path("bars/", bars.bars_page, name="status_bars"),
    path("bars/objection/", bars.lift_refuse, name="status_lift_refuse"),
    path("bars/<slug:bar>/", bars.bar_lift_page, name="status_bar_lift"),
    path("publish/", publishing.agree, name="status_publish"),
    path("publish/stop/", publishing.stop, name="status_publish_stop"),
    path("urge/", late.urge, name="status_urge"),
    path("withdraw/", views.withdraw_page, name="status_withdraw"),
    path("leave/", views.leave, name="status_leave"),
]
