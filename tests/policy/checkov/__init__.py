"""What Checkov says of the programs of the rules, recorded, so that nobody has to install it for the tests."""
