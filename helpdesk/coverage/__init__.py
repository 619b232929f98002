"""The proof that no question is unassigned and unseen: who has each open one in sight: a page, a command, a metric."""
