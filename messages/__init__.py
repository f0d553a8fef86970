"""How it is said. Pure: values and a viewer in, {"text", "blocks"} or a view out. Everything foreign is
escaped here."""
