package io.throughline.lineage.graph;

import static io.throughline.lineage.store.Column.flag;
import static io.throughline.lineage.store.Column.json;
import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.time;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.store.OnceTable;
import io.throughline.lineage.store.Table;
import java.util.List;
import java.util.function.Supplier;

/** What was said once of a node: its event, kept as JSON with the contract's field names. */
public final class Declarations {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace().preservingProtoFieldNames();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

  private static final Table TABLE =
      OnceTable.of(
              "declaration",
              List.of(text("tenant"), text("scope"), text("name")),
              List.of(json("detail")))
          .beside(time("valid_time"), flag("time_stated"))
          .differences(
              """
              SELECT ' ' || k, t.detail ->> k, r.detail::jsonb ->> k
              FROM jsonb_object_keys(t.detail || r.detail::jsonb) AS k""")
          .build();

  private Declarations() {}

  /**
   * Says what a node is, once.
   *
   * @param name the node's name, of the fact's scope
   * @param detail the event, without the node's name
   * @param run the run on which a conflict is recorded, or empty
   */
  public static void say(Fact fact, Writes writes, String name, Message detail, String run) {
    writes.add(
        TABLE,
        fact.tenant(),
        fact.scope(),
        name,
        print(detail),
        fact.validTime(),
        fact.timeStated(),
        fact.partition(),
        fact.position(),
        run,
        run.isEmpty() ? fact.scope() : GraphName.of(run, fact.scope()).scope(),
        name);
  }

  /** Reads what {@link #say} kept. An absent one gives an empty message. */
  @SuppressWarnings("unchecked")
  public static <M extends Message> M read(
      String detail, Supplier<? extends Message.Builder> make) {
    Message.Builder builder = make.get();
    if (detail != null) {
      try {
        PARSER.merge(detail, builder);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("a declaration cannot be read", e);
      }
    }
    return (M) builder.build();
  }

  private static String print(Message detail) {
    try {
      return PRINTER.print(detail);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
