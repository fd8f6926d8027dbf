"""Streets, accounts, roles and scope; who may sign in."""
