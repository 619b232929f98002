"""Every module that names a table, so that migrations and the register of personal data see them all."""

import classcode.acts
import classcode.auth.models
import classcode.mail
import classcode.people.models
import classcode.queues
import classcode.territory.models
import classcode.territory.schools.models
import helpdesk.accompaniment.models
import helpdesk.afterwards.models
import helpdesk.answers.models
import helpdesk.attachments.models
import helpdesk.calendar.models
import helpdesk.canned.models
import helpdesk.checkin.models
import helpdesk.gathering.models
import helpdesk.growth.models
import helpdesk.guests.models
import helpdesk.mailbox.models
import helpdesk.meetings.models
import helpdesk.models
import helpdesk.places.models
import helpdesk.presence.models
import helpdesk.ratings.models
import modules.assessing.models
import modules.exercises.models
import modules.models
import tracking.attestations.models
import tracking.declared_figures.models
import tracking.erasure.models
import tracking.forwarding.models
import tracking.indicators.alerts.models
import tracking.indicators.exports.models
import tracking.indicators.snapshots.models
import tracking.indicators.tokens.models
import tracking.indicators.views.models
import tracking.log.models
import tracking.lrs.clients.models
import tracking.lrs.documents.models
import tracking.merging.models
import tracking.models
import tracking.projections.models
import tracking.record.models
import tracking.research.models

ALL = (
    classcode.acts,
    classcode.auth.models,
    classcode.mail,
    classcode.people.models,
    classcode.queues,
    classcode.territory.models,
    classcode.territory.schools.models,
    helpdesk.accompaniment.models,
    helpdesk.afterwards.models,
    helpdesk.answers.models,
    helpdesk.attachments.models,
    helpdesk.calendar.models,
    helpdesk.canned.models,
    helpdesk.checkin.models,
    helpdesk.gathering.models,
    helpdesk.growth.models,
    helpdesk.guests.models,
    helpdesk.mailbox.models,
    helpdesk.meetings.models,
    helpdesk.models,
    helpdesk.places.models,
    helpdesk.presence.models,
    helpdesk.ratings.models,
    modules.exercises.models,
    modules.assessing.models,
    modules.models,
    tracking.attestations.models,
    tracking.declared_figures.models,
    tracking.erasure.models,
    tracking.forwarding.models,
    tracking.indicators.alerts.models,
    tracking.indicators.exports.models,
    tracking.indicators.snapshots.models,
    tracking.indicators.tokens.models,
    tracking.indicators.views.models,
    tracking.log.models,
    tracking.lrs.clients.models,
    tracking.lrs.documents.models,
    tracking.merging.models,
    tracking.models,
    tracking.projections.models,
    tracking.record.models,
    tracking.research.models,
)
