"""The article's case, played by seven people at their own browsers: only by clicking and typing, from intake to closed."""
