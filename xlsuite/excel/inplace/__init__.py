"""Our sheets and notes inside a user's own workbook: parts are edited by the byte, nothing is loaded and saved."""
