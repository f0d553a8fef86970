"""What is remembered. Functions take a session, never commit, and return frozen values of rules/."""
