"""Runs the service: settings, transports, loops and commands. The only place with sockets, environment and clocks."""
