from django.db import migrations, models

from huiyin.clocks.models import guards


class Migration(migrations.Migration):
    dependencies = [("clocks", "0004_recommendations_speak")]

    operations = [
        migrations.RunPython(guards.remove, guards.install),
        migrations.RemoveConstraint(model_name="clock", name="clocks_clock_once"),
        migrations.RemoveConstraint(model_name="clock", name="clocks_clock_stop_after_start"),
        migrations.AddField(model_name="clock", name="revision", field=models.PositiveSmallIntegerField(default=1)),
        migrations.AlterField(
            model_name="clock",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "running"),
                    ("met", "met"),
                    ("late", "late"),
                    ("void", "void"),
                    ("replaced", "replaced"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                fields=("subject_id", "code", "round", "revision"), name="clocks_clock_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", ""), ("stopped_at__isnull", True))
                | models.Q(
                    ("outcome__in", ["met", "late", "void", "replaced"]),
                    ("stopped_at__gte", models.F("started_at")),
                    ("stopped_at__isnull", False),
                ),
                name="clocks_clock_stop_after_start",
            ),
        ),
        migrations.RunPython(guards.install, guards.remove),
    ]
