"""The commands, one room each, and what they share; the command line calls them, and any program can."""
