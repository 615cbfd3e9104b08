"""One spec on all platforms side by side, and from which number of requests on which one costs least."""
