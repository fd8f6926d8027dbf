"""The administrator's pages: what a street is made of, changed with a preview and kept in the trail."""
