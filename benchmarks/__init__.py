"""What the program costs in time and memory, measured from outside, in pseudo-terminals."""
