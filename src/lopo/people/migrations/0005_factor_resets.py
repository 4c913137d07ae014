"""Who reset whose second factor, and whether its owner was told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_roles_apart")]

    operations = [
        migrations.CreateModel(
            name="FactorReset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reset_at", models.DateTimeField()),
                ("reset_by", models.CharField(max_length=40)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("told_at__isnull", True))
                        | models.Q(("told_at__gte", models.F("reset_at"))),
                        name="reset_is_told_afterwards",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(("reset_by", "")), name="reset_by_somebody"
                    ),
                ],
            },
        ),
    ]
