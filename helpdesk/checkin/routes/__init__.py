"""Who comes (`arriving`, `claiming`) and who keeps the list (`screen`, `roll`, `paper`, `offline`)."""

from helpdesk.checkin.routes import arriving, claiming, offline, paper, roll, screen
from helpdesk.checkin.routes.blueprint import bp

__all__ = ["arriving", "bp", "claiming", "offline", "paper", "roll", "screen"]
