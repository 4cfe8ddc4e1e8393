package io.throughline.server.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import io.throughline.access.v1.Permission;
import io.throughline.server.access.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tokens for tests, signed by a key pair of this test run: as a test resource it configures the
 * application to trust them, and gives it a token of its own that covers every tenant.
 */
public class TestTokens implements QuarkusTestResourceLifecycleManager {
  private static final String ISSUER = "throughline-test";
  private static final String PRIVATE_KEY = "throughline.test.private-key";

  @Override
  public Map<String, String> start() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair keys = generator.generateKeyPair();
      // Test and application run in different class loaders, so the key travels by a system
      // property.
      System.setProperty(
          PRIVATE_KEY, Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()));
      Path token = Files.createTempFile("throughline-service", ".jwt");
      token.toFile().deleteOnExit();
      Files.writeString(token, token("test-service", Caller.EVERY_TENANT, Permission.values()));
      return Map.of(
          "mp.jwt.verify.publickey",
          Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()),
          "mp.jwt.verify.issuer",
          ISSUER,
          "throughline.token.file",
          token.toString());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {}

  /** A token of the default tenant. */
  public static String token(Permission... permissions) {
    return token("test", Caller.DEFAULT_TENANT, permissions);
  }

  /** A token of one tenant, or of every tenant ({@code *}). */
  public static String token(String subject, String tenant, Permission... permissions) {
    return Jwt.issuer(ISSUER)
        .subject(subject)
        .claim("tenant", tenant)
        .groups(
            Arrays.stream(permissions)
                .filter(permission -> permission != Permission.UNRECOGNIZED)
                .map(Caller::word)
                .collect(Collectors.toSet()))
        .expiresIn(Duration.ofHours(1))
        .sign(privateKey());
  }

  private static PrivateKey privateKey() {
    try {
      byte[] encoded = Base64.getDecoder().decode(System.getProperty(PRIVATE_KEY));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
