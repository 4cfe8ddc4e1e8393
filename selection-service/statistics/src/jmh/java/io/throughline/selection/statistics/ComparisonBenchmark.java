package io.throughline.selection.statistics;

import io.throughline.selection.statistics.comparison.Cuped;
import io.throughline.selection.statistics.comparison.DeltaRatio;
import io.throughline.selection.statistics.comparison.Newcombe;
import io.throughline.selection.statistics.comparison.TwoProportions;
import io.throughline.selection.statistics.comparison.WelchT;
import io.throughline.selection.statistics.sample.JointMoments;
import io.throughline.selection.statistics.sample.Moments;
import io.throughline.selection.statistics.sample.Proportion;
import io.throughline.selection.statistics.sequential.AsymptoticConfidenceSequence;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A comparison from sufficient statistics, interval and p-value: at most 2 µs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ComparisonBenchmark {

  private long n = 3461;
  private Moments control = new Moments(3407, .41, 15.2);
  private JointMoments jointControl = new JointMoments(control, new Moments(3407, 2, 3), 1.5);

  private Moments treatment() {
    n = n % 100_000 + 7;
    return new Moments(n + 3000, .7, 37.1);
  }

  private JointMoments jointTreatment() {
    Moments y = treatment();
    return new JointMoments(y, new Moments(y.n(), 2.1, 3.2), 1.4);
  }

  @Benchmark
  public Object welch() {
    return WelchT.difference(treatment(), control, .95);
  }

  @Benchmark
  public Object lift() {
    return WelchT.lift(treatment(), control, .95);
  }

  @Benchmark
  public Object ratio() {
    return DeltaRatio.difference(jointTreatment(), jointControl, .95);
  }

  @Benchmark
  public Object cuped() {
    return Cuped.difference(jointTreatment(), jointControl, .95);
  }

  @Benchmark
  public Object proportions() {
    n = n % 100_000 + 7;
    return TwoProportions.wald(new Proportion(300, n + 3000), new Proportion(250, 3000), .95);
  }

  @Benchmark
  public Object newcombe() {
    n = n % 100_000 + 7;
    return Newcombe.difference(new Proportion(12, n + 3000), new Proportion(25, 3000), .95);
  }

  @Benchmark
  public Object alwaysValid() {
    return WelchT.effect(treatment(), control)
        .flatMap(effect -> AsymptoticConfidenceSequence.estimate(effect, .95, 5000));
  }
}
