"""The standard is the only place for what a service promises, and its versions never change."""

from django.db import migrations

KEEP = """
CREATE FUNCTION catalogue_keep_standard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ending CONSTANT text[] := ARRAY['valid_to', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason'];
BEGIN
  IF OLD.state NOT IN ('DECREED', 'TAKEN_OVER') THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - ending IS DISTINCT FROM to_jsonb(OLD) - ending
     OR (OLD.valid_to IS NOT NULL AND (NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to))
     OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
  THEN
    RAISE EXCEPTION 'a version of a standard never changes: % refused', TG_OP
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalogue_standard_kept BEFORE UPDATE OR DELETE ON catalogue_standard
  FOR EACH ROW EXECUTE FUNCTION catalogue_keep_standard();

CREATE FUNCTION catalogue_authors_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.published_by_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM catalogue_revision r
    WHERE r.standard_id = NEW.id AND r.saved_by_id = NEW.published_by_id
  ) THEN
    RAISE EXCEPTION 'whoever wrote a standard does not publish it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalogue_standard_authors_apart BEFORE UPDATE ON catalogue_standard
  FOR EACH ROW EXECUTE FUNCTION catalogue_authors_apart();
"""
LOOSEN = """
DROP TRIGGER catalogue_standard_authors_apart ON catalogue_standard;
DROP FUNCTION catalogue_authors_apart();
DROP TRIGGER catalogue_standard_kept ON catalogue_standard;
DROP FUNCTION catalogue_keep_standard();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_first_versions")]

    operations = [
        migrations.RemoveField(
            model_name='step',
            name='service',
        ),
        migrations.RemoveField(
            model_name='service',
            name='duration_outside',
        ),
        migrations.RemoveField(
            model_name='service',
            name='duration_start',
        ),
        migrations.RemoveField(
            model_name='service',
            name='duration_working_days',
        ),
        migrations.RemoveField(
            model_name='service',
            name='fee_amount',
        ),
        migrations.RemoveField(
            model_name='service',
            name='fee_note',
        ),
        migrations.RemoveField(
            model_name='service',
            name='legal_basis',
        ),
        migrations.RemoveField(
            model_name='service',
            name='note',
        ),
        migrations.RemoveField(
            model_name='service',
            name='products',
        ),
        migrations.RemoveField(
            model_name='service',
            name='signatory',
        ),
        migrations.RemoveField(
            model_name='service',
            name='special_terms',
        ),
        migrations.DeleteModel(
            name='Requirement',
        ),
        migrations.DeleteModel(
            name='Step',
        ),
        migrations.RunSQL(KEEP, LOOSEN),
    ]
