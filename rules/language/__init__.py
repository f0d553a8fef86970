"""What a typed line means: its words, dates and numbers. Knows nothing of Slack or storage."""
