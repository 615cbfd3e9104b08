"""`python -m apexai.cli` is `apexai`."""

from apexai.cli.main import main

main()
