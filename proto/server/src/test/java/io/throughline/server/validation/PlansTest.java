package io.throughline.server.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest.FieldViolation;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.FigureDrawn;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.event.v1.ParametersChosen;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.PredictionsObserved;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.event.v1.Waiver;
import io.throughline.event.v1.WaiverGranted;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.JournalServiceProto;
import io.throughline.lineage.v1.DatasetServiceProto;
import io.throughline.lineage.v1.DeploymentServiceProto;
import io.throughline.lineage.v1.ExperimentServiceProto;
import io.throughline.lineage.v1.FigureServiceProto;
import io.throughline.lineage.v1.GraphServiceProto;
import io.throughline.lineage.v1.ModelServiceProto;
import io.throughline.lineage.v1.ProjectionServiceProto;
import io.throughline.lineage.v1.RegistryServiceProto;
import io.throughline.lineage.v1.RequestServiceProto;
import io.throughline.lineage.v1.RunServiceProto;
import io.throughline.lineage.v1.ScoreServiceProto;
import io.throughline.lineage.v1.SeriesServiceProto;
import io.throughline.selection.v1.EvaluationServiceProto;
import io.throughline.selection.v1.PolicyServiceProto;
import io.throughline.selection.v1.PromotionServiceProto;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlansTest {
  private static final int MESSAGES = 300;
  private final Validation validation = new Validation();
  private final Plans plans = new Plans(message -> validation.evaluate(message).isEmpty());

  static Stream<Message> everyKind() {
    return Event.getDescriptor().getOneofs().get(0).getFields().stream()
        .map(kind -> Event.newBuilder().newBuilderForField(kind).buildPartial());
  }

  /** The request of every method of the contract. */
  static Stream<Message> requests() {
    return Stream.of(
            JournalServiceProto.getDescriptor(),
            DatasetServiceProto.getDescriptor(),
            DeploymentServiceProto.getDescriptor(),
            ExperimentServiceProto.getDescriptor(),
            FigureServiceProto.getDescriptor(),
            GraphServiceProto.getDescriptor(),
            ModelServiceProto.getDescriptor(),
            ProjectionServiceProto.getDescriptor(),
            RegistryServiceProto.getDescriptor(),
            RequestServiceProto.getDescriptor(),
            RunServiceProto.getDescriptor(),
            ScoreServiceProto.getDescriptor(),
            SeriesServiceProto.getDescriptor(),
            EvaluationServiceProto.getDescriptor(),
            PolicyServiceProto.getDescriptor(),
            PromotionServiceProto.getDescriptor())
        .flatMap(file -> file.getServices().stream())
        .flatMap(service -> service.getMethods().stream())
        .map(Descriptors.MethodDescriptor::getInputType)
        .distinct()
        .map(DynamicMessage::getDefaultInstance);
  }

  static Stream<Message> others() {
    return Stream.of(
        Batch.getDefaultInstance(), Event.getDefaultInstance(), FollowRequest.getDefaultInstance());
  }

  @ParameterizedTest
  @MethodSource({"everyKind", "others"})
  void theShortWayAcceptsWhatTheEvaluationAccepts(Message type) {
    assertThat(accepted(type)).isBetween(isEitherOr(type) ? 0 : 1, MESSAGES - 1);
  }

  /** Whether a message has either some fields or others, which chance hardly ever finds. */
  private static boolean isEitherOr(Message type) {
    return type.getDescriptorForType().equals(FigureDrawn.getDescriptor());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void theSameGoesForRequests(Message type) {
    assertThat(accepted(type)).isPositive();
  }

  /** How many messages of a type both ways accept; every message is refused or accepted by both. */
  private int accepted(Message type) {
    int accepted = 0;
    for (int seed = 0; seed < MESSAGES; seed++) {
      double oddity = seed % 3 == 0 ? 0 : 0.08;
      Message message = new RandomMessages(new Random(seed), oddity).of(type);

      boolean shortWay = plans.accept(message);

      assertThat(shortWay)
          .as("seed %d, %s: %s", seed, type.getDescriptorForType().getName(), message)
          .isEqualTo(validation.evaluate(message).isEmpty());
      accepted += shortWay ? 1 : 0;
    }
    return accepted;
  }

  @Test
  void columnsOfAnyLengthAreCountedNotRead() {
    PointsMeasured points = points(100_000);

    assertThat(plans.accept(points)).isTrue();
    assertThat(plans.accept(points.toBuilder().addValues(1).build())).isFalse();
    assertThat(plans.accept(points(100_001))).isFalse();
    assertThat(plans.accept(PointsMeasured.getDefaultInstance())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -62_135_596_801L, 253_402_300_800L, Long.MAX_VALUE})
  void impossibleTimesAreToldWhereverTheyStand(long seconds) {
    Timestamp time = Timestamp.newBuilder().setSeconds(seconds).build();
    Waiver waiver = Waiver.newBuilder().setExpireTime(time).build();
    WaiverGranted granted = WaiverGranted.newBuilder().setWaiver(waiver).build();
    Event event = Event.newBuilder().setValidTime(time).setWaiverGranted(granted).build();

    assertThat(validation.violations(Batch.newBuilder().addEvents(event).build()))
        .filteredOn(FieldViolation::getReason, "TIME_IMPOSSIBLE")
        .extracting(FieldViolation::getField)
        .containsExactlyInAnyOrder(
            "events[0].valid_time", "events[0].waiver_granted.waiver.expire_time");
  }

  @Test
  void whatArrivesMostIsNeverEvaluated() {
    Set<String> evaluated = new HashSet<>();
    for (Message type :
        List.of(
            PointsMeasured.getDefaultInstance(),
            ParametersChosen.getDefaultInstance(),
            PredictionsObserved.getDefaultInstance(),
            ExposuresObserved.getDefaultInstance(),
            OutcomesObserved.getDefaultInstance())) {
      collectEvaluated(type.getDescriptorForType(), evaluated);
    }
    assertThat(evaluated).isEmpty();
    assertThat(MessagePlan.of(Batch.getDescriptor()).evaluated()).isFalse();
    assertThat(MessagePlan.of(Event.getDescriptor()).evaluated()).isFalse();
  }

  private static void collectEvaluated(Descriptor type, Set<String> evaluated) {
    if (MessagePlan.of(type).evaluated()) {
      evaluated.add(type.getName());
    }
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        collectEvaluated(field.getMessageType(), evaluated);
      }
    }
  }

  private static PointsMeasured points(int count) {
    PointsMeasured.Builder points =
        PointsMeasured.newBuilder()
            .setSeries(
                SeriesIdentity.newBuilder().setRun("experiments/e/runs/r").setMetric("loss"));
    IntStream.range(0, count).forEach(i -> points.addStepDeltas(1).addTimeDeltas(1).addValues(i));
    return points.build();
  }
}
