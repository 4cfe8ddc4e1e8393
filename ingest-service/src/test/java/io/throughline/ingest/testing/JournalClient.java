package io.throughline.ingest.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceBlockingStub;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.TestTokens;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A caller of the journal with a token. */
public final class JournalClient {
  private final JournalServiceBlockingStub stub;

  private JournalClient(Channel channel, String token) {
    stub = JournalServiceGrpc.newBlockingStub(channel).withCallCredentials(new BearerToken(token));
  }

  /** A caller of the default tenant. */
  public static JournalClient of(Channel channel, Permission... permissions) {
    return new JournalClient(channel, TestTokens.token(permissions));
  }

  /** A caller of a tenant. */
  public static JournalClient ofTenant(Channel channel, String tenant, Permission... permissions) {
    return new JournalClient(channel, TestTokens.token("test", tenant, permissions));
  }

  /** The blocking stub with the caller's token, which gives up after 20 seconds. */
  public JournalServiceBlockingStub stub() {
    return stub.withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  /** Appends a batch. */
  public Acknowledgement append(Batch batch) {
    return stub().append(AppendRequest.newBuilder().setBatch(batch).build()).getAcknowledgement();
  }

  /** Appends a batch that is to be refused. */
  public StatusRuntimeException refusal(Batch batch) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> append(batch));
  }

  /** Follows until a step satisfies the condition, and returns every step up to there. */
  public List<FollowResponse> followUntil(
      FollowRequest request, Predicate<FollowResponse> condition) {
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      List<FollowResponse> steps = new ArrayList<>();
      context.run(
          () -> {
            Iterator<FollowResponse> responses = stub().follow(request);
            while (steps.isEmpty() || !condition.test(steps.get(steps.size() - 1))) {
              steps.add(responses.next());
            }
          });
      return steps;
    }
  }

  /** The partition of a position with one component. */
  public static int partition(String position) {
    return Integer.parseInt(position.substring(0, position.indexOf(':')));
  }

  /** The place within the partition of a position with one component. */
  public static long place(String position) {
    return Long.parseLong(position.substring(position.indexOf(':') + 1));
  }

  /** Whether a cursor stands at a position with one component. */
  public static boolean isAt(Cursor cursor, String position) {
    return position.equals(cursor.getPartition() + ":" + cursor.getPosition());
  }
}
