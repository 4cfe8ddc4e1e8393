package io.throughline.local.mesh;

import io.throughline.local.token.MeshTokens;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Writes the tokens anew at the start and every day, so that a mesh may run for months. */
final class TokenRenewal implements AutoCloseable {
  private final MeshTokens tokens;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "token-renewal");
            thread.setDaemon(true);
            return thread;
          });

  TokenRenewal(MeshTokens tokens) {
    this.tokens = tokens;
  }

  TokenRenewal start() {
    tokens.renew(Clock.systemUTC());
    var unused = executor.scheduleAtFixedRate(this::renew, 1, 1, TimeUnit.DAYS);
    return this;
  }

  /** A disk that is full today may have room tomorrow: a fault must not end the renewal. */
  private void renew() {
    try {
      tokens.renew(Clock.systemUTC());
    } catch (RuntimeException e) {
      System.err.println("the tokens could not be renewed: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
