"""Drafts of centres that are being set up."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("organisation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SetupDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "centre",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.centre",
                    ),
                ),
            ],
            options={"ordering": ["-changed_at"]},
        ),
        migrations.AddConstraint(
            model_name="setupdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("centre__isnull", True), ("opened_at__isnull", True)),
                    models.Q(("centre__isnull", False), ("opened_at__isnull", False)),
                    _connector="OR",
                ),
                name="an_opened_draft_is_a_centre",
            ),
        ),
    ]
