"""What is shown: functions that take a value and return text."""
