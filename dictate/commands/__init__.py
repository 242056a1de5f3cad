"""One module a subcommand; like ``app`` they may know several wings. ``dictate.cli`` imports only the one that runs."""
