"""Emit what a pipeline step chose, measured and produced, as a side effect of the step.

>>> import throughline
>>> with throughline.connect() as mesh:                        # doctest: +SKIP
...     experiment = mesh.experiment("house-valuation")
...     with experiment.run("train") as run:
...         run.hyperparameters(alpha=0.1)
...         run.metric("rmse_log_price", 0.131)
"""

from .emitter import Emitter, Refused, Undelivered
from .experiment import Experiment, Mesh, Run, connect

__all__ = ["Emitter", "Experiment", "Mesh", "Refused", "Run", "Undelivered", "connect"]
