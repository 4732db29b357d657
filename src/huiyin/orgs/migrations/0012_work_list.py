"""The list of a kept filter is called work_list; its column keeps the name that it has."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orgs", "0011_last_look")]

    # The column and its constraint stay as they are: only the name in the program is another.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("listchoice", "list_choice_once"),
                migrations.RenameField("listchoice", "box", "work_list"),
                migrations.AlterField("listchoice", "work_list", models.CharField(db_column="box", max_length=20)),
                migrations.AddConstraint(
                    "listchoice",
                    models.UniqueConstraint(fields=("officer", "work_list", "name"), name="list_choice_once"),
                ),
            ]
        )
    ]
