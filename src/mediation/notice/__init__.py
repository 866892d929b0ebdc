"""The one place for what leaves the house: post, render, quiet hours, channels, delivery, give up loudly."""
