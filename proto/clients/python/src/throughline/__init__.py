"""Emit what a pipeline step chose, measured and produced, as a side effect of the step.

>>> import throughline
>>> with throughline.connect() as mesh:                        # doctest: +SKIP
...     experiment = mesh.experiment("house-valuation")
...     with experiment.run("train") as run:
...         run.hyperparameters(alpha=0.1)
...         run.metric("rmse_log_price", 0.131)
"""

from .autolog import autolog
from .emitter import Emitter, Report
from .experiment import Experiment
from .mesh import Mesh, connect
from .observation import Exposure, Outcome, Prediction
from .population import Population
from .refusal import Refused, Undelivered
from .run import Run

__all__ = [
    "Emitter",
    "Experiment",
    "Exposure",
    "Mesh",
    "Outcome",
    "Population",
    "Prediction",
    "Refused",
    "Report",
    "Run",
    "Undelivered",
    "autolog",
    "connect",
]
