"""The speed this project promises, measured side by side with its floor."""
