"""The append-only table and the triggers that keep even its owner from changing the past."""

from django.db import migrations, models

REFUSE = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger_event
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger_event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""
ALLOW = """
DROP TRIGGER ledger_no_truncate ON ledger_event;
DROP TRIGGER ledger_no_change ON ledger_event;
DROP FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stream", models.CharField(max_length=40)),
                ("service_date", models.DateField()),
                ("seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=64)),
                ("actor", models.CharField(max_length=64)),
                ("payload", models.TextField()),
                ("leaf", models.BinaryField(max_length=32)),
            ],
            options={
                "indexes": [models.Index(fields=["subject"], name="event_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("stream", "service_date", "seq"), name="one_event_per_seq"),
                    models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="seq_counts_from_one"),
                ],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
