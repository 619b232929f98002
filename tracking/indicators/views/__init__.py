"""Views that a lead keeps under a name: a page of the indicators and its filter, told by mail each month if wanted."""
