package io.throughline.local.mesh;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks a service's health check. */
final class Readiness {
  private static final int PATIENCE_MILLIS = 2000;

  private Readiness() {}

  /** Whether the service at this URL says that it can serve. */
  static boolean isReady(String url) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url + "/q/health/ready").toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
