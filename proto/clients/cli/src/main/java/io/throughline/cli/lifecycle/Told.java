package io.throughline.cli.lifecycle;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One event about an experiment or a run, told to the journal. */
final class Told {
  private static final long DEADLINE_SECONDS = 60;

  private Told() {}

  /** The full name of an experiment or a run of it, of which people say only the ids. */
  static String name(String text) {
    return text.startsWith("experiments/") ? text : "experiments/" + text;
  }

  /** The experiment of a name. */
  static String experiment(String name) {
    String[] parts = name.split("/", -1);
    return parts.length < 2 ? name : parts[0] + "/" + parts[1];
  }

  /** Tells the event; what to print of it. */
  static String tell(Mesh mesh, MeshOptions options, String scope, Event event, String text) {
    Batch batch =
        Batch.newBuilder()
            .setScope(scope)
            .setProducer("command-" + UUID.randomUUID())
            .setEpoch(1)
            .setNumber(1)
            .addEvents(event)
            .build();
    Acknowledgement told =
        JournalServiceGrpc.newBlockingStub(mesh.ingest())
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .append(AppendRequest.newBuilder().setBatch(batch).build())
            .getAcknowledgement();
    return options.json() ? Show.json(told) : text;
  }
}
