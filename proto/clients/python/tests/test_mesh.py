"""Against a running mesh: the one whose address the environment names."""

from __future__ import annotations

import os
import uuid

if "THROUGHLINE_INGEST" in os.environ:
    from pathlib import Path

    import grpc
    from throughline.event.v1 import batch_pb2
    from throughline.ingest.v1 import journal_service_pb2, journal_service_pb2_grpc

    import throughline

    def events(scope: str) -> list[batch_pb2.Event]:
        """What the journal holds of a scope, in order."""
        token = Path(os.environ["THROUGHLINE_TOKEN_FILE"]).read_text().strip()
        metadata = (("authorization", f"Bearer {token}"),)
        with grpc.insecure_channel(os.environ["THROUGHLINE_INGEST"]) as channel:
            journal = journal_service_pb2_grpc.JournalServiceStub(channel)
            head = journal.GetJournal(journal_service_pb2.GetJournalRequest(), metadata=metadata, timeout=30).head
            left = {int(p): int(at) for p, _, at in (part.partition(":") for part in head.split(",")) if int(at)}
            found: list[batch_pb2.Event] = []
            following = journal.Follow(journal_service_pb2.FollowRequest(), metadata=metadata, timeout=120)
            for step in following:
                if step.batch.batch.scope == scope:
                    found += step.batch.batch.events
                if left.get(step.cursor.partition, 0) <= step.cursor.position:
                    left.pop(step.cursor.partition, None)
                if not left:
                    following.cancel()
                    return found
        return found

    def test_the_mesh_gets_what_a_killed_process_has_spilled_once_and_in_order(
        tmp_path, kill_one_that_has_spilled, wait_until_delivered
    ) -> None:
        scope = f"experiments/killed-python-{uuid.uuid4().hex[:8]}"
        kill_one_that_has_spilled(tmp_path, scope)

        with throughline.connect(spill=tmp_path) as mesh:
            wait_until_delivered(mesh.emitter)

        values = [value for event in events(scope) for value in event.points_measured.values]
        assert values
        assert values == list(range(len(values)))
        assert not list(tmp_path.iterdir())

    def test_a_search_of_scikit_learn_is_told_with_its_candidates_and_folds() -> None:
        import numpy as np
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        x = np.random.default_rng(1).normal(size=(60, 3))
        y = x @ np.array([1.0, 2.0, 3.0])
        fit = Ridge.fit
        with throughline.connect() as mesh:
            experiment = mesh.experiment(f"autolog-{uuid.uuid4().hex[:8]}")
            with throughline.autolog(experiment):
                search = GridSearchCV(
                    make_pipeline(StandardScaler(), Ridge()), {"ridge__alpha": [0.1, 10.0]}, cv=3
                ).fit(x, y)
                Ridge(alpha=2.0).fit(x, y)

        assert Ridge.fit is fit
        told = events(experiment.name)
        steps = [event.run_started.step for event in told if event.HasField("run_started")]
        assert steps == ["fit-GridSearchCV", "candidate-1", "candidate-2", "fit-Ridge"]
        assert [event.run_ended.state for event in told if event.HasField("run_ended")] == [2, 2, 2, 2]
        folds = sorted(
            (event.points_measured.series.run, event.points_measured.series.fold, event.points_measured.values[0])
            for event in told
            if event.points_measured.series.metric == "score"
        )
        assert [value for _, _, value in folds] == [
            search.cv_results_[f"split{fold}_test_score"][candidate] for candidate in range(2) for fold in range(3)
        ]
        chosen = {
            (parameter.key, parameter.number)
            for event in told
            for parameter in event.parameters_chosen.parameters
            if parameter.WhichOneof("value") == "number"
        }
        assert {("best.ridge__alpha", search.best_params_["ridge__alpha"]), ("alpha", 2.0)} <= chosen
        models = [event.model_produced.algorithm for event in told if event.HasField("model_produced")]
        assert models == ["GridSearchCV", "Ridge"]
