package io.throughline.selection.policy;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import io.throughline.selection.store.Transactions;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The stored policies. */
@ApplicationScoped
public class Policies {
  /** Held until the transaction ends, so that two texts never get one number. */
  private static final String LOCK =
      "select 1 from (select pg_advisory_xact_lock(hashtextextended(:key, 0))) as held";

  private final Transactions transactions;

  Policies(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Stores a valid text as the next version; a text that is stored already keeps its version. */
  public Uni<StoredPolicy> put(String tenant, String policy, String yaml, String author) {
    String digest = digest(yaml);
    return transactions.run(
        () ->
            lock(tenant + "/" + policy)
                .flatMap(locked -> ofDigest(tenant, policy, digest))
                .flatMap(
                    known ->
                        known != null
                            ? Uni.createFrom().item(known)
                            : newest(tenant, policy)
                                .flatMap(last -> add(tenant, policy, last, digest, yaml, author)))
                .map(PolicyVersionRow::stored));
  }

  /** One version, or the newest where none is named. Fails with NOT_FOUND. */
  public Uni<StoredPolicy> get(String tenant, String policy, Optional<Long> version) {
    String name = "policies/" + policy + version.map(number -> "/versions/" + number).orElse("");
    return transactions
        .run(
            () ->
                version.isEmpty()
                    ? newest(tenant, policy)
                    : PolicyVersionRow.<PolicyVersionRow>findById(
                        new PolicyVersionRow.Key(tenant, policy, version.get())))
        .onItem()
        .ifNull()
        .failWith(() -> Failure.notFound("policy", name))
        .map(PolicyVersionRow::stored);
  }

  /** The newest version of each policy whose id comes after another's, by id. */
  public Uni<List<StoredPolicy>> list(String tenant, String after, int limit) {
    String query =
        """
        from PolicyVersionRow row where row.key.tenant = :tenant and row.key.policy > :after
        and row.key.version = (select max(other.key.version) from PolicyVersionRow other
          where other.key.tenant = row.key.tenant and other.key.policy = row.key.policy)
        order by row.key.policy
        """;
    return transactions
        .run(
            () ->
                PolicyVersionRow.<PolicyVersionRow>find(
                        query, Parameters.with("tenant", tenant).and("after", after).map())
                    .range(0, limit - 1)
                    .list())
        .map(rows -> rows.stream().map(PolicyVersionRow::stored).toList());
  }

  private static Uni<PolicyVersionRow> add(
      String tenant,
      String policy,
      PolicyVersionRow last,
      String digest,
      String yaml,
      String author) {
    long version = last == null ? 1 : last.key.version() + 1;
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return new PolicyVersionRow(
            new PolicyVersionRow.Key(tenant, policy, version), digest, yaml, author, now)
        .persist();
  }

  private static Uni<Integer> lock(String key) {
    return Panache.getSession()
        .flatMap(
            session ->
                session
                    .createNativeQuery(LOCK, Integer.class)
                    .setParameter("key", key)
                    .getSingleResult());
  }

  private static Uni<PolicyVersionRow> ofDigest(String tenant, String policy, String digest) {
    return PolicyVersionRow.<PolicyVersionRow>find(
            "key.tenant = ?1 and key.policy = ?2 and digest = ?3", tenant, policy, digest)
        .firstResult();
  }

  private static Uni<PolicyVersionRow> newest(String tenant, String policy) {
    return PolicyVersionRow.<PolicyVersionRow>find(
            "key.tenant = ?1 and key.policy = ?2 order by key.version desc", tenant, policy)
        .firstResult();
  }

  /** The SHA-256 of a policy's text. */
  public static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return "sha256:"
          + HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
