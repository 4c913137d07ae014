"""A ballot knows its quarter and nothing smaller, and is never alone."""

import django.db.models.deletion
from django.db import migrations, models

QUARTERS = (1, 4, 7, 10)
EMPTY = "TRUNCATE surveys_ballot, surveys_ballotbox"
# Remarks that waited have nobody they came among: they are told without their service.
NAMELESS = """
UPDATE surveys_remark SET month = date_trunc('quarter', month)::date;
UPDATE surveys_remark r SET service_id = NULL, unit_id = NULL WHERE NOT is_open OR 5 > (
  SELECT coalesce(sum(p.ballots), 0) FROM surveys_participation p WHERE p.centre_id = r.centre_id
  AND p.service_id = r.service_id AND date_trunc('quarter', p.day)::date = r.month);
UPDATE surveys_remark r SET agency_id = NULL WHERE service_id IS NULL AND 5 > (
  SELECT coalesce(sum(p.ballots), 0) FROM surveys_participation p WHERE p.centre_id = r.centre_id
  AND p.agency_id = r.agency_id AND date_trunc('quarter', p.day)::date = r.month);
"""
# What few said of themselves is told by centre only.
GATHERED = """
CREATE TEMPORARY TABLE gathered ON COMMIT DROP AS
  SELECT c.instrument_id, c.centre_id, c.quarter, c.field, c.option, sum(c.count) AS count,
    CASE WHEN 5 <= (SELECT coalesce(sum(p.ballots), 0) FROM surveys_participation p
      WHERE p.centre_id = c.centre_id AND p.agency_id = c.agency_id
        AND date_trunc('quarter', p.day)::date = c.quarter) THEN c.agency_id END AS agency_id
  FROM surveys_respondentcount c GROUP BY 1, 2, 3, 4, 5, 7;
TRUNCATE surveys_respondentcount;
INSERT INTO surveys_respondentcount (instrument_id, centre_id, agency_id, quarter, field, option,
    count)
  SELECT instrument_id, centre_id, agency_id, quarter, field, option, sum(count) FROM gathered
  GROUP BY 1, 2, 3, 4, 5, 6;
"""
STEPS = "UPDATE surveys_surveypolicy SET step = smallest WHERE step < smallest"
NEVER_ALONE = """
CREATE FUNCTION surveys_ballot_among_others() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM (
      SELECT place.*, (
        SELECT p.smallest FROM surveys_surveypolicy p
        WHERE p.valid_from <= (place.quarter + interval '3 months - 1 day')::date
        ORDER BY p.valid_from DESC LIMIT 1
      ) AS smallest
      FROM (
        SELECT DISTINCT instrument_id, centre_id, agency_id, unit_id, service_id, quarter,
          not_asked
        FROM written
      ) place
    ) w
    WHERE w.smallest > (
      SELECT count(*) FROM (
        SELECT 1 FROM surveys_ballot b
        WHERE b.centre_id = w.centre_id AND b.quarter = w.quarter
          AND b.instrument_id = w.instrument_id
          AND b.agency_id IS NOT DISTINCT FROM w.agency_id
          AND b.unit_id IS NOT DISTINCT FROM w.unit_id
          AND b.service_id IS NOT DISTINCT FROM w.service_id
          AND b.not_asked = w.not_asked
        LIMIT w.smallest
      ) those
    )
  ) THEN
    RAISE EXCEPTION 'a ballot lies among as many others as may be shown'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER surveys_ballot_among_others AFTER INSERT ON surveys_ballot
  REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION surveys_ballot_among_others();

CREATE OR REPLACE FUNCTION surveys_instrument_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE which bigint;
BEGIN
  IF TG_TABLE_NAME = 'surveys_instrument' THEN
    which := OLD.id;
    IF TG_OP = 'UPDATE' AND (NEW.code, NEW.version, NEW.name, NEW.legal_basis, NEW.lowest,
        NEW.highest, NEW.valid_from) = (OLD.code, OLD.version, OLD.name, OLD.legal_basis,
        OLD.lowest, OLD.highest, OLD.valid_from) THEN
      RETURN NEW;  -- its last day may be named
    END IF;
  ELSIF TG_OP = 'INSERT' THEN
    which := NEW.instrument_id;
  ELSE
    which := OLD.instrument_id;
  END IF;
  IF EXISTS (SELECT 1 FROM surveys_ballot b WHERE b.instrument_id = which)
     OR EXISTS (SELECT 1 FROM surveys_sealedballot s WHERE s.instrument_id = which) THEN
    RAISE EXCEPTION 'an answered questionnaire never changes: % refused', TG_OP
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
"""


