"""``python -m coach.cli`` is ``coach``."""

from coach.cli import main

if __name__ == "__main__":
    main()
