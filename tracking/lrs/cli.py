"""The `classcode lrs` commands, a group of groups: each room of the record adds its own.

A command receives as its context's object the function that binds the process to its database and returns the
configuration: only `classcode.cli`, which knows every room, can give it. What a command needs is imported inside it.
"""

from __future__ import annotations

import click

from tracking.forwarding.cli import recipient
from tracking.log.cli import doctor, erase
from tracking.lrs.clients.cli import client
from tracking.lrs.transfers import export_command, import_command


@click.group()
def lrs() -> None:
    """The record, as other systems see it."""


lrs.add_command(client)
lrs.add_command(recipient)
lrs.add_command(export_command)
lrs.add_command(import_command)
lrs.add_command(doctor)
lrs.add_command(erase)
