"""A centre to look at: invented people, enterprises and agreements, the same for the same day."""
