"""An import compares a service itself with its file; what the last file said is not kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0010_contributors")]

    operations = [migrations.RemoveField(model_name="service", name="content_hash")]
