"""Who took part is counted apart, and every ballot there is waits sealed to be opened anew."""

import hashlib
import json
import os
import uuid
import zlib
from collections import Counter, defaultdict

import django.db.models.deletion
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import migrations, models

QUARTERS = (1, 4, 7, 10)


def quarter_of(day):
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def sealed(content, bound_to):
    """As ``rules.sealing`` did when this was written."""
    key = hashlib.sha256(f"ballots:{settings.BALLOT_SECRET}".encode()).digest()
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    small = zlib.compress(text, 1)
    padded = len(small).to_bytes(4, "big") + small
    padded += b"\0" * (-len(padded) % 256)
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, padded, bound_to.encode())


def carry_over(apps, _editor):
    """Ballots knew counter and day: what they said goes one way, that they came another."""
    ballot, participation, tally, waiting = (
        apps.get_model("surveys", name)
        for name in ("Ballot", "Participation", "CounterTally", "SealedBallot")
    )
    exempt = exemptions(apps)
    part, flags, patterns = Counter(), defaultdict(lambda: [0, 0]), defaultdict(Counter)
    some = []
    for one in ballot.objects.order_by("?").iterator(chunk_size=2000):
        quarter = quarter_of(one.day)
        place = (one.instrument_id, one.centre_id, one.agency_id, one.unit_id, one.service_id)
        bound = "/".join(map(str, (*place, quarter.isoformat())))
        names = ("instrument_id", "centre_id", "agency_id", "unit_id", "service_id")
        where = dict(zip(names, place, strict=True))
        content = sealed([one.answers, not_asked(exempt, one), "", {}], bound)
        some.append(waiting(**where, quarter=quarter, sealed=content))
        came = (*place, one.standard_id, one.counter_id, one.channel, one.day)
        part[came] += 1
        flags[came][0] += one.from_staff_network
        flags[came][1] += one.from_known_device
        if one.counter_id is not None:
            patterns[one.instrument_id, one.counter_id, quarter][tuple(one.answers)] += 1
    waiting.objects.bulk_create(some, batch_size=2000)
    names = (*names_of_place(), "standard_id", "counter_id", "channel", "day")
    participation.objects.bulk_create(
        [
            participation(
                **dict(zip(names, came, strict=True)),
                ballots=count,
                from_staff_network=flags[came][0],
                from_known_device=flags[came][1],
            )
            for came, count in part.items()
        ],
        batch_size=2000,
    )
    for (instrument, counter, quarter), found in patterns.items():
        content = [[list(answers), count] for answers, count in found.items()]
        bound = f"counter/{instrument}/{counter}/{quarter.isoformat()}"
        tally.objects.create(
            instrument_id=instrument,
            counter_id=counter,
            quarter=quarter,
            sealed=sealed(content, bound),
        )


def exemptions(apps):
    """Which items did not apply: by instrument the bit, to whom, and when."""
    model, found = apps.get_model("surveys", "Exemption"), defaultdict(list)
    places = defaultdict(list)
    for item in apps.get_model("surveys", "Item").objects.order_by("instrument_id", "position"):
        places[item.instrument_id].append(item.pk)
    for one in model.objects.select_related("item"):
        bit = 1 << places[one.item.instrument_id].index(one.item_id)
        found[one.item.instrument_id].append((bit, one))
    return found


def not_asked(exempt, ballot):
    mask = 0
    for bit, one in exempt[ballot.instrument_id]:
        holds = one.valid_from <= ballot.day and (
            one.valid_until is None or one.valid_until >= ballot.day
        )
        whose = (
            one.service_id in (None, ballot.service_id) and one.agency_id in (None, ballot.agency_id)
        )
        mask |= bit if holds and whose else 0
    return mask


def names_of_place():
    return ("instrument_id", "centre_id", "agency_id", "unit_id", "service_id")


def to(model, **more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model, **more
    )


def number():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def begins(name):
    return models.CheckConstraint(
        condition=models.Q(quarter__day=1, quarter__month__in=QUARTERS), name=name
    )


class Migration(migrations.Migration):
    dependencies = [("surveys", "0005_thresholds")]
    operations = [
        migrations.CreateModel(
            name="SealedBallot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("quarter", models.DateField()),
                ("sealed", models.BinaryField()),
                ("agency", to("organisation.agency")),
                ("centre", to("organisation.centre")),
                ("instrument", to("surveys.instrument")),
                ("service", to("catalogue.service")),
                ("unit", to("organisation.unit", null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["centre", "quarter", "service"], name="sealed_ballot")
                ],
                "constraints": [begins("sealed_knows_the_quarter_only")],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", number()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("COUNTER", "Counter"),
                            ("LINK", "Link"),
                            ("KIOSK", "Kiosk"),
                            ("MESSAGE", "Message"),
                            ("PAPER", "Paper"),
                        ],
                        max_length=7,
                    ),
                ),
                ("day", models.DateField()),
                ("ballots", models.PositiveIntegerField(default=0)),
                ("from_staff_network", models.PositiveIntegerField(default=0)),
                ("from_known_device", models.PositiveIntegerField(default=0)),
                ("agency", to("organisation.agency")),
                ("centre", to("organisation.centre")),
                ("counter", to("organisation.counter", null=True)),
                ("instrument", to("surveys.instrument")),
                ("service", to("catalogue.service")),
                ("standard", to("catalogue.standard", null=True)),
                ("unit", to("organisation.unit", null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "day"], name="participation_agency"),
                    models.Index(fields=["service", "day"], name="participation_service"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "centre",
                            "day",
                            "service",
                            "counter",
                            "channel",
                            "instrument",
                            "agency",
                            "unit",
                            "standard",
                        ),
                        name="one_participation",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CounterTally",
            fields=[
                ("id", number()),
                ("quarter", models.DateField()),
                ("sealed", models.BinaryField()),
                ("counter", to("organisation.counter")),
                ("instrument", to("surveys.instrument")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("counter", "quarter", "instrument"), name="one_tally_a_counter"
                    ),
                    begins("tally_knows_the_quarter_only"),
                ],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
