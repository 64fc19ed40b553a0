"""The add-ins: the commands behind the buttons, the Excel add-in built from text, and how add-ins are installed."""
