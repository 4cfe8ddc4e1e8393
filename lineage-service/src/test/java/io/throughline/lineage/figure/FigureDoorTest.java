package io.throughline.lineage.figure;

import static io.throughline.lineage.testing.Events.drawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.FigureChunkSent;
import io.throughline.event.v1.FigureDrawn;
import io.throughline.lineage.store.Identity;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Figure;
import io.throughline.lineage.v1.FigureServiceGrpc;
import io.throughline.lineage.v1.FigureServiceGrpc.FigureServiceBlockingStub;
import io.throughline.lineage.v1.GetFigureRequest;
import io.throughline.lineage.v1.ListFiguresRequest;
import io.throughline.lineage.v1.ListFiguresResponse;
import io.throughline.lineage.v1.ReadFigureRequest;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class FigureDoorTest {
  private static final String SCOPE = "experiments/figures";
  private static final String RUN = SCOPE + "/runs/r";
  private static final String MODEL = SCOPE + "/models/m";
  @Inject Mesh mesh;
  private FigureServiceBlockingStub stub;
  private String position;

  @BeforeEach
  void draw() {
    stub = FigureServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
    position =
        mesh.emit(
            SCOPE,
            drawn(SCOPE + "/figures/a", RUN, MODEL, "<svg/>"),
            drawn(SCOPE + "/figures/b", RUN, MODEL, "<svg/>"),
            drawn(SCOPE + "/figures/c", SCOPE + "/runs/other", MODEL, "<svg>c</svg>"),
            drawn(SCOPE + "/figures/a", RUN, MODEL, "<svg>another</svg>"));
  }

  @Test
  void givesTheBytesThatWereDrawnFirst() {
    Figure found = get("a");

    assertThat(found.getContent().toStringUtf8()).isEqualTo("<svg/>");
    assertThat(found.getDigest()).startsWith("sha256:");
    assertThat(found.getSizeBytes()).isEqualTo(6);
    assertThat(found.getMediaType()).isEqualTo("image/svg+xml");
    assertThat(found.getRun()).isEqualTo(RUN);
    assertThat(get("b").getContent()).isEqualTo(found.getContent());
  }

  @Test
  void listsTheFiguresOfARunAndOfAModelWithoutTheirBytes() {
    ListFiguresResponse ofRun = list(RUN, 10, "");
    ListFiguresResponse first = list(MODEL, 2, "");
    ListFiguresResponse second = list(MODEL, 2, first.getNextPageToken());

    assertThat(ofRun.getFiguresList())
        .extracting(Figure::getName)
        .containsExactly(SCOPE + "/figures/a", SCOPE + "/figures/b");
    assertThat(ofRun.getFigures(0).getContent().isEmpty()).isTrue();
    assertThat(first.getFiguresCount()).isEqualTo(2);
    assertThat(second.getFiguresList())
        .extracting(Figure::getName)
        .containsExactly(SCOPE + "/figures/c");
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void readsALargeFigureOnceAllItsChunksAreThere() {
    String name = SCOPE + "/figures/large";
    byte[] first = new byte[1 << 20];
    byte[] second = "the rest".getBytes(StandardCharsets.UTF_8);
    ByteString whole = ByteString.copyFrom(first).concat(ByteString.copyFrom(second));
    String digest = Identity.digest(whole.toByteArray());

    position =
        mesh.emit(SCOPE, chunk(name, digest, 1, second), drawnInChunks(name, digest, whole.size()));
    Figure unfinished = get("large");
    Throwable early = catchThrowable(() -> read(name));
    position = mesh.emit(SCOPE, chunk(name, digest, 0, first));
    Figure finished = get("large");

    assertThat(unfinished.getComplete()).isFalse();
    assertThat(Errors.reason(early)).isEqualTo("STATE_UNSUITABLE");
    assertThat(finished.getComplete()).isTrue();
    assertThat(finished.getContent().isEmpty()).isTrue();
    assertThat(read(name)).isEqualTo(whole);
  }

  @Test
  void refusesToReadAFigureWhoseChunksDoNotAgreeWithItsDigest() {
    String name = SCOPE + "/figures/forged";
    byte[] other = "forged".getBytes(StandardCharsets.UTF_8);
    String digest = Identity.digest("genuine".getBytes(StandardCharsets.UTF_8));

    position = mesh.emit(SCOPE, chunk(name, digest, 0, other), drawnInChunks(name, digest, 6, 1));
    Throwable failed = catchThrowable(() -> read(name));

    assertThat(Errors.reason(failed)).isEqualTo("STATE_UNSUITABLE");
    assertThat(failed).hasMessageContaining("digest");
  }

  private ByteString read(String name) {
    List<ByteString> chunks = new ArrayList<>();
    stub.readFigure(ReadFigureRequest.newBuilder().setName(name).setPosition(position).build())
        .forEachRemaining(response -> chunks.add(response.getContent()));
    return ByteString.copyFrom(chunks);
  }

  private static Event chunk(String figure, String digest, int index, byte[] content) {
    return Event.newBuilder()
        .setFigureChunkSent(
            FigureChunkSent.newBuilder()
                .setFigure(figure)
                .setDigest(digest)
                .setIndex(index)
                .setContent(ByteString.copyFrom(content)))
        .build();
  }

  private static Event drawnInChunks(String figure, String digest, int size) {
    return drawnInChunks(figure, digest, size, 2);
  }

  private static Event drawnInChunks(String figure, String digest, int size, int chunks) {
    return Event.newBuilder()
        .setFigureDrawn(
            FigureDrawn.newBuilder()
                .setName(figure)
                .setRun(SCOPE + "/runs/large")
                .setMediaType("image/png")
                .setDigest(digest)
                .setSizeBytes(size)
                .setChunkCount(chunks))
        .build();
  }

  @Test
  void saysThatAFigureDoesNotExist() {
    Throwable failed = catchThrowable(() -> get("none"));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  private Figure get(String id) {
    return stub.getFigure(
        GetFigureRequest.newBuilder()
            .setName(SCOPE + "/figures/" + id)
            .setPosition(position)
            .build());
  }

  private ListFiguresResponse list(String subject, int size, String token) {
    return stub.listFigures(
        ListFiguresRequest.newBuilder()
            .setSubject(subject)
            .setPageSize(size)
            .setPageToken(token)
            .setPosition(position)
            .build());
  }
}
