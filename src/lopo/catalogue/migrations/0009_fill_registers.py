"""What the standards cite and ask for alike fills the registers; the import does it from now on."""

from collections import Counter

from django.db import migrations
from django.utils import timezone

LIVE = ["DECREED", "TAKEN_OVER"]


def latest_contents(Standard):
    newest = Standard.objects.filter(state__in=LIVE).order_by("service_id", "-number")
    rows = newest.distinct("service_id").values_list("service__agency_id", "content")
    return list(rows)


def fill_regulations(Regulation, contents, now):
    known = list(Regulation.objects.values_list("code", "title"))
    codes, titles = {code for code, _title in known}, {title.lower() for _code, title in known}
    for _agency, content in contents:
        for law in content["legal_basis"]:
            code, title = law["code"], law["title"]
            if code and title and code not in codes and title.lower() not in titles:
                codes.add(code)
                titles.add(title.lower())
                Regulation.objects.create(code=code, title=title, created_at=now)


def fill_requirements(SharedRequirement, contents, now):
    uses = {}
    for agency, content in contents:
        for row in content["requirements"]:
            said = (row["name"], row["format"], row["handover"], row["sensitive"])
            uses.setdefault(row["code"], []).append((agency, said))
    known = set(SharedRequirement.objects.values_list("code", flat=True))
    for code, found in uses.items():
        if code in known or len(found) < 2 or len({said[0] for _agency, said in found}) > 1:
            continue
        agencies = {agency for agency, _said in found}
        said, _count = Counter(said for _agency, said in found).most_common(1)[0]
        name, form, handover, sensitive = said
        SharedRequirement.objects.create(
            code=code, agency_id=agencies.pop() if len(agencies) == 1 else None, name=name,
            format=form, handover=handover, sensitive=sensitive, created_at=now,
        )


def fill(apps, schema_editor):
    contents = latest_contents(apps.get_model("catalogue", "Standard"))
    now = timezone.now()
    fill_regulations(apps.get_model("registers", "Regulation"), contents, now)
    fill_requirements(apps.get_model("registers", "SharedRequirement"), contents, now)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0008_homes"), ("registers", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
