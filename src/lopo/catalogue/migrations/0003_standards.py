"""Standards as versions, and the drafts and consultations they come from."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_offering_archived'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(null=True)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('minutes', models.TextField(blank=True)),
                ('changes', models.TextField(blank=True)),
                ('waived_because', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.AddField(
            model_name='service',
            name='life_events',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='Signatory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('element', models.CharField(choices=[('PENYELENGGARA', 'Provider of the service'), ('PENGGUNA', 'Users of the service'), ('AHLI', 'Experts'), ('INSTANSI', 'Other agencies'), ('OMS', 'Civil society organisations'), ('MEDIA', 'Media')], max_length=13)),
                ('body', models.CharField(max_length=200)),
                ('office', models.CharField(blank=True, max_length=200)),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatories', to='catalogue.consultation')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Standard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(null=True)),
                ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('CONSULTATION', 'In public consultation'), ('SUBMITTED', 'Submitted for decree'), ('DECREED', 'Decreed'), ('TAKEN_OVER', 'Taken over, not decreed yet'), ('DISCARDED', 'Discarded')], default='DRAFT', max_length=12)),
                ('name', models.CharField(max_length=200)),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('change_note', models.CharField(blank=True, max_length=500)),
                ('drafted_at', models.DateTimeField()),
                ('decree_number', models.CharField(blank=True, max_length=120)),
                ('decree_date', models.DateField(null=True)),
                ('decree_office', models.CharField(blank=True, max_length=200)),
                ('published_at', models.DateTimeField(null=True)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawal_reason', models.CharField(blank=True, max_length=500)),
                ('based_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.standard')),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standards', to='catalogue.service')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['service', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('saved_at', models.DateTimeField()),
                ('goes_back_to', models.PositiveIntegerField(null=True)),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='catalogue.standard')),
            ],
            options={
                'ordering': ['standard', 'number'],
            },
        ),
        migrations.AddField(
            model_name='consultation',
            name='standard',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='consultation', to='catalogue.standard'),
        ),
        migrations.AddIndex(
            model_name='standard',
            index=models.Index(fields=['service', 'valid_from'], name='standard_in_time'),
        ),
        migrations.AddConstraint(
            model_name='standard',
            constraint=models.UniqueConstraint(fields=('service', 'number'), name='one_standard_per_number'),
        ),
        migrations.AddConstraint(
            model_name='standard',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['DRAFT', 'CONSULTATION', 'SUBMITTED'])), fields=('service',), name='one_open_draft_per_service'),
        ),
        migrations.AddConstraint(
            model_name='standard',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ['DECREED', 'TAKEN_OVER'])), expressions=[(models.Func(models.F('service'), models.F('service'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('valid_from'), models.F('valid_to'), function='daterange'), '&&')], name='one_standard_in_force'),
        ),
        migrations.AddConstraint(
            model_name='standard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['DECREED', 'TAKEN_OVER']), ('number__isnull', False)), models.Q(models.Q(('state__in', ['DECREED', 'TAKEN_OVER']), _negated=True), ('number__isnull', True)), _connector='OR'), name='standard_number_comes_with_its_life'),
        ),
        migrations.AddConstraint(
            model_name='standard',
            constraint=models.CheckConstraint(condition=models.Q(('published_by', models.F('drafted_by')), _negated=True), name='who_drafts_does_not_publish'),
        ),
        migrations.AddConstraint(
            model_name='standard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'DECREED'), _negated=True), models.Q(models.Q(('decree_number', ''), _negated=True), ('decree_date__isnull', False), models.Q(('decree_office', ''), _negated=True), ('published_at__isnull', False), ('published_by__isnull', False), ('valid_from__isnull', False)), _connector='OR'), name='decree_names_its_number_date_and_office'),
        ),
        migrations.AddConstraint(
            model_name='standard',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='standard_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='standard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['DECREED', 'TAKEN_OVER']), _negated=True), ('content__fee__amount', 0), models.Q(('content__fee__basis', ''), _negated=True), _connector='OR'), name='tariff_has_a_legal_basis'),
        ),
        migrations.AddConstraint(
            model_name='standard',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='withdrawal_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('standard', 'number'), name='one_revision_per_number'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_on__isnull', False), models.Q(('minutes', ''), _negated=True), ('waived_because', '')), models.Q(('held_on__isnull', True), models.Q(('waived_because', ''), _negated=True)), _connector='OR'), name='consultation_was_held_or_waived'),
        ),
    ]
