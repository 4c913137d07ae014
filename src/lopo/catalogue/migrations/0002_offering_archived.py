"""A service that a centre no longer gives is archived there, not deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="offering",
            name="archived_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
