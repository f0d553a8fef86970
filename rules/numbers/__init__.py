"""A team's figures of a year: what is kept, what a customer is worth and costs, who came and left. One idea a
module; source: DOMAIN, Revenue."""
