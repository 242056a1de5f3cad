"""The window: widgets over ``core`` and Qt. ``run_window`` in ``ui.main`` is its door."""