def to(model):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model
    )


def begins(model, name):
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            condition=models.Q(quarter__day=1, quarter__month__in=QUARTERS), name=name
        ),
    )


def loses_names(model):
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            condition=models.Q(agency__isnull=False) | models.Q(service=None, unit=None),
            name=f"{model}_loses_names_from_below",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("surveys", "0006_apart_from_the_ballots")]
    operations = [
        migrations.RunSQL(EMPTY, migrations.RunSQL.noop),
        # The box of a centre and quarter.
        migrations.RemoveConstraint("ballotbox", "one_box_a_day"),
        migrations.RenameField("ballotbox", "day", "quarter"),
        migrations.AddConstraint(
            "ballotbox",
            models.UniqueConstraint(fields=("centre", "quarter"), name="one_box_a_quarter"),
        ),
        begins("ballotbox", "box_knows_the_quarter_only"),
        # The ballot among others.
        migrations.RemoveIndex("ballot", "ballot_agency"),
        migrations.RemoveIndex("ballot", "ballot_centre"),
        migrations.RemoveIndex("ballot", "ballot_service"),
        migrations.RemoveField("ballot", "channel"),
        migrations.RemoveField("ballot", "counter"),
        migrations.RemoveField("ballot", "standard"),
        migrations.RemoveField("ballot", "from_known_device"),
        migrations.RemoveField("ballot", "from_staff_network"),
        migrations.RemoveField("ballot", "is_open"),
        migrations.RenameField("ballot", "day", "quarter"),
        migrations.AlterField("ballot", "agency", to("organisation.agency")),
        migrations.AlterField("ballot", "service", to("catalogue.service")),
        migrations.AddIndex(
            "ballot", models.Index(fields=["agency", "quarter"], name="ballot_agency")
        ),
        migrations.AddIndex(
            "ballot", models.Index(fields=["centre", "quarter"], name="ballot_centre")
        ),
        migrations.AddIndex(
            "ballot", models.Index(fields=["service", "quarter"], name="ballot_service")
        ),
        migrations.AddField("ballot", "not_asked", models.BigIntegerField(default=0)),
        migrations.RemoveConstraint("ballot", "ballot_says_something"),
        migrations.AddConstraint(
            "ballot",
            models.CheckConstraint(
                condition=models.Q(not_asked__gte=0, total__gte=models.F("answered")),
                name="ballot_counts_right",
            ),
        ),
        loses_names("ballot"),
        begins("ballot", "ballot_knows_the_quarter_only"),
        # Remarks.
        migrations.RemoveIndex("remark", "remark_month"),
        migrations.RemoveConstraint("remark", "remark_knows_the_month_only"),
        migrations.AlterField("remark", "agency", to("organisation.agency")),
        migrations.AlterField("remark", "service", to("catalogue.service")),
        migrations.RunSQL(
            ["SET CONSTRAINTS ALL IMMEDIATE", NAMELESS, "SET CONSTRAINTS ALL DEFERRED"],
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField("remark", "is_open"),
        migrations.RenameField("remark", "month", "quarter"),
        migrations.AddIndex(
            "remark", models.Index(fields=["centre", "quarter"], name="remark_quarter")
        ),
        loses_names("remark"),
        begins("remark", "remark_knows_the_quarter_only"),
        # Respondents were counted by quarter already.
        migrations.RemoveConstraint("respondentcount", "one_respondent_count"),
        migrations.RenameField("respondentcount", "day", "quarter"),
        migrations.AlterField("respondentcount", "agency", to("organisation.agency")),
        migrations.RunSQL(
            ["SET CONSTRAINTS ALL IMMEDIATE", GATHERED, "SET CONSTRAINTS ALL DEFERRED"],
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "respondentcount",
            models.UniqueConstraint(
                fields=(
                    "centre",
                    "quarter",
                    "instrument",
                    "agency",
                    "unit",
                    "field",
                    "option",
                ),
                name="one_respondent_count",
                nulls_distinct=False,
            ),
        ),
        begins("respondentcount", "respondents_know_the_quarter_only"),
        # What is opened at once is at least what may be shown.
        migrations.RunSQL(STEPS, migrations.RunSQL.noop),
        migrations.RemoveConstraint("surveypolicy", "survey_policy_protects"),
        migrations.AddConstraint(
            "surveypolicy",
            models.CheckConstraint(
                condition=models.Q(
                    smallest__gte=2, step__gte=models.F("smallest"), link_days__gte=1
                ),
                name="survey_policy_protects",
            ),
        ),
        migrations.RunSQL(NEVER_ALONE, migrations.RunSQL.noop),
    ]
