"""What people may do with their accounts: register and sign in, prove addresses, tell about themselves, hold roles."""
