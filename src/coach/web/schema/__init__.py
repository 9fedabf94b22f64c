"""The only models and migrations of the house: Django writes the DDL, everybody else reads ``store/tables.py``."""
