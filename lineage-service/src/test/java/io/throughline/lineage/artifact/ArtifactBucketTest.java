package io.throughline.lineage.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.throughline.lineage.store.Identity;
import io.throughline.server.status.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Against a server that speaks S3 over HTTP. */
class ArtifactBucketTest {
  private static final int PART = 5 << 20;
  private static final long MAX_BYTES = 100L << 20;
  private static final String BUCKET = "artifacts";

  private static Process server;
  private static URI endpoint;
  private static S3Client direct;
  private static ArtifactBucket store;

  @BeforeAll
  static void open() throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    Path log = Path.of("target/s3-server.log");
    server =
        new ProcessBuilder(Path.of("src/test/python/s3-server").toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    endpoint =
        await()
            .atMost(Duration.ofMinutes(5))
            .until(
                () -> {
                  assertThat(server.isAlive()).as("see " + log).isTrue();
                  return address(Files.readString(log));
                },
                Optional::isPresent)
            .orElseThrow();
    direct =
        S3Client.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(endpoint)
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build();
    direct.createBucket(r -> r.bucket(BUCKET));
    store = new ArtifactBucket(settings(BUCKET, endpoint), MAX_BYTES);
  }

  @AfterAll
  static void close() throws Exception {
    store.close();
    direct.close();
    server.destroyForcibly().waitFor();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  /** Where the server says that it runs, on a port of its own choice. */
  private static Optional<URI> address(String log) {
    Matcher found = Pattern.compile("Running on (http://127\\.0\\.0\\.1:[0-9]+)\\s").matcher(log);
    return found.find() ? Optional.of(URI.create(found.group(1))) : Optional.empty();
  }

  private static BucketSettings settings(String bucket, URI endpoint) {
    return new BucketSettings() {
      @Override
      public Optional<String> bucket() {
        return Optional.of(bucket);
      }

      @Override
      public Optional<URI> endpoint() {
        return Optional.of(endpoint);
      }

      @Override
      public String region() {
        return "us-east-1";
      }

      @Override
      public Optional<String> prefix() {
        return Optional.of("throughline");
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 3 * PART})
  void keepsBytesOfAnySizePartByPart(int size) throws IOException {
    byte[] content = content(size);
    ArtifactKey key = key(content);
    assertThat(store.size(key)).isEmpty();

    store.put(key, new DigestedStream(new ByteArrayInputStream(content), key.digest(), MAX_BYTES));

    assertThat(store.size(key)).isEqualTo(OptionalLong.of(size));
    try (InputStream in = store.open(key)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(direct.headObject(r -> r.bucket(BUCKET).key("throughline/" + key.path())).eTag())
        .as("whether it came in parts")
        .matches(size < PART ? "\"[0-9a-f]{32}\"" : "\"[0-9a-f]{32}-[0-9]+\"");
    store.remove(key);
    assertThat(store.size(key)).isEmpty();
    store.remove(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 2 * PART, 2 * PART + 10})
  void keepsNothingWhoseDigestIsAnother(int size) {
    byte[] content = content(size);
    ArtifactKey other = key(content(size + 1));

    assertThatThrownBy(
            () ->
                store.put(
                    other,
                    new DigestedStream(
                        new ByteArrayInputStream(content), other.digest(), MAX_BYTES)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(Identity.digest(content));

    assertThat(store.size(other)).isEmpty();
    assertThat(direct.listMultipartUploads(r -> r.bucket(BUCKET)).uploads()).isEmpty();
  }

  @Test
  void saysThatTheStoreDoesNotAnswer() {
    try (ArtifactBucket away =
        new ArtifactBucket(settings(BUCKET, URI.create("http://127.0.0.1:1")), 1 << 20)) {
      assertThatThrownBy(() -> away.size(key(content(3))))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("does not answer");
    }
  }

  @Test
  void saysThatTheBucketIsNotThere() {
    byte[] content = content(3);
    try (ArtifactBucket none = new ArtifactBucket(settings("none", endpoint), 1 << 20)) {
      assertThatThrownBy(() -> none.put(key(content), new ByteArrayInputStream(content)))
          .isInstanceOf(Failure.class);
    }
  }

  private static ArtifactKey key(byte[] content) {
    return new ArtifactKey("-", Identity.digest(content));
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }
}
