"""The API door: JSON over HTTP, one router per noun."""
