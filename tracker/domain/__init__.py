"""What a campaign is and how it is judged: pure values, no file, no clock, no SQL."""
