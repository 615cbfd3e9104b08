"""Azure Functions: packages on Flex Consumption, images on Elastic Premium with slots."""
