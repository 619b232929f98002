"""Who is who beside a thread: a facilitator's profile, and the name behind a question asked without one."""
