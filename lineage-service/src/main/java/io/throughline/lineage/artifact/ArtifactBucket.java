package io.throughline.lineage.artifact;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Bytes in a bucket of an S3-compatible store. What is larger than one part goes up part by part,
 * one in memory at a time, and is seen as a whole or not at all; the digest has been checked by
 * then.
 */
final class ArtifactBucket implements ArtifactBytes {
  private static final Logger LOG = Logger.getLogger(ArtifactBucket.class);
  private static final int LEAST_PART_BYTES = 5 << 20;
  private static final int MAX_PARTS = 10_000;
  private static final int NOT_FOUND = 404;
  private static final String TYPE = "application/octet-stream";
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final int partBytes;

  ArtifactBucket(BucketSettings settings, long maxBytes) {
    this.bucket = settings.bucket().orElseThrow();
    this.prefix = settings.prefix().map(text -> text + "/").orElse("");
    this.partBytes = (int) Math.max(LEAST_PART_BYTES, maxBytes / MAX_PARTS + 1);
    this.client =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .endpointOverride(settings.endpoint().orElse(null))
            .forcePathStyle(settings.endpoint().isPresent())
            // Stores that only speak like S3 know neither checksums in trailers nor chunked
            // signatures.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(Duration.ofSeconds(30)))
            .build();
  }

  /** Gives up the parts of uploads that nobody has finished. */
  @Override
  public void tidy() {
    Instant limit = Instant.now().minus(ABANDONED);
    for (MultipartUpload upload :
        asked(() -> client.listMultipartUploads(r -> r.bucket(bucket).prefix(prefix))).uploads()) {
      if (upload.initiated().isBefore(limit)) {
        abort(upload.key(), upload.uploadId());
      }
    }
  }

  @Override
  public OptionalLong size(ArtifactKey key) {
    return asked(
        () -> {
          try {
            return OptionalLong.of(
                client.headObject(r -> r.bucket(bucket).key(name(key))).contentLength());
          } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
              return OptionalLong.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public void put(ArtifactKey key, InputStream bytes) throws IOException {
    byte[] part = new byte[partBytes];
    int count = bytes.readNBytes(part, 0, partBytes);
    if (count < partBytes) {
      RequestBody body = body(part, count);
      asked(() -> client.putObject(r -> r.bucket(bucket).key(name(key)).contentType(TYPE), body));
      return;
    }
    String upload =
        asked(
            () ->
                client
                    .createMultipartUpload(r -> r.bucket(bucket).key(name(key)).contentType(TYPE))
                    .uploadId());
    boolean complete = false;
    try {
      List<CompletedPart> parts = new ArrayList<>();
      while (count > 0) {
        parts.add(send(key, upload, parts.size() + 1, body(part, count)));
        count = count < partBytes ? 0 : bytes.readNBytes(part, 0, partBytes);
      }
      asked(
          () ->
              client.completeMultipartUpload(
                  r ->
                      r.bucket(bucket)
                          .key(name(key))
                          .uploadId(upload)
                          .multipartUpload(m -> m.parts(parts))));
      complete = true;
    } finally {
      if (!complete) {
        abort(name(key), upload);
      }
    }
  }

  @Override
  public InputStream open(ArtifactKey key) {
    return asked(() -> client.getObject(r -> r.bucket(bucket).key(name(key))));
  }

  @Override
  public void remove(ArtifactKey key) {
    asked(() -> client.deleteObject(r -> r.bucket(bucket).key(name(key))));
  }

  @Override
  public void close() {
    client.close();
  }

  private CompletedPart send(ArtifactKey key, String upload, int number, RequestBody body) {
    String tag =
        asked(
            () ->
                client
                    .uploadPart(
                        r -> r.bucket(bucket).key(name(key)).uploadId(upload).partNumber(number),
                        body)
                    .eTag());
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private void abort(String name, String upload) {
    try {
      client.abortMultipartUpload(r -> r.bucket(bucket).key(name).uploadId(upload));
    } catch (SdkException e) {
      LOG.warnf("parts of an upload stay behind until the next start: %s", e.getMessage());
    }
  }

  private static RequestBody body(byte[] part, int count) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(part, 0, count), count, TYPE);
  }

  private String name(ArtifactKey key) {
    return prefix + key.path();
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      LOG.warnf("the store of artifacts fails: %s", e.getMessage());
      throw Failure.of(
              ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
              "the store of artifacts does not answer; try again")
          .retryAfter(RETRY);
    }
  }
}
