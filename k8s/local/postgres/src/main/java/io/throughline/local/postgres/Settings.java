package io.throughline.local.postgres;

import java.util.List;
import java.util.stream.Stream;

/** The server's settings: those of a laptop that also does other work. */
final class Settings {
  private Settings() {}

  /** The settings as arguments of the server program. */
  static List<String> of(Postgres.Options options) {
    return Stream.of(
            "listen_addresses=127.0.0.1",
            "port=" + options.port(),
            "unix_socket_directories=",
            "max_connections=100",
            "shared_buffers=64MB",
            "max_wal_size=512MB",
            "fsync=" + (options.durable() ? "on" : "off"),
            "synchronous_commit=on",
            "random_page_cost=1.1",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_min_messages=warning",
            "io_method=sync",
            "max_worker_processes=4",
            "max_parallel_workers=2",
            "autovacuum_max_workers=2")
        .map(setting -> "-c " + setting)
        .toList();
  }
}
