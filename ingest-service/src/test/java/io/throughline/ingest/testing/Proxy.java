package io.throughline.ingest.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stands between a client and a TCP server, and breaks their connections when told to. */
public final class Proxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean hasCut = new AtomicBoolean();
  private volatile boolean open = true;
  private volatile String trigger;
  private volatile boolean deliver;

  /** A proxy before a port of this machine. */
  public Proxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  /** The port to connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Lets connections through again. */
  public void open() {
    open = true;
  }

  /** Breaks every connection, and refuses new ones until it is opened. */
  public void shut() {
    open = false;
    cut();
  }

  /** Breaks every connection. */
  public void cut() {
    sockets.forEach(Proxy::close);
    sockets.clear();
  }

  /** Delivers the next message with this text, and breaks the connection instead of answering. */
  public void cutAfter(String text) {
    arm(text, true);
  }

  /** Breaks the connection instead of delivering the next message with this text. */
  public void cutBefore(String text) {
    arm(text, false);
  }

  private void arm(String text, boolean delivering) {
    hasCut.set(false);
    deliver = delivering;
    trigger = text;
  }

  /** Whether the connection was broken at the text. */
  public boolean hasCut() {
    return hasCut.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (!open) {
          close(client);
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        AtomicBoolean doomed = new AtomicBoolean();
        run(() -> forward(client, server, doomed, true));
        run(() -> forward(server, client, doomed, false));
      } catch (IOException e) {
        // The listener closes, or the target is away: the client sees it.
      }
    }
  }

  private void forward(Socket from, Socket to, AtomicBoolean doomed, boolean fromClient) {
    byte[] buffer = new byte[65536];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int n;
      while ((n = in.read(buffer)) >= 0) {
        if (fromClient) {
          String sought = trigger;
          if (sought != null && new String(buffer, 0, n, ISO_8859_1).contains(sought)) {
            trigger = null;
            doomed.set(true);
            if (!deliver) {
              hasCut.set(true);
              return;
            }
          }
        } else if (doomed.get()) {
          hasCut.set(true);
          return;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // Cut: both ends see it.
    }
  }

  private static void run(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
