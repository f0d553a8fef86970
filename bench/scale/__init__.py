"""`make scale`: what a hundred million accounts would need, from what is measured here."""
