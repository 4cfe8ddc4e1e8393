package io.throughline.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {
  @TempDir Path home;

  @Test
  void runsTheServerAsNobodyWhereRootGetsNoNamespaceAndTakesItBack() throws Exception {
    // Given: as root the detour by the user nobody, as anybody else the only account there is
    boolean root = Account.choose().isNobody() || !Account.choose().prefix().isEmpty();
    Account detour = root ? Account.nobody() : Account.choose();
    Path log = home.resolve("postgres.log");
    try (Postgres postgres = Postgres.start(options(log), detour)) {
      postgres.database("ingest");
      assertThat(Files.getAttribute(home.resolve("pg18"), "unix:uid")).isNotEqualTo(0);
    }
    // When
    try (Postgres postgres = Postgres.start(options(log))) {
      // Then
      assertThat(postgres.database("ingest").user()).isEqualTo("ingest");
    }
  }

  private Postgres.Options options(Path log) {
    return new Postgres.Options(home, FreePort.find(), log, true);
  }
}
