"""The set-up of a street as its administrators change it: every change is kept with before and after."""
