"""The oral and its rules: pure Python, no input or output, no other layer."""
