"""The brake of a container app or a function app: a function on Flex Consumption, which needs nothing but Python."""
