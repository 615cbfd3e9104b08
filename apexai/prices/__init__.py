"""The price book: dated public list prices with their sources, shipped as data, and look-up that never guesses."""
