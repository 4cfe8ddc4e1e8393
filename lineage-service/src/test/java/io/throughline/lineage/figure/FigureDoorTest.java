package io.throughline.lineage.figure;

import static io.throughline.lineage.testing.Events.drawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Figure;
import io.throughline.lineage.v1.FigureServiceGrpc;
import io.throughline.lineage.v1.FigureServiceGrpc.FigureServiceBlockingStub;
import io.throughline.lineage.v1.GetFigureRequest;
import io.throughline.lineage.v1.ListFiguresRequest;
import io.throughline.lineage.v1.ListFiguresResponse;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
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
