package io.throughline.selection.webhook;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * Sends one message: to the address that was looked at, by the name that was asked for, following
 * no redirection, reading none of the answer but its status.
 */
@ApplicationScoped
public class Post {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 15_000;

  private final AddressGuard guard;
  private final HttpClient client;

  Post(AddressGuard guard, Vertx vertx) {
    this.guard = guard;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setVerifyHost(true)
                .setForceSni(true)
                .setKeepAlive(false)
                .setMaxRedirects(0)
                .setTryUseCompression(false));
  }

  /**
   * What came of an attempt.
   *
   * @param status the HTTP status; 0 where none came
   * @param text the same in a sentence
   */
  record Answer(int status, String text) {

    boolean accepted() {
      return status >= 200 && status < 300;
    }

    /** Whether the receiver wants no more of this. */
    boolean gone() {
      return status == 410;
    }
  }

  /** Never fails. Blocks on the name service. */
  Uni<Answer> send(Queue.Item item) {
    AddressGuard.Target target;
    try {
      target = guard.resolve(item.url());
    } catch (RefusedException e) {
      return Uni.createFrom().item(new Answer(0, "not sent: " + e.getMessage()));
    }
    long timestamp = Instant.now().getEpochSecond();
    String id = item.delivery().toString();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(
                SocketAddress.inetSocketAddress(target.port(), target.address().getHostAddress()))
            .setHost(target.host())
            .setPort(target.port())
            .setURI(target.path())
            .setSsl(target.tls())
            .setFollowRedirects(false)
            .setTimeout(ANSWER_MILLIS)
            .putHeader("content-type", "application/json")
            .putHeader("user-agent", "throughline")
            .putHeader("webhook-id", id)
            .putHeader("webhook-timestamp", Long.toString(timestamp))
            .putHeader(
                "webhook-signature", Signature.of(item.secret(), id, timestamp, item.payload()));
    return Uni.createFrom()
        .completionStage(
            () ->
                client
                    .request(options)
                    .compose(request -> request.send(item.payload()))
                    .map(response -> answer(response.statusCode()))
                    .toCompletionStage())
        .onFailure()
        .recoverWithItem(
            failed -> new Answer(0, "no answer: " + failed.getClass().getSimpleName()));
  }

  private static Answer answer(int status) {
    boolean moved = status >= 300 && status < 400;
    return new Answer(
        status,
        moved
            ? "answered %d; redirections are not followed".formatted(status)
            : "answered " + status);
  }

  @PreDestroy
  void close() {
    client.close();
  }
}
