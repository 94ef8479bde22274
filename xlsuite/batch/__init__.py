"""Many workbooks at once: a pool of contained workers, a journal, and what is made of all files together."""
