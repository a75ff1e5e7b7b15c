"""The program of every stack: its name alone says what it builds, and where."""
