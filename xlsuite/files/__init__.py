"""What touches the disk: the one module that opens files, the one that writes them, and the packages in between."""
