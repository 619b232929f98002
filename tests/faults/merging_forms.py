"""The form that makes two accounts one."""

from __future__ import annotations

from classcode.people.models import Role
from classcode.people.rules.profile import grant
from tests.faults.conftest import Scene
from tests.faults.forms import Form, form


@form("merging.merge")
def make_two_accounts_one(scene: Scene) -> Form:
    grant(scene.session, scene.bruno.id, Role.ADMINISTRATOR)
    other = scene.make.person("adele")
    told = {"kept": str(other.id), "reason": "Une seconde adresse."}
    third = str(scene.make.person("ada").id)
    return Form(scene.bruno, "/accounts/merge", {**told, "merged": third, "again": third})
