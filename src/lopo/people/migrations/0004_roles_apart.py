"""No account holds a role that manages a place and one that serves in it, whoever writes the row."""

from django.db import migrations

# The pairs are those of people.rules.INCOMPATIBLE; a test compares the two for every pair.
GUARD = """
CREATE FUNCTION people_roles_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  manages CONSTANT text[] := ARRAY['CENTRE_ADMIN', 'SYSTEM_ADMIN'];
  serves CONSTANT text[] := ARRAY['COUNTER_OFFICER', 'SUPERVISOR'];
BEGIN
  -- Grants to one account wait in turn; the look below then sees what the one before has written.
  PERFORM 1 FROM people_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM people_assignment other
    WHERE other.user_id = NEW.user_id
      AND (other.centre_id IS NULL OR NEW.centre_id IS NULL OR other.centre_id = NEW.centre_id)
      AND ((NEW.role = ANY (manages) AND other.role = ANY (serves))
        OR (NEW.role = ANY (serves) AND other.role = ANY (manages)))
  ) THEN
    RAISE EXCEPTION 'whoever manages a place does not serve in it: % refused', NEW.role
      USING ERRCODE = 'check_violation', CONSTRAINT = 'roles_apart';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER roles_apart AFTER INSERT OR UPDATE ON people_assignment
  FOR EACH ROW EXECUTE FUNCTION people_roles_apart();
"""
FREE = """
DROP TRIGGER roles_apart ON people_assignment;
DROP FUNCTION people_roles_apart();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sessions_and_passwords")]

    operations = [migrations.RunSQL(GUARD, FREE)]
