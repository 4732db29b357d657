"""After a recheck a matter stays open while something promised isn't done."""

from django.db import migrations, models

_STATES = [
    "registered", "accepted", "investigating", "drafted", "approved", "served", "rated", "under_review", "reviewed",
    "under_recheck", "carrying_out", "closed", "finalised", "declined", "redirected", "withdrawn",
]  # fmt: skip
_OPEN = [
    "accepted", "approved", "carrying_out", "drafted", "investigating", "rated", "registered", "reviewed", "served",
    "under_recheck", "under_review",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("matters", "0017_rating_round")]

    operations = [
        migrations.RemoveConstraint(model_name="matter", name="matter_open_as_its_state"),
        migrations.AlterField(
            model_name="matter",
            name="state",
            field=models.CharField(choices=[(name, name) for name in _STATES], default="registered", max_length=16),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                name="matter_open_as_its_state",
                condition=models.Q(is_open=True, state__in=_OPEN, closed_at__isnull=True)
                | (models.Q(is_open=False, closed_at__isnull=False) & ~models.Q(state__in=_OPEN)),
            ),
        ),
    ]
