"""What Lambda@Edge and CloudFront refuse, by subject."""
