"""Why a whole centre is out of use, since when and until when."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_hours_and_quotas")]

    operations = [
        migrations.CreateModel(
            name="Archival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("archived_at", models.DateTimeField()),
                ("archived_by", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=200)),
                ("restored_at", models.DateTimeField(blank=True, null=True)),
                ("restored_by", models.CharField(blank=True, max_length=40)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archivals",
                        to="organisation.centre",
                    ),
                ),
            ],
            options={
                "ordering": ["archived_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("restored_at__isnull", True)),
                        fields=("centre",),
                        name="archived_once",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(("reason", "")), name="archival_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("restored_at__isnull", True), ("restored_by", ""))
                        | models.Q(
                            ("restored_at__gte", models.F("archived_at")),
                            ("restored_at__isnull", False),
                        )
                        & ~models.Q(("restored_by", "")),
                        name="archival_ends_by_somebody",
                    ),
                ],
            },
        ),
    ]
