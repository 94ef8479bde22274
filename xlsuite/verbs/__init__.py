"""What the user can ask for; a verb is a pure function from a Book to values."""
