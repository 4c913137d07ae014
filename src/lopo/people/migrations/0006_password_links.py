"""Links with which somebody who forgot their password sets a new one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("people", "0005_factor_resets")]

    operations = [
        migrations.CreateModel(
            name="PasswordLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_by", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
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
                        condition=Q(expires_at__gt=F("created_at")),
                        name="password_link_expires_later",
                    ),
                    models.CheckConstraint(
                        condition=Q(used_at__isnull=True) | Q(voided_at__isnull=True),
                        name="password_link_ends_one_way",
                    ),
                    models.CheckConstraint(
                        condition=~Q(made_by=""), name="password_link_by_somebody"
                    ),
                    models.UniqueConstraint(
                        condition=Q(used_at__isnull=True, voided_at__isnull=True),
                        fields=["user"],
                        name="one_open_password_link",
                    ),
                ],
            },
        ),
    ]
