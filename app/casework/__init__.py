"""The page of one case, and the forms of every move that a person makes on it."""
