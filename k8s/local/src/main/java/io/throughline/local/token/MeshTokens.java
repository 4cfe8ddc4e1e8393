package io.throughline.local.token;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of a mesh, a file each: one for the person, one for each service that asks another.
 *
 * @param directory where the files are
 * @param keys what they are signed with
 */
public record MeshTokens(Path directory, MeshKeys keys) {
  /** The bearer of the person who started the mesh. */
  public static final String LOCAL = "local";

  /** What the services must accept as the claim {@code iss}. */
  public static final String ISSUER = Token.ISSUER;

  private static final Optional<String> EVERY_TENANT = Optional.of("*");
  private static final List<Token> TOKENS =
      List.of(
          new Token(LOCAL, List.of("emit", "read", "decide", "administer"), Optional.empty()),
          new Token("lineage-service", List.of("read", "emit"), EVERY_TENANT),
          new Token("selection-service", List.of("read", "emit", "decide"), EVERY_TENANT));

  /** Writes all tokens anew; each is valid for thirty days from now. */
  public void renew(Clock clock) {
    for (Token token : TOKENS) {
      PrivateFile.write(file(token.subject()), token.sign(keys.privateKey(), clock.instant()));
    }
  }

  /** The file with a bearer's token; it is called after the subject. */
  public Path file(String subject) {
    return directory.resolve(subject);
  }
}
