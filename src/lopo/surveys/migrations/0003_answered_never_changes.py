"""What was answered never changes; a grade only ends; ballots stay within the scale."""

from django.db import migrations

KEEP = """
CREATE FUNCTION surveys_instrument_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
  IF EXISTS (SELECT 1 FROM surveys_ballot b WHERE b.instrument_id = which) THEN
    RAISE EXCEPTION 'an answered questionnaire never changes: % refused', TG_OP
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER surveys_instrument_kept BEFORE UPDATE OR DELETE ON surveys_instrument
  FOR EACH ROW EXECUTE FUNCTION surveys_instrument_kept();
CREATE TRIGGER surveys_item_kept BEFORE INSERT OR UPDATE OR DELETE ON surveys_item
  FOR EACH ROW EXECUTE FUNCTION surveys_instrument_kept();

CREATE FUNCTION surveys_band_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.instrument_code, NEW.grade, NEW.name, NEW.lowest, NEW.valid_from,
      NEW.legal_basis) = (OLD.instrument_code, OLD.grade, OLD.name, OLD.lowest, OLD.valid_from,
      OLD.legal_basis) AND OLD.valid_until IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a grade in force only ends: % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER surveys_band_kept BEFORE UPDATE OR DELETE ON surveys_band
  FOR EACH ROW EXECUTE FUNCTION surveys_band_kept();

CREATE FUNCTION surveys_ballot_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE low int; high int; items int;
BEGIN
  SELECT i.lowest, i.highest, (SELECT count(*) FROM surveys_item t WHERE t.instrument_id = i.id)
    INTO low, high, items FROM surveys_instrument i WHERE i.id = NEW.instrument_id;
  IF cardinality(NEW.answers) <> items
     OR EXISTS (SELECT 1 FROM unnest(NEW.answers) a WHERE a NOT BETWEEN low AND high)
     OR NEW.answered <> (SELECT count(a) FROM unnest(NEW.answers) a)
     OR NEW.total <> (SELECT coalesce(sum(a), 0) FROM unnest(NEW.answers) a) THEN
    RAISE EXCEPTION 'a ballot answers its questionnaire on its scale'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER surveys_ballot_fits BEFORE INSERT OR UPDATE OF answers, answered, total,
  instrument_id ON surveys_ballot FOR EACH ROW EXECUTE FUNCTION surveys_ballot_fits();
"""
LET_GO = """
DROP TRIGGER surveys_ballot_fits ON surveys_ballot;
DROP FUNCTION surveys_ballot_fits();
DROP TRIGGER surveys_band_kept ON surveys_band;
DROP FUNCTION surveys_band_kept();
DROP TRIGGER surveys_item_kept ON surveys_item;
DROP TRIGGER surveys_instrument_kept ON surveys_instrument;
DROP FUNCTION surveys_instrument_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_skm")]
    operations = [migrations.RunSQL(KEEP, LET_GO)]
