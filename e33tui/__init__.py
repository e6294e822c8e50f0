"""e33tui: the oral E33, from the roster to the verso, in a terminal."""

__version__ = "0.1.0"
