"""Pages and plain HTTP routes. They compose the features and decide nothing."""
