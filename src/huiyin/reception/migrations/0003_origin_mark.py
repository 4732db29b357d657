"""From where a slot was booked, as a keyed hash that is different for each day; emptied when the day has begun."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reception", "0002_bookings_few")]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="origin_mark",
            field=models.BinaryField(max_length=32, null=True),
        ),
    ]
