"""The showroom: the demo's world in a browser, where a visitor reads every letter and is anybody in Slack.

Everything is drawn from the world as it stands, so a page may be loaded again at any time, and a GET changes nothing.
What a visitor does goes through the same doors as what the story's people do: a mail into the service's mailbox, an act
in the workspace. All of it works without scripts; with them the page keeps itself up to date (`live.py`).
"""
