"""Running: cleaning, the measures of an activity, and what they say about the runner.

``measures.measure`` measures a recording, ``fitness.fitness`` the runner; ``paces`` and ``daniels`` hold the formulas.
"""
