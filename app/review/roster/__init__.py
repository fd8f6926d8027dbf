"""Who stands on the roster: sign-up, approval, terms, absences, leaving."""
