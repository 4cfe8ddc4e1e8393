package io.throughline.local.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a bearer token says about its bearer.
 *
 * @param subject who it is
 * @param permissions what the bearer may do: the claim {@code groups}
 * @param tenant whom the bearer acts for; {@code *} every tenant, empty the default tenant
 */
record Token(String subject, List<String> permissions, Optional<String> tenant) {
  static final String ISSUER = "throughline-local";
  static final Duration VALIDITY = Duration.ofDays(30);
  private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";

  /** The token in the compact form of RFC 7519, signed with RS256 and valid from {@code now}. */
  String sign(PrivateKey key, Instant now) {
    String signed = encode(HEADER.getBytes(UTF_8)) + "." + encode(claims(now).getBytes(UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(UTF_8));
      return signed + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a token", e);
    }
  }

  /** Every value is a word of ours, so nothing needs to be escaped. */
  private String claims(Instant now) {
    String groups =
        permissions.stream()
            .map(permission -> '"' + permission + '"')
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"iss\":\"%s\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d,\"groups\":%s%s}"
        .formatted(
            ISSUER,
            subject,
            now.getEpochSecond(),
            now.plus(VALIDITY).getEpochSecond(),
            groups,
            tenant.map(name -> ",\"tenant\":\"" + name + '"').orElse(""));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
