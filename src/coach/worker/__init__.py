"""Door: background jobs. Each task is a name and a call to a service."""
