"""Rows in and out: files now, a CRM later. Everything is checked first, then written in short transactions
with its memory."""
