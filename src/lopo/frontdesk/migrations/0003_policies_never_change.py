"""A published calling order is history: a new one is a new version, never a changed row."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION frontdesk_refuse_policy_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published policy never changes: % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER frontdesk_policy_no_change BEFORE UPDATE ON frontdesk_orderpolicy
  FOR EACH ROW EXECUTE FUNCTION frontdesk_refuse_policy_change();
"""
ALLOW = """
DROP TRIGGER frontdesk_policy_no_change ON frontdesk_orderpolicy;
DROP FUNCTION frontdesk_refuse_policy_change();
"""


class Migration(migrations.Migration):
    dependencies = [("frontdesk", "0002_first_policy")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
