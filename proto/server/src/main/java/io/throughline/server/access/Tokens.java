package io.throughline.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.throughline.access.v1.Permission;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Reads bearer tokens: signature, issuer and expiry are checked by the JWT extension, by
 * configuration.
 */
@ApplicationScoped
public class Tokens {
  private static final String SCHEME = "Bearer ";
  private static final Pattern TENANT = Pattern.compile("-|\\*|[A-Za-z0-9._-]{1,128}");

  private static final int MOST_REMEMBERED = 1_000;
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private final JWTParser parser;

  /** Tokens found valid: to verify a signature takes longer than most calls. */
  private final Cache<String, JsonWebToken> valid =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(REMEMBERED).build();

  @Inject
  public Tokens(JWTParser parser) {
    this.parser = parser;
  }

  /**
   * The caller behind an {@code Authorization} header.
   *
   * @param authorization the header's value, or null
   * @param tenant the tenant that the call names, or null
   * @throws Failure TOKEN_MISSING, TOKEN_INVALID or TENANT_FORBIDDEN
   */
  public Caller caller(String authorization, String tenant) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Failure.of(
          ErrorReason.ERROR_REASON_TOKEN_MISSING,
          "the call carries no token; send the header 'authorization: Bearer <token>'");
    }
    String bearer = authorization.substring(SCHEME.length()).trim();
    JsonWebToken token = parse(bearer);
    return new Caller(
        Objects.requireNonNullElse(token.getSubject(), "unknown"),
        resolve(token, tenant),
        permissions(token),
        bearer);
  }

  private JsonWebToken parse(String bearer) {
    JsonWebToken known = valid.getIfPresent(bearer);
    if (known != null && Instant.now().getEpochSecond() < known.getExpirationTime()) {
      return known;
    }
    try {
      JsonWebToken token = parser.parse(bearer);
      valid.put(bearer, token);
      return token;
    } catch (ParseException e) {
      throw Failure.of(
          ErrorReason.ERROR_REASON_TOKEN_INVALID,
          "the token is not valid here: malformed, expired, of another issuer or wrongly signed");
    }
  }

  private static String resolve(JsonWebToken token, String named) {
    String own =
        token
            .<String>claim("tenant")
            .filter(claim -> TENANT.matcher(claim).matches())
            .orElse(Caller.DEFAULT_TENANT);
    if (named == null || named.equals(own)) {
      return own;
    }
    if (!own.equals(Caller.EVERY_TENANT) || !TENANT.matcher(named).matches()) {
      throw Failure.of(
          ErrorReason.ERROR_REASON_TENANT_FORBIDDEN,
          "the token of '%s' does not cover the tenant that the call names"
              .formatted(token.getSubject()));
    }
    return named;
  }

  private static Set<Permission> permissions(JsonWebToken token) {
    EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
    Set<String> groups = Objects.requireNonNullElse(token.getGroups(), Set.of());
    Arrays.stream(Permission.values())
        .filter(known -> known != Permission.UNRECOGNIZED)
        .filter(known -> known != Permission.PERMISSION_UNSPECIFIED)
        .filter(known -> groups.contains(Caller.word(known)))
        .forEach(permissions::add);
    return permissions;
  }
}
