from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0022_telephone"),
    ]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="unread_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("is_open", True), ("unread_at__isnull", False)),
                fields=["lead_unit", "next_due_at", "id"],
                name="matter_unread",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="question",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[("note", "note"), ("ask", "ask"), ("answer", "answer"), ("written", "written")], max_length=8
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("question__isnull", False)),
                fields=("matter", "question"),
                name="message_question_once",
            ),
        ),
    ]
