package io.throughline.client;

import com.google.protobuf.ByteString;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.FigureChunkSent;
import io.throughline.event.v1.FigureDrawn;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The events of a figure: one, or where it is large one for each chunk and one that names them. */
final class FigureEvents {

  private static final int CHUNK_BYTES = 1 << 20;
  private static final int MOST_BYTES = 128 << 20;

  private FigureEvents() {}

  /**
   * The events, in the order in which they are told.
   *
   * @throws IllegalArgumentException where the content is empty or larger than 128 MiB
   */
  static List<Event.Builder> of(FigureDrawn.Builder figure, byte[] content) {
    if (content.length == 0 || content.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "%s has %d bytes; a figure has 1 to %d"
              .formatted(figure.getName(), content.length, MOST_BYTES));
    }
    if (content.length <= CHUNK_BYTES) {
      return List.of(
          Event.newBuilder().setFigureDrawn(figure.setContent(ByteString.copyFrom(content))));
    }
    String digest = digest(content);
    List<Event.Builder> events = new ArrayList<>();
    for (int from = 0; from < content.length; from += CHUNK_BYTES) {
      int length = Math.min(CHUNK_BYTES, content.length - from);
      events.add(
          Event.newBuilder()
              .setFigureChunkSent(
                  FigureChunkSent.newBuilder()
                      .setFigure(figure.getName())
                      .setDigest(digest)
                      .setIndex(events.size())
                      .setContent(ByteString.copyFrom(content, from, length))));
    }
    figure.setDigest(digest).setSizeBytes(content.length).setChunkCount(events.size());
    events.add(Event.newBuilder().setFigureDrawn(figure));
    return events;
  }

  private static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
