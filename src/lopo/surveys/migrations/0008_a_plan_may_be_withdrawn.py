"""Grades that nothing was called by may go with the version they came with."""

from django.db import migrations

PLANS = """
CREATE OR REPLACE FUNCTION surveys_band_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE since date;
BEGIN
  -- From which day on it would be called otherwise: deleted, or going on after all.
  IF TG_OP = 'DELETE' THEN
    since := OLD.valid_from;
  ELSIF (NEW.instrument_code, NEW.grade, NEW.name, NEW.lowest, NEW.valid_from, NEW.legal_basis) =
      (OLD.instrument_code, OLD.grade, OLD.name, OLD.lowest, OLD.valid_from, OLD.legal_basis) THEN
    IF OLD.valid_until IS NULL THEN RETURN NEW; END IF;  -- its last day may be named
    since := OLD.valid_until + 1;
  END IF;
  IF since IS NULL OR EXISTS (
    SELECT 1 FROM surveys_participation p JOIN surveys_instrument i ON i.id = p.instrument_id
    WHERE i.code = OLD.instrument_code AND p.day >= since
  ) THEN
    RAISE EXCEPTION 'a grade in force only ends: % refused', TG_OP
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
"""
AS_BEFORE = """
CREATE OR REPLACE FUNCTION surveys_band_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.instrument_code, NEW.grade, NEW.name, NEW.lowest, NEW.valid_from,
      NEW.legal_basis) = (OLD.instrument_code, OLD.grade, OLD.name, OLD.lowest, OLD.valid_from,
      OLD.legal_basis) AND OLD.valid_until IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a grade in force only ends: % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0007_among_others")]
    operations = [migrations.RunSQL(PLANS, AS_BEFORE)]
