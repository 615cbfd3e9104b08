"""The exact rules of the target, by subject; codes APX-LIM-200 to 299."""
