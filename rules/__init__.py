"""What is decided. Pure: frozen values in, frozen values out, `now` or a date passed in; no database, no
Slack, no clock."""
