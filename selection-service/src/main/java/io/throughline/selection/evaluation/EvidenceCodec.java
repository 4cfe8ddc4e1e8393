package io.throughline.selection.evaluation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.throughline.selection.evidence.Evidence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Evidence as compressed JSON, in which every double keeps all of its bits. */
final class EvidenceCodec {
  private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new Jdk8Module());
  private static final TypeReference<List<Evidence>> TYPE = new TypeReference<>() {};

  private EvidenceCodec() {}

  static byte[] encode(List<Evidence> evidence) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
      MAPPER.writerFor(TYPE).writeValue(compressed, evidence);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static List<Evidence> decode(byte[] bytes) {
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return MAPPER.readValue(plain, TYPE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
