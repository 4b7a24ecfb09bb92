"""Where the course is, and what its lessons say of themselves; the ground floor of the package."""
