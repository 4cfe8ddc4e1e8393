package io.throughline.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.throughline.server.status.Failure;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

class TokensTest {
  private final Map<String, Integer> parsed = new HashMap<>();
  private final Map<String, Instant> expiries = new HashMap<>();
  private final Tokens tokens = new Tokens(parser());

  @Test
  void aSignatureIsVerifiedOnce() {
    expiries.put("valid", Instant.now().plusSeconds(3600));

    assertThat(tokens.caller("Bearer valid", null).subject()).isEqualTo("valid");
    assertThat(tokens.caller("Bearer valid", null).subject()).isEqualTo("valid");

    assertThat(parsed).containsEntry("valid", 1);
  }

  @Test
  void whatWasValidIsNotBelievedAfterItsExpiry() {
    expiries.put("old", Instant.now().minusSeconds(1));
    assertThat(tokens.caller("Bearer old", null).subject()).isEqualTo("old");

    expiries.remove("old");

    assertThatThrownBy(() -> tokens.caller("Bearer old", null)).isInstanceOf(Failure.class);
  }

  @Test
  void whatIsNotValidIsNotRemembered() {
    assertThatThrownBy(() -> tokens.caller("Bearer early", null)).isInstanceOf(Failure.class);

    expiries.put("early", Instant.now().plusSeconds(3600));

    assertThat(tokens.caller("Bearer early", null).subject()).isEqualTo("early");
  }

  /** Takes the tokens that have an expiry, and says that a token is its own subject. */
  private JWTParser parser() {
    return (JWTParser)
        Proxy.newProxyInstance(
            JWTParser.class.getClassLoader(),
            new Class<?>[] {JWTParser.class},
            (proxy, method, arguments) -> {
              String token = (String) arguments[0];
              parsed.merge(token, 1, Integer::sum);
              Instant expiry = expiries.get(token);
              if (expiry == null) {
                throw new ParseException("unknown");
              }
              JwtClaims claims = new JwtClaims();
              claims.setSubject(token);
              claims.setExpirationTime(NumericDate.fromSeconds(expiry.getEpochSecond()));
              return new DefaultJWTCallerPrincipal(claims);
            });
  }
}
