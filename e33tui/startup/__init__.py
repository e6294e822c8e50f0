"""What makes a start quick and a session small: it changes nothing of what the program does."""
