"""Searches that found nothing are counted, without anything about who searched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_versions_never_change")]

    operations = [
        migrations.CreateModel(
            name="MissedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=80, unique=True)),
                ("count", models.PositiveIntegerField(default=1)),
                ("first_date", models.DateField()),
                ("last_date", models.DateField()),
            ],
            options={
                "ordering": ["-count", "-last_date", "text"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text__regex", "^[a-z0-9]+( [a-z0-9]+)*$")),
                        name="missed_text_is_plain",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="missed_at_least_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_date__gte", models.F("first_date"))),
                        name="missed_first_then_last",
                    ),
                ],
            },
        ),
    ]
