"""What the public sees of a regulation is proposed by one person and confirmed by another."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [
        migrations.AddField(
            "regulation", "proposed", models.JSONField(null=True, blank=True)
        ),
        migrations.AddField(
            "regulation",
            "proposed_by",
            models.CharField(max_length=40, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "regulation",
            "changed_by",
            models.CharField(max_length=40, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "regulation",
            "confirmed_by",
            models.CharField(max_length=40, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "regulation",
            models.CheckConstraint(
                condition=Q(proposed__isnull=True, proposed_by="")
                | (Q(proposed__isnull=False) & ~Q(proposed_by="")),
                name="what_is_proposed_has_an_author",
            ),
        ),
        migrations.AddConstraint(
            "regulation",
            models.CheckConstraint(
                condition=Q(changed_by="", confirmed_by="")
                | (~Q(changed_by="") & ~Q(confirmed_by="") & ~Q(confirmed_by=F("changed_by"))),
                name="nobody_confirms_their_own_change",
            ),
        ),
    ]
