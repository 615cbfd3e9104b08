"""Lambda@Edge: numbered versions of a function behind CloudFront, canaries by a staging distribution."""
