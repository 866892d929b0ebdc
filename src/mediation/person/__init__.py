"""People and organisations outside the agencies, and the sealing of what identifies them."""
