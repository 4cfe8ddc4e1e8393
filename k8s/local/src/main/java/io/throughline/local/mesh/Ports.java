package io.throughline.local.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of a mesh, all on the loopback interface: gRPC from the base on, HTTP ten above,
 * PostgreSQL twenty above.
 *
 * @param base the first of them
 */
public record Ports(int base) {
  /** The base when nobody says another. */
  public static final int DEFAULT_BASE = 7400;

  private static final String HOST = "127.0.0.1";
  private static final int HTTP = 10;
  private static final int POSTGRES = 20;
  private static final int HIGHEST_BASE = 65_535 - POSTGRES;
  private static final int STEP = 100;

  /** Refuses a base that leaves no room for the others. */
  public Ports {
    if (base < 1024 || base > HIGHEST_BASE) {
      throw new MeshException(
          "port base %d: choose one from 1024 to %d with --port".formatted(base, HIGHEST_BASE));
    }
  }

  int grpc(Service service) {
    return base + service.ordinal();
  }

  int http(Service service) {
    return base + HTTP + service.ordinal();
  }

  /** The port of PostgreSQL. */
  public int postgres() {
    return base + POSTGRES;
  }

  /** Where PostgreSQL is reached. */
  String postgresAddress() {
    return HOST + ":" + postgres();
  }

  String grpcAddress(Service service) {
    return HOST + ":" + grpc(service);
  }

  String httpUrl(Service service) {
    return "http://" + HOST + ":" + http(service);
  }

  /** Refuses when another program has one of the ports. */
  void checkFree() {
    uses()
        .forEach(
            (port, use) -> {
              if (!isFree(port)) {
                throw new MeshException(
                    """
                    port %d, which %s is to use, is taken by another program.
                    End that program, or choose other ports, for example with --port %d.\
                    """
                        .formatted(port, use, nextFreeBase()));
              }
            });
  }

  private Map<Integer, String> uses() {
    Map<Integer, String> uses = new LinkedHashMap<>();
    for (Service service : Service.values()) {
      uses.put(grpc(service), service.serviceName() + " (gRPC)");
      uses.put(http(service), service.serviceName() + " (HTTP)");
    }
    uses.put(postgres(), "PostgreSQL");
    return uses;
  }

  private int nextFreeBase() {
    for (int next = base + STEP; next <= HIGHEST_BASE; next += STEP) {
      if (new Ports(next).uses().keySet().stream().allMatch(Ports::isFree)) {
        return next;
      }
    }
    return DEFAULT_BASE;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
