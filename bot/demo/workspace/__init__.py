"""The world's Slack: a workspace with people and channels that an app meets as it meets Slack itself.

Its Web API answers over HTTP and its Socket Mode over a websocket, as far as Afterword uses them, and it refuses what
Slack refuses. It is served by aiohttp, which the app's own Socket Mode client needs anyway: uvicorn would want another
library for websockets. `standin.py` puts the parts together and is where to begin.

Every module names the pages of Slack's documentation (docs.slack.dev) that its behaviour rests on; what no page says
is marked as a guess where it stands.
"""
