package io.throughline.lineage.freshness;

import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.Uni;
import java.util.function.BiConsumer;

/** One call of another service as a Uni. */
public final class UnaryCall {
  private UnaryCall() {}

  /** The answer to a request, or the failure of the call. */
  public static <Q, R> Uni<R> of(Q request, BiConsumer<Q, StreamObserver<R>> method) {
    return Uni.createFrom()
        .emitter(
            emitter ->
                method.accept(
                    request,
                    new StreamObserver<R>() {
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
                        // The answer has come with onNext.
                      }
                    }));
  }
}
