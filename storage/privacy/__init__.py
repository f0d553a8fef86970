"""What people may ask of us: to be erased, to read what is on file about them, and that notes are kept no
longer than wanted."""
