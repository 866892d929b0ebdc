"""Pages and plain HTTP routes. They compose the features and decide nothing.

Refuses to hold: queries, permissions and words of the law; headers and body limits are `http/`.
"""
