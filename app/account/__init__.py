"""The face of one's own account: sign-in, password, inbox, language and look."""
