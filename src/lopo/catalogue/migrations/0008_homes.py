"""A service has a home in time: the agency and unit it belongs to, and by which regulation."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FIRST = """
INSERT INTO catalogue_home (service_id, agency_id, unit_id, basis_number, basis_office, reason, recorded_at)
SELECT id, agency_id, unit_id, '', '', '', updated_at FROM catalogue_service ORDER BY id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
# What was is never changed: a home only ends, and only earlier while that
# day lies ahead; nothing is recorded for a day that has passed
# (a day of home is never behind the day of UTC); days are without a gap; and a service is where
# its homes say.
KEEP = """
CREATE FUNCTION catalogue_keep_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to'
     OR (OLD.valid_to IS NOT NULL AND NEW.valid_to IS DISTINCT FROM OLD.valid_to AND (
       NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to
       OR NEW.valid_to < (now() AT TIME ZONE 'UTC')::date
     ))
  THEN
    RAISE EXCEPTION 'a home of a service never changes: % refused', TG_OP
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalogue_home_kept BEFORE UPDATE OR DELETE ON catalogue_home
  FOR EACH ROW EXECUTE FUNCTION catalogue_keep_home();

CREATE FUNCTION catalogue_check_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.valid_from < (NEW.recorded_at AT TIME ZONE 'UTC')::date THEN
    RAISE EXCEPTION 'no service moves in the past' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM organisation_unit u WHERE u.id = NEW.unit_id AND u.agency_id = NEW.agency_id
  ) THEN
    RAISE EXCEPTION 'the unit of a home belongs to its agency' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalogue_home_checked BEFORE INSERT ON catalogue_home
  FOR EACH ROW EXECUTE FUNCTION catalogue_check_home();

CREATE FUNCTION catalogue_homes_without_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM catalogue_home h WHERE h.service_id = NEW.service_id
    AND h.valid_to IS NOT NULL AND h.valid_to IS DISTINCT FROM h.valid_from AND NOT EXISTS (
      SELECT 1 FROM catalogue_home n
      WHERE n.service_id = h.service_id AND n.valid_from = h.valid_to AND n.id > h.id
      AND n.valid_to IS DISTINCT FROM n.valid_from
    )
  ) THEN
    RAISE EXCEPTION 'a service has a home on every day' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER catalogue_home_on_every_day AFTER INSERT OR UPDATE ON catalogue_home
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION catalogue_homes_without_gap();

CREATE FUNCTION catalogue_first_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO catalogue_home
    (service_id, agency_id, unit_id, basis_number, basis_office, reason, recorded_at)
  VALUES (NEW.id, NEW.agency_id, NEW.unit_id, '', '', '', NEW.updated_at);
  RETURN NULL;
END $$;
CREATE TRIGGER catalogue_service_has_a_home AFTER INSERT ON catalogue_service
  FOR EACH ROW EXECUTE FUNCTION catalogue_first_home();

CREATE FUNCTION catalogue_where_it_lives() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.agency_id, NEW.unit_id) IS DISTINCT FROM (OLD.agency_id, OLD.unit_id) AND NOT EXISTS (
    SELECT 1 FROM catalogue_home h WHERE h.service_id = NEW.id AND h.agency_id = NEW.agency_id
    AND h.unit_id = NEW.unit_id AND h.valid_to IS DISTINCT FROM h.valid_from
  ) THEN
    RAISE EXCEPTION 'a service moves by recording its home first' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalogue_service_at_home BEFORE UPDATE OF agency_id, unit_id ON catalogue_service
  FOR EACH ROW EXECUTE FUNCTION catalogue_where_it_lives();
"""
LOOSEN = """
DROP TRIGGER catalogue_service_at_home ON catalogue_service;
DROP FUNCTION catalogue_where_it_lives();
DROP TRIGGER catalogue_service_has_a_home ON catalogue_service;
DROP FUNCTION catalogue_first_home();
DROP TRIGGER catalogue_home_on_every_day ON catalogue_home;
DROP FUNCTION catalogue_homes_without_gap();
DROP TRIGGER catalogue_home_checked ON catalogue_home;
DROP FUNCTION catalogue_check_home();
DROP TRIGGER catalogue_home_kept ON catalogue_home;
DROP FUNCTION catalogue_keep_home();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0007_service_without_search'),
        ('organisation', '0003_archivals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Home',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('basis_number', models.CharField(blank=True, max_length=200)),
                ('basis_date', models.DateField(null=True)),
                ('basis_office', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('recorded_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency')),
                ('came_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='homes', to='catalogue.service')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'ordering': ['service', 'id'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('service'), models.F('service'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('valid_from'), models.F('valid_to'), function='daterange'), '&&')], name='one_home_on_a_day'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='home_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('came_from__isnull', True), models.Q(models.Q(('basis_number', ''), _negated=True), ('basis_date__isnull', False), models.Q(('basis_office', ''), _negated=True), models.Q(('reason', ''), _negated=True), ('recorded_by__isnull', False), ('valid_from__isnull', False), models.Q(('came_from', models.F('agency')), _negated=True)), _connector='OR'), name='move_names_its_legal_basis')],
            },
        ),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, LOOSEN),
    ]
