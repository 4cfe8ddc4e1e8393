package io.throughline.ingest.follower;

import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.function.BiConsumer;

/** A unary call as a {@link Uni}. */
final class Calls {

  private Calls() {}

  static <Q, R> Uni<R> unary(Q request, BiConsumer<Q, StreamObserver<R>> method) {
    return Uni.createFrom().emitter(emitter -> method.accept(request, observer(emitter)));
  }

  private static <R> StreamObserver<R> observer(UniEmitter<? super R> emitter) {
    return new StreamObserver<>() {
      @Override
      public void onNext(R response) {
        emitter.complete(response);
      }

      @Override
      public void onError(Throwable failure) {
        emitter.fail(failure);
      }

      @Override
      public void onCompleted() {
        // The response has completed it.
      }
    };
  }
}
