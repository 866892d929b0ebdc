"""The statutes as data and functions: pure; every constant cites its source. It holds no case and asks no database."""
