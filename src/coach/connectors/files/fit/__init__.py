"""FIT files (Garmin and nearly every other watch): our own vectorised reader, and a writer."""

from coach.connectors.files.fit.decoding import FitFile, FitSection, decode
from coach.connectors.files.fit.reading import read

__all__ = ["FitFile", "FitSection", "decode", "read"]
