"""Groups of commands, and the options that they share. Nothing heavy is imported before a command runs."""
