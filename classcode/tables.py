"""Every module that names a table, so that migrations and the register of personal data see them all."""

import classcode.acts
import classcode.auth.models
import classcode.mail
import classcode.people.models
import classcode.queues
import classcode.territory.models
import helpdesk.meetings.models
import helpdesk.models
import modules.models
import tracking.models

ALL = (
    classcode.acts,
    classcode.auth.models,
    classcode.mail,
    classcode.people.models,
    classcode.queues,
    classcode.territory.models,
    helpdesk.meetings.models,
    helpdesk.models,
    modules.models,
    tracking.models,
)
