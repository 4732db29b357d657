"""Two more ways of serving, and the outcome of what both sides have agreed on."""

from django.db import migrations, models

_OUTCOMES = ["upheld", "explained", "not_upheld", "settled"]
_METHODS = ["web", "post", "in_person", "phone", "sms"]


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_review_states")]

    operations = [
        migrations.AlterField(
            model_name="opinion",
            name="outcome",
            field=models.CharField(choices=[(name, name) for name in _OUTCOMES], max_length=12),
        ),
        migrations.AlterField(
            model_name="service",
            name="method",
            field=models.CharField(choices=[(name, name) for name in _METHODS], max_length=10),
        ),
    ]
