"""A version of a form never changes: it may only end, and only earlier."""

from django.db import migrations

KEEP = """
CREATE FUNCTION paperwork_keep_form() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to'
     OR (OLD.valid_to IS NOT NULL AND (NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to))
  THEN
    RAISE EXCEPTION 'a version of a form never changes: % refused', TG_OP
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER paperwork_form_kept BEFORE UPDATE OR DELETE ON paperwork_formdefinition
  FOR EACH ROW EXECUTE FUNCTION paperwork_keep_form();
"""
LOOSEN = """
DROP TRIGGER paperwork_form_kept ON paperwork_formdefinition;
DROP FUNCTION paperwork_keep_form();
"""


class Migration(migrations.Migration):
    dependencies = [("paperwork", "0001_initial")]

    operations = [migrations.RunSQL(KEEP, LOOSEN)]
