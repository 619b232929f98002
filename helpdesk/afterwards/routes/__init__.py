"""The pages of what follows a meeting: opinions, what they tell together, notes, the letter, reports."""

from helpdesk.afterwards.routes import letter, moderating, notes, opinions, told  # noqa: F401 - they fill it
from helpdesk.afterwards.routes.blueprint import bp as bp
