"""Every number taken so far was taken under the first version of its service's standard."""

from django.db import migrations

FILL = """
UPDATE frontdesk_ticket t SET standard_id = s.id
FROM catalogue_standard s WHERE s.service_id = t.service_id AND s.number = 1
"""


class Migration(migrations.Migration):
    dependencies = [("frontdesk", "0008_ticket_standard")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
