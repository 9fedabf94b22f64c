"""The look shared by every page: base templates, style, icons, words and template tags."""
