"""Who uses the site: accounts, addresses, roles, what people chose to say of themselves. No pages here."""
