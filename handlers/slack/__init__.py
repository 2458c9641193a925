"""The Slack door: commands, shortcuts, buttons and forms become values, and steps act on them."""
