"""Numbers, truths and nothing."""

zero = 0
negative = -1
spaced = 1_000_000
hexadecimal = 0xFF
largest = 9223372036854775807
real = -1.5
exponent = 1e-9
tiny = .5
yes = True
no = False
nothing = None
several = [-1, -1.5, -0, 0.0, (1,), (), [], {}]
