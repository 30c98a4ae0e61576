"""Properties run the same examples every time and leave no files behind."""

import os

from hypothesis import HealthCheck, Phase, settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile(  # for CI and mutation runs: a busy machine is no failure, nobody reads the smallest example
    "brief",
    settings.get_profile("repeatable"),
    max_examples=20,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile(os.environ.get("TRACKER_TEST_PROFILE", "repeatable"))
