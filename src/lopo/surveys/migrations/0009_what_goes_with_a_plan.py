"""What a plan shortened and what it brought: known when it is withdrawn or rewritten."""

from django.db import migrations, models

# Until now grades of the same day and basis were taken for those that came with the version.
AS_TAKEN = """
UPDATE surveys_instrument i SET brought_grades = true WHERE EXISTS (
  SELECT 1 FROM surveys_band b WHERE b.instrument_code = i.code AND b.valid_from = i.valid_from
    AND b.legal_basis = i.legal_basis
);
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0008_a_plan_may_be_withdrawn")]
    operations = [
        migrations.AddField(
            model_name="instrument",
            name="brought_grades",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="instrument",
            name="ended_before",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunSQL(AS_TAKEN, migrations.RunSQL.noop),
    ]
