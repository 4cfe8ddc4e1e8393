"""Emits what scikit-learn estimators and searches are fitted with, without a line in the code that fits them."""

from __future__ import annotations

import functools
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from .experiment import Experiment
from .run import Run
from .values import Value

_TEXT = 1000


@contextmanager
def autolog(experiment: Experiment, *, parent: Run | None = None) -> Iterator[None]:
    """Inside this context every fit of an estimator of scikit-learn is a run of its own.

    The run has the estimator's parameters, its time in seconds and the model that it produced. Of a search, each
    candidate is a run below it, with its parameters, its score on every fold and their mean; the search's own run has
    the best of them. Fits inside a fit (of a pipeline's steps, of a search's candidates) are part of it.

    Args:
        experiment: where the runs belong.
        parent: the run that they are steps of.
    """
    from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
    from sklearn.pipeline import Pipeline
    from sklearn.utils import all_estimators

    classes = {kind for _, kind in all_estimators()} | {Pipeline, GridSearchCV, RandomizedSearchCV}
    inside = threading.local()
    with ExitStack() as undo:
        for owner in {base for kind in classes for base in kind.__mro__ if "fit" in vars(base)}:
            original = vars(owner)["fit"]
            owner.fit = _told(original, experiment, parent, inside)
            undo.callback(setattr, owner, "fit", original)
        yield


def _told(
    original: Callable[..., Any], experiment: Experiment, parent: Run | None, inside: threading.local
) -> Callable[..., Any]:
    @functools.wraps(original)
    def fit(self: Any, *arguments: Any, **named: Any) -> Any:
        if getattr(inside, "a_fit", False):
            return original(self, *arguments, **named)
        inside.a_fit = True
        try:
            with experiment.run(f"fit-{type(self).__name__}", parent=parent) as run:
                run.hyperparameters(**_scalars(self.get_params()))
                began = time.perf_counter()
                fitted = original(self, *arguments, **named)
                run.metric("fit_seconds", time.perf_counter() - began)
                if hasattr(self, "cv_results_"):
                    _tell_search(run, self)
                run.model(run.name.rpartition("/")[2], algorithm=type(self).__name__)
                return fitted
        finally:
            inside.a_fit = False

    return fit


def _tell_search(run: Run, search: Any) -> None:
    results: Mapping[str, Any] = search.cv_results_
    for i, candidate in enumerate(results["params"]):
        with run.experiment.run(f"candidate-{i + 1}", parent=run) as of:
            of.hyperparameters(**_scalars(candidate))
            for key, column in results.items():
                split, mark, metric = key.partition("_test_")
                if not mark:
                    continue
                if split.startswith("split"):
                    of.metric(metric, float(column[i]), fold=int(split.removeprefix("split")) + 1)
                elif split == "mean":
                    of.metric(f"mean_{metric}", float(column[i]))
    if hasattr(search, "best_params_"):
        run.hyperparameters(**{f"best.{key}": value for key, value in _scalars(search.best_params_).items()})
    if hasattr(search, "best_score_"):
        run.metric("best_score", float(search.best_score_))


def _scalars(parameters: Mapping[str, Any]) -> dict[str, Value]:
    """Numbers and switches as they are; of anything else its text, shortened."""
    return {key: _scalar(value) for key, value in sorted(parameters.items())}


def _scalar(value: Any) -> Value:
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        value = value.item()  # a scalar of NumPy
    if isinstance(value, bool) or (isinstance(value, (int, float)) and not math.isnan(value)):
        return value
    return " ".join(str(value).split())[:_TEXT]
