"""The forms in which open answers are assessed: by their learner, and by a facilitator who reads them."""

from __future__ import annotations

from tests.faults.conftest import Scene
from tests.faults.forms import Form, form
from tests.modules.assessing.opened import HERE, answered, publish_opened, waiting


@form("modules.assess")
def assess_my_own_answer(scene: Scene) -> Form:
    publish_opened(scene.session)
    answered(scene.session, scene.ada)
    action = f"/modules/{HERE.module.slug}/{HERE.unit.id}/turn/assess"
    return Form(scene.ada, action, {"own": ["clear=yes", "short=no"]})


@form("assessing.read")
def read_an_open_answer(scene: Scene) -> Form:
    publish_opened(scene.session)
    answered(scene.session, scene.ada)
    said = {"level-clear": "yes", "level-short": "no", "words": "Quelle bonne idée !"}
    return Form(scene.bruno, f"/answers-to-read/{waiting(scene.session)[0].id}", said)
