package io.throughline.local.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
import java.util.Base64;

/**
 * The mesh's key pair: 2048-bit RSA, as PEM files.
 *
 * @param privateKey signs tokens
 * @param publicKeyFile what the services check tokens with
 */
public record MeshKeys(PrivateKey privateKey, Path publicKeyFile) {
  private static final int BITS = 2048;
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /** Reads the keys in a directory; makes them at first use. */
  public static MeshKeys in(Path directory) {
    Path privateFile = directory.resolve("private.pem");
    Path publicFile = directory.resolve("public.pem");
    try {
      if (!Files.exists(privateFile) || !Files.exists(publicFile)) {
        KeyPair pair = generate();
        PrivateFile.write(publicFile, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        PrivateFile.write(privateFile, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      }
      return new MeshKeys(read(privateFile), publicFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          privateFile + " is no RSA key. Delete it: a new pair is made at the next start.", e);
    }
  }

  private static KeyPair generate() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    return generator.generateKeyPair();
  }

  private static String pem(String label, byte[] key) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, PEM.encodeToString(key), label);
  }

  private static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file, US_ASCII).replaceAll("-----[A-Z ]+-----", "");
    byte[] key = Base64.getMimeDecoder().decode(text);
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
  }
}
