"""The example against a running mesh: the one whose address the environment names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "house_valuation.py"


if "THROUGHLINE_INGEST" in os.environ:

    def test_the_example_emits_one_model_with_its_scores() -> None:
        import grpc
        from throughline.lineage.v1 import score_service_pb2, score_service_pb2_grpc

        finished = subprocess.run([sys.executable, str(EXAMPLE)], capture_output=True, text=True, timeout=300)

        assert finished.returncode == 0, finished.stderr
        lines = dict(line.split(": ", 1) for line in finished.stdout.splitlines() if ": " in line)
        token = Path(os.environ["THROUGHLINE_TOKEN_FILE"]).read_text().strip()
        with grpc.insecure_channel(os.environ["THROUGHLINE_LINEAGE"]) as channel:
            answer = score_service_pb2_grpc.ScoreServiceStub(channel).ListMeasurements(
                score_service_pb2.ListMeasurementsRequest(model=lines["model"], position=lines["position"]),
                metadata=(("authorization", f"Bearer {token}"),),
                timeout=30,
            )
        found = {(m.metric, m.form, m.count) for m in answer.measurements}
        assert ("squared_error_log_price", score_service_pb2.MEASUREMENT_FORM_SCORES, 341) in found
        assert ("rmse_log_price", score_service_pb2.MEASUREMENT_FORM_FOLDS, 5) in found

    def test_the_example_says_what_it_needs_without_a_mesh() -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("THROUGHLINE_")}

        finished = subprocess.run(
            [sys.executable, str(EXAMPLE)], env=environment, capture_output=True, text=True, timeout=120
        )

        assert finished.returncode == 2
        assert "THROUGHLINE_TOKEN_FILE" in finished.stderr
        assert "Traceback" not in finished.stderr
