"""Search has an index of its own in memory (``queries.searchable``); the column held nothing."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_missed_search")]

    operations = [
        migrations.RemoveIndex(model_name="service", name="service_search"),
        migrations.RemoveField(model_name="service", name="search"),
    ]
