"""Whoever wrote the note or the consultation of a draft has written it, too, and does not publish."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

APART = """
CREATE OR REPLACE FUNCTION catalogue_authors_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.published_by_id IS NOT NULL AND (EXISTS (
    SELECT 1 FROM catalogue_revision r
    WHERE r.standard_id = NEW.id AND r.saved_by_id = NEW.published_by_id
  ) OR EXISTS (
    SELECT 1 FROM catalogue_contributor c
    WHERE c.standard_id = NEW.id AND c.user_id = NEW.published_by_id
  )) THEN
    RAISE EXCEPTION 'whoever wrote a standard does not publish it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION catalogue_authors_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.published_by_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM catalogue_revision r
    WHERE r.standard_id = NEW.id AND r.saved_by_id = NEW.published_by_id
  ) THEN
    RAISE EXCEPTION 'whoever wrote a standard does not publish it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0009_fill_registers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contributor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributors",
                        to="catalogue.standard",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("standard", "user"), name="one_contributor_a_draft"
                    )
                ],
            },
        ),
        migrations.RunSQL(APART, BEFORE),
    ]
