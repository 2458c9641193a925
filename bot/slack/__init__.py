"""The transports to Slack: posting what must arrive, and hearing what people do there."""
