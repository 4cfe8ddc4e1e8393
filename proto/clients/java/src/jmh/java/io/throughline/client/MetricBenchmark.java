package io.throughline.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a metric call costs a training step: the time of single calls as percentiles, each after a
 * stretch of the step's own work. The mesh that is up is the one that the environment names.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 3, time = 10)
@Fork(1)
public class MetricBenchmark {

  private static final long WORK = 10_000;

  /** Whether a mesh is there. */
  @Param({"up", "down"})
  public String mesh;

  private Emitter emitter;
  private Run run;
  private long step;

  /** Connects; nobody listens where the mesh is down. */
  @Setup
  public void connect() throws IOException {
    Connection connection =
        mesh.equals("up")
            ? Connection.fromEnvironment(Emitter.ADDRESS_VARIABLE)
            : new Connection("127.0.0.1:" + closedPort(), Optional.empty(), Duration.ofSeconds(1));
    emitter = Emitter.connect("bench", connection, Clock.systemUTC());
    run = emitter.experiment("bench-metric").run("train");
  }

  /** The call, between two stretches of work. */
  @Benchmark
  public void metric() {
    run.metric("loss", step++, 1.0 / step);
  }

  /** What a call of nothing costs in the same loop. */
  @Benchmark
  public void nothing(Blackhole hole) {
    hole.consume(1.0 / ++step);
  }

  /** A tight loop would measure a full ring; a training step works between two calls. */
  @Setup(Level.Invocation)
  public void work() {
    Blackhole.consumeCPU(WORK);
  }

  /** Hangs up, and says what became of the points. */
  @TearDown
  public void close() {
    run.close();
    emitter.close();
    System.out.println(emitter.report());
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
