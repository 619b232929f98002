"""The form that has a program judged, in a small module that is published for it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from modules import current
from modules.catalog import read_module
from modules.rules.publishing import publish
from tests.faults.conftest import Scene
from tests.faults.forms import Form, form
from tests.modules.exercises.conftest import HERE, LOOP
from tests.modules.programs.content import write_exercises


@form("exercises.run")
def run_a_program(scene: Scene) -> Form:
    with TemporaryDirectory() as folder:
        module, problems = read_module(write_exercises(Path(folder)))
    assert module is not None, problems
    publish(scene.session, module, current.shelf().var_dir)
    current.shelf().forget()
    return Form(scene.ada, f"{HERE}/corridors/run", {"program": orjson.dumps(LOOP).decode()})
