"""What happens by itself. What is due stands in the database; APScheduler only beats the time."""
