"""The catalogue as an administrator changes it: every change is kept with before and after."""
