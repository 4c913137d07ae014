"""The record tells when the clock of the server jumped back (RELIABILITY invariant 13)."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("frontdesk", "0006_day_ends")]
    operations: ClassVar = [
        migrations.AddField("line", "clock_back_at", models.DateTimeField(null=True)),
    ]
