"""What is kept. Functions take their session first; nothing above this room knows which database it is."""
