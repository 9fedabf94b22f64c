"""Accounts: signing up, in and out, the demo athlete, and the language switch."""
