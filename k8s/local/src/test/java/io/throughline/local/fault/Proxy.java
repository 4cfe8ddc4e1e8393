package io.throughline.local.fault;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Stands between clients and a gRPC server on this machine. It reads the frames of HTTP/2 that the
 * server sends, so that it can swallow an answer (a DATA frame) and break the connection in its
 * place: what the answer speaks of has happened, and the client does not know. It can also be slow,
 * or silent while the connection stays.
 */
final class Proxy implements Closeable {
  private static final int FRAME_HEADER = 9;
  private static final int DATA = 0;
  private static final int PIECE = 16 * 1024;

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong swallowed = new AtomicLong();
  private volatile IntSupplier answersBeforeCut = () -> Integer.MAX_VALUE;
  private volatile int bytesPerSecond = Integer.MAX_VALUE;
  private volatile boolean silent;

  Proxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Every new connection is cut in the place of one of its answers, after so many others. */
  void cutAfter(IntSupplier answers) {
    answersBeforeCut = answers;
  }

  /** How many answers were swallowed. */
  long swallowed() {
    return swallowed.get();
  }

  /** Lets only so many bytes through, each way and connection. */
  void slowDown(int bytesPerSecondEachWay) {
    bytesPerSecond = bytesPerSecondEachWay;
  }

  /** Lets nothing through while connections stay, as when a cable is out; or everything again. */
  void silence(boolean now) {
    silent = now;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        run(() -> upstream(client, server));
        run(() -> downstream(server, client, answersBeforeCut.getAsInt()));
      } catch (IOException e) {
        // The listener closes, or the target is away: the client sees it.
      }
    }
  }

  private void upstream(Socket client, Socket server) {
    byte[] piece = new byte[PIECE];
    try (client;
        server) {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        hold(n);
        out.write(piece, 0, n);
      }
    } catch (IOException e) {
      // Cut: both ends see it.
    }
  }

  private void downstream(Socket server, Socket client, int answers) {
    int left = answers;
    try (server;
        client) {
      DataInputStream in = new DataInputStream(server.getInputStream());
      OutputStream out = client.getOutputStream();
      byte[] header = new byte[FRAME_HEADER];
      while (true) {
        in.readFully(header);
        int length = (header[0] & 0xFF) << 16 | (header[1] & 0xFF) << 8 | (header[2] & 0xFF);
        byte[] frame = in.readNBytes(length);
        if (frame.length < length) {
          return;
        }
        boolean answer = header[3] == DATA && length > 0;
        if (answer && left-- <= 0) {
          swallowed.incrementAndGet();
          return;
        }
        hold(FRAME_HEADER + length);
        out.write(header);
        out.write(frame);
        out.flush();
      }
    } catch (EOFException e) {
      // The server has closed.
    } catch (IOException e) {
      // Cut: both ends see it.
    }
  }

  private void hold(int bytes) throws IOException {
    try {
      while (silent && !listener.isClosed()) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      long nanos = (long) (1e9 * bytes / bytesPerSecond);
      if (nanos > 0) {
        TimeUnit.NANOSECONDS.sleep(nanos);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void run(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
