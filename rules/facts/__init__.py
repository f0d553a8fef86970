"""One module a fact of a relationship: its states, its dates, its reason to call, its share of health."""
