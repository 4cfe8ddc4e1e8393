package io.throughline.load.drive;

import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.EmitResponse;
import java.util.List;

/** Takes note of what is sent and acknowledged on one stream. Called by one thread at a time. */
public interface Ledger extends AutoCloseable {
  /** Takes no note. */
  Ledger NONE =
      new Ledger() {
        @Override
        public void sending(List<Batch> batches) {}

        @Override
        public void acknowledged(EmitResponse response) {}

        @Override
        public void close() {}
      };

  /** These batches are sent when this returns, some of them perhaps not for the first time. */
  void sending(List<Batch> batches);

  /** A batch was acknowledged. */
  void acknowledged(EmitResponse response);

  /** Nothing more will be told. */
  @Override
  void close();
}
