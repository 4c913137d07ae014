"""What every service says becomes its first version: how the agency works when this begins."""

import hashlib
import json

from django.db import migrations


def content_of(service):
    return {
        "legal_basis": [{"code": "", "title": title} for title in service.legal_basis],
        "requirements": [
            {
                "code": row.code, "name": row.name, "format": row.format,
                "mandatory": row.mandatory, "condition": row.condition,
                "handover": "HAND_IN", "sensitive": row.sensitive,
            }
            for row in service.requirements.order_by("position")
        ],
        "needs_nothing": False,
        "terms": service.special_terms,
        "steps": [
            {
                "actor_code": row.actor_code, "actor_name": row.actor_name,
                "activity": row.activity, "completeness": row.completeness,
                "time": {"amount": row.duration_value, "unit": row.duration_unit}
                if row.duration_value is not None else None,
                "output": row.output, "external": row.external, "decision": None,
            }
            for row in service.steps.order_by("position")
        ],
        "promise": {
            "amount": service.duration_working_days, "unit": "HARI_KERJA",
            "counted_from": service.duration_start, "outside": service.duration_outside,
        },
        "fee": {
            "amount": service.fee_amount, "note": service.fee_note,
            # A tariff needs a basis; until now it stood in the note.
            "basis": (service.fee_note or "-") if service.fee_amount else "", "tariffs": [],
        },
        "products": service.products,
        "facilities": [], "competence": [], "supervision": [], "complaints": [],
        "staffing": "", "service_guarantee": "", "safety_guarantee": "", "evaluation": "",
        "signatory": service.signatory, "note": service.note,
    }


def write_first_versions(apps, schema_editor):
    Service = apps.get_model("catalogue", "Service")
    Standard = apps.get_model("catalogue", "Standard")
    for service in Service.objects.all():
        content = content_of(service)
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        Standard.objects.create(
            service=service, number=1, state="TAKEN_OVER", name=service.name, content=content,
            digest=hashlib.sha256(text.encode()).hexdigest(), drafted_at=service.updated_at,
        )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_standards")]

    operations = [migrations.RunPython(write_first_versions, migrations.RunPython.noop)]
