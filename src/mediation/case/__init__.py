"""Cases: parties, representatives, claims, findings, and the one state machine."""
