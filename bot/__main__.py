"""`python -m bot` is the `afterword` command."""

from bot.cli import main

main()
