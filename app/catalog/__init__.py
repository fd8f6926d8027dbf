"""What is promised for what: categories and limits, departments, units, estates and places."""
