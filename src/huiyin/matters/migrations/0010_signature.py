"""The leader's signature under a reply."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0009_sponsor"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(model_name="reply", name="signed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="reply",
            name="signer",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                name="reply_signed_by_another",
                condition=models.Q(("signer__isnull", True), ("drafter__isnull", True), _connector="OR")
                | ~models.Q(signer=models.F("drafter")),
            ),
        ),
    ]  # fmt: skip
