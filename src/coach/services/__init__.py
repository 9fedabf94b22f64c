"""Third floor: what the coach can do, one public function per act."""
