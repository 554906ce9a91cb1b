"""What the whole pay of a role does over every value that its figures can have."""
