package io.throughline.selection.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ClientCalls;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.grpc.GrpcService;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.throughline.access.v1.Permission;
import io.throughline.selection.evaluation.EvaluationRoutes;
import io.throughline.selection.policy.PolicyRoutes;
import io.throughline.selection.promotion.PromotionRoutes;
import io.throughline.selection.rank.RankRoutes;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.waiver.WaiverRoutes;
import io.throughline.server.access.DeclaredPermissions;
import io.throughline.server.access.Needs;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Bytes;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccessTest extends GateTest {
  @GrpcClient("door")
  Channel door;

  @Inject @Any Instance<BindableService> services;

  private record Route(String verb, String path, Permission needs) {}

  @Test
  void refusesEveryCallWithoutTokenAndWithTheWrongOne() {
    Set<String> seen = new TreeSet<>();
    for (MethodDescriptor<?, ?> method : methods()) {
      Permission needed = DeclaredPermissions.of(method);
      assertThat(needed == Permission.PERMISSION_UNSPECIFIED)
          .as("%s declares a permission", method.getFullMethodName())
          .isNotEqualTo(method.getServiceName().startsWith("throughline."));
      assertThat(Errors.reason(failing(method, null))).isEqualTo("TOKEN_MISSING");
      assertThat(Errors.reason(failing(method, TestTokens.token(allBut(needed)))))
          .as(method.getFullMethodName())
          .isEqualTo("PERMISSION_MISSING");
      seen.add(method.getServiceName());
    }
    assertThat(seen)
        .contains(
            "throughline.selection.v1.EvaluationService",
            "throughline.selection.v1.PolicyService",
            "throughline.selection.v1.PromotionService",
            "throughline.selection.v1.RankingService",
            "throughline.selection.v1.WaiverService",
            "throughline.selection.v1.WebhookService");
  }

  @Test
  void refusesBytesThatAreNoMessageInWords() {
    for (MethodDescriptor<?, ?> method : methods()) {
      if (method.getServiceName().startsWith("throughline.")) {
        StatusRuntimeException refused =
            catchThrowableOfType(
                StatusRuntimeException.class,
                () ->
                    Bytes.sendGarbage(
                        door, method.getFullMethodName(), TestTokens.token(Permission.values())));
        assertThat(Errors.reason(refused))
            .as(method.getFullMethodName())
            .isEqualTo("MESSAGE_MALFORMED");
      }
    }
  }

  @Test
  void refusesEveryRouteWithoutTokenAndWithTheWrongOne() {
    List<Route> routes = routes();
    assertThat(routes).hasSizeGreaterThanOrEqualTo(19);
    for (Route route : routes) {
      assertThat(status(given(), route)).as(route.toString()).isEqualTo(401);
      String wrong = TestTokens.token(allBut(route.needs));
      assertThat(status(given().auth().oauth2(wrong), route)).as(route.toString()).isEqualTo(403);
    }
  }

  private List<MethodDescriptor<?, ?>> methods() {
    Stream<? extends Instance.Handle<BindableService>> all =
        services
            .handlesStream()
            .filter(
                handle ->
                    handle.getBean().getQualifiers().stream()
                        .anyMatch(q -> q.annotationType() == GrpcService.class));
    return all.map(handle -> handle.get().bindService().getMethods())
        .flatMap(Collection::stream)
        .<MethodDescriptor<?, ?>>map(ServerMethodDefinition::getMethodDescriptor)
        .filter(method -> method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier)
        .collect(Collectors.toList());
  }

  private <Q, R> StatusRuntimeException failing(MethodDescriptor<Q, R> method, String token) {
    Q empty = method.parseRequest(java.io.InputStream.nullInputStream());
    return catchThrowableOfType(
        StatusRuntimeException.class,
        () ->
            ClientCalls.blockingUnaryCall(
                door,
                method,
                CallOptions.DEFAULT.withCallCredentials(new BearerToken(token)),
                empty));
  }

  private static List<Route> routes() {
    return Stream.of(
            PolicyRoutes.class,
            EvaluationRoutes.class,
            PromotionRoutes.class,
            WaiverRoutes.class,
            RankRoutes.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .flatMap(AccessTest::route)
        .toList();
  }

  private static Stream<Route> route(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(
            verb ->
                new Route(
                    verb.value(),
                    path(method.getDeclaringClass().getAnnotation(Path.class))
                        + path(method.getAnnotation(Path.class)),
                    method.getAnnotation(Needs.class).value()));
  }

  private static String path(Path path) {
    return path == null ? "" : path.value().replaceAll("\\{[a-z]+}", "1");
  }

  private static int status(RequestSpecification request, Route route) {
    return request
        .urlEncodingEnabled(false)
        .contentType("application/json")
        .body(route.verb.equals("GET") ? "" : "{}")
        .request(route.verb, route.path)
        .statusCode();
  }

  private static Permission[] allBut(Permission needed) {
    return Arrays.stream(Permission.values())
        .filter(permission -> permission != needed)
        .filter(permission -> permission != Permission.UNRECOGNIZED)
        .toArray(Permission[]::new);
  }
}
