"""First floor: pure functions over the language and NumPy. Every public function states units and its source."""
