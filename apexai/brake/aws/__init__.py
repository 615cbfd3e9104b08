"""The brake of a Lambda function: a Lambda function itself."""
