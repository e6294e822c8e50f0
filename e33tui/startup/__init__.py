"""What comes before all else: what a process was started with, and what a session need not load."""
