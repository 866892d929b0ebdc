"""A case shown by one agency to another, with what comes back."""
