"""How messages get out: when, how fast, and what an answer from Slack means."""
