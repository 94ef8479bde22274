"""What everything is made of; standard library only."""
