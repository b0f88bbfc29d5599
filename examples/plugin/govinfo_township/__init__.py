"""A plug-in for govinfo, as an example."""
