"""A local stand-in for a Slack workspace, with a page. Knows Slack's protocol and its limits, nothing of
the bot."""
