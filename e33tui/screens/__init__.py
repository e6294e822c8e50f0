"""The screens: thin. A key becomes a command, the returned state is shown; a screen decides nothing."""
