"""The ribbon through xlwings Server: an optional extra with a licence of its own; nothing in the core needs it."""
