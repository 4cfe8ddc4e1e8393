"""Trains one scikit-learn model on the house sales of the Java example, and emits what it chose and measured.

pip install 'throughline[example]'
THROUGHLINE_INGEST=localhost:7400 THROUGHLINE_TOKEN_FILE=.throughline/tokens/local python house_valuation.py
"""

from __future__ import annotations

import gzip
import io
import pickle
import sys
import uuid
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from throughline.event.v1 import dataset_pb2

import throughline

SALES = (
    Path(__file__).parents[2]
    / "house-valuation/src/main/resources/house-sales/ames-house-sales.csv.gz"
)
NOT_KNOWN_BEFORE_THE_SALE = ["Sale_Price", "Sale_Type", "Sale_Condition"]
ALPHA = 10.0
FOLDS = 5


def pipeline() -> Pipeline:
    """Ridge regression over scaled numbers and one-hot encoded categories."""
    columns = make_column_transformer(
        (StandardScaler(), make_column_selector(dtype_include=np.number)),
        (
            OneHotEncoder(min_frequency=10, handle_unknown="infrequent_if_exist"),
            make_column_selector(dtype_exclude=np.number),
        ),
    )
    return make_pipeline(columns, Ridge(alpha=ALPHA))


def rmse(errors: np.ndarray) -> float:
    return float(np.sqrt(np.mean(errors**2)))


def main() -> None:
    content = gzip.decompress(SALES.read_bytes())
    sales = pd.read_csv(io.BytesIO(content), keep_default_na=False)
    features = sales.drop(columns=NOT_KNOWN_BEFORE_THE_SALE)
    log_price = np.log(sales["Sale_Price"])
    before = sales["Year_Sold"] < 2010
    ident = uuid.uuid4().hex[:8]

    with throughline.connect(producer="house-valuation-python") as mesh:
        experiment = mesh.experiment("house-valuation", question="What is a house worth?")
        all_sales = experiment.dataset("house-sales", content=content, unit_count=len(sales))
        trained_on = experiment.dataset(
            "sold-before-2010", unit_count=int(before.sum()), derived_from=[all_sales]
        )
        judged_on = experiment.dataset(
            "sold-in-2010", unit_count=int((~before).sum()), derived_from=[all_sales]
        )

        with experiment.run("python-pipeline", id=f"python-{ident}") as whole:
            with experiment.run("train", id=f"python-{ident}-train", parent=whole) as run:
                run.reads(trained_on, dataset_pb2.DATASET_ROLE_TRAINING)
                run.hyperparameters(alpha=ALPHA, min_frequency=10)
                run.features(features.columns)
                fitted = pipeline().fit(features[before], log_price[before])
                model = run.model(
                    f"ridge-{ident}", algorithm="ridge regression", content=pickle.dumps(fitted)
                )

            with experiment.run("cross-validate", id=f"python-{ident}-folds", parent=whole) as run:
                cut = experiment.dataset(
                    "sold-before-2010.kfold-1", unit_count=int(before.sum()), derived_from=[trained_on]
                )
                run.reads(cut, dataset_pb2.DATASET_ROLE_SELECTION)
                values, train_counts, test_counts = [], [], []
                x, y = features[before], log_price[before]
                for train, test in KFold(FOLDS, shuffle=True, random_state=1).split(x):
                    fold = pipeline().fit(x.iloc[train], y.iloc[train])
                    values.append(rmse(y.iloc[test] - fold.predict(x.iloc[test])))
                    train_counts.append(len(train))
                    test_counts.append(len(test))
                run.folds(
                    model,
                    cut,
                    "rmse_log_price",
                    values,
                    train_counts=train_counts,
                    test_counts=test_counts,
                )

            with experiment.run("evaluate", id=f"python-{ident}-evaluate", parent=whole) as run:
                run.reads(judged_on, dataset_pb2.DATASET_ROLE_JUDGEMENT)
                errors = fitted.predict(features[~before]) - log_price[~before]
                units = [f"sale-{i + 1:04d}" for i in sales.index[~before]]
                run.scores(model, judged_on, "squared_error_log_price", units, errors**2)
                run.metric("rmse_log_price", rmse(errors), model=model, dataset=judged_on)

        position = mesh.emitter.flush()
        print(f"model: {model}")
        print(f"rmse_log_price over {FOLDS} folds: {np.mean(values):.4f}")
        print(f"rmse_log_price on the sales of 2010: {rmse(errors):.4f}")
        print(f"position: {position}")


if __name__ == "__main__":
    try:
        main()
    except (ValueError, throughline.Refused, throughline.Undelivered) as error:
        print(f"house_valuation: {error}", file=sys.stderr)
        sys.exit(2)
