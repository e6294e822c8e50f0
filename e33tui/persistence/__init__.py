"""How a séance lies on the disk: durable files, one writer per passage, seals, the register.

Nothing here knows what a line means, and nothing here imports the interface.
"""
