package io.throughline.selection.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.v1.DeleteWebhookRequest;
import io.throughline.selection.v1.Delivery;
import io.throughline.selection.v1.ListDeliveriesRequest;
import io.throughline.selection.v1.ListWebhooksRequest;
import io.throughline.selection.v1.PutWebhookRequest;
import io.throughline.selection.v1.Webhook;
import io.throughline.server.testing.Errors;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookTest extends GateTest {
  private record Message(String id, String timestamp, String signature, String body) {}

  private final List<Message> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger elsewhere = new AtomicInteger();
  private volatile int refusal = 500;
  private HttpServer receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          int status = refusals.getAndDecrement() > 0 ? refusal : 204;
          if (status == 204) {
            received.add(
                new Message(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body));
          }
          exchange.getResponseHeaders().add("location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.createContext(
        "/elsewhere",
        exchange -> {
          elsewhere.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void hangUp() {
    webhooks()
        .listWebhooks(ListWebhooksRequest.getDefaultInstance())
        .getWebhooksList()
        .forEach(
            hook ->
                webhooks()
                    .deleteWebhook(DeleteWebhookRequest.newBuilder().setId(hook.getId()).build()));
    receiver.stop(0);
  }

  @Test
  void tellsOfAVerdictWithASignatureThatTheSecretExplains() {
    Webhook hook = hook("signed");
    assertThat(hook.getSecret()).startsWith("whsec_");

    Evaluation evaluation = evaluate(STRICT);

    await().untilAsserted(() -> assertThat(received).hasSize(1));
    Message message = received.get(0);
    assertThat(message.body()).contains("\"evaluation.completed\"", evaluation.getName());
    byte[] secret = Base64.getDecoder().decode(hook.getSecret().substring("whsec_".length()));
    assertThat(message.signature())
        .isEqualTo(
            Signature.of(
                secret, message.id(), Long.parseLong(message.timestamp()), message.body()));
    await().untilAsserted(() -> assertThat(deliveries("signed").get(0).getDone()).isTrue());
  }

  @Test
  void triesAgainWithTheSameIdUntilItIsTaken() {
    hook("stubborn");
    refusals.set(2);

    evaluate(STRICT);

    await().untilAsserted(() -> assertThat(received).hasSize(1));
    Delivery delivery = deliveries("stubborn").get(0);
    assertThat(delivery.getId()).isEqualTo(received.get(0).id());
    assertThat(delivery.getAttempts()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void followsNoRedirection() {
    hook("moved");
    refusal = 302;
    refusals.set(1);

    evaluate(STRICT);

    await()
        .untilAsserted(
            () ->
                assertThat(deliveries("moved"))
                    .anySatisfy(one -> assertThat(one.getAttempts()).isPositive()));
    await().untilAsserted(() -> assertThat(received).hasSize(1));
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void stopsWhereTheReceiverWantsNoMore() {
    hook("gone");
    refusal = 410;
    refusals.set(1);

    evaluate(STRICT);

    await()
        .untilAsserted(
            () ->
                assertThat(deliveries("gone").get(0).getOutcome())
                    .isEqualTo("given up: answered 410"));
    assertThat(received).isEmpty();
  }

  @Test
  void neverShowsASecretTwice() {
    hook("quiet");

    assertThat(hook("quiet").getSecret()).isEmpty();
    assertThat(webhooks().listWebhooks(ListWebhooksRequest.getDefaultInstance()).getWebhooksList())
        .allSatisfy(hook -> assertThat(hook.getSecret()).isEmpty());
  }

  @Test
  void refusesAnAddressThatTheOperatorDoesNotAllow() {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                webhooks()
                    .putWebhook(
                        PutWebhookRequest.newBuilder()
                            .setId("bad")
                            .setUrl("https://169.254.169.254/latest/meta-data")
                            .build()));

    assertThat(Errors.reason(refused)).isEqualTo("WEBHOOK_ADDRESS_REFUSED");
  }

  private Webhook hook(String id) {
    return webhooks()
        .putWebhook(
            PutWebhookRequest.newBuilder()
                .setId(id)
                .setUrl("http://localhost:%d/hook".formatted(receiver.getAddress().getPort()))
                .addEvents("evaluation.completed")
                .build());
  }

  private List<Delivery> deliveries(String id) {
    return webhooks()
        .listDeliveries(ListDeliveriesRequest.newBuilder().setId(id).build())
        .getDeliveriesList();
  }
}
