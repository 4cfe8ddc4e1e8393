package io.throughline.housevaluation.step;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same for many things, several at a time. */
final class Parallel {

  private Parallel() {}

  /** The results in the order of the things. The first failure stops what has not begun. */
  static <A, B> List<B> map(int threads, List<A> things, Function<A, B> function) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<B>> futures = new ArrayList<>();
      things.forEach(thing -> futures.add(executor.submit(() -> function.apply(thing))));
      List<B> results = new ArrayList<>();
      for (Future<B> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("A fit failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while fitting", e);
    } finally {
      executor.shutdownNow();
    }
  }
}
