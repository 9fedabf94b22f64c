"""Ground floor: the language of the coach. Standard library only, nothing reads a clock."""
