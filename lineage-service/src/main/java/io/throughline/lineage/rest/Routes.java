package io.throughline.lineage.rest;

import io.grpc.BindableService;
import io.grpc.ServerMethodDefinition;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** All routes of the doors, as the contract names them. */
@ApplicationScoped
public class Routes {
  private static final String OURS = "throughline.";

  private final List<Route> routes;

  Routes(@Any Instance<BindableService> doors) {
    this.routes =
        doors.stream()
            .map(BindableService::bindService)
            .filter(service -> service.getServiceDescriptor().getName().startsWith(OURS))
            .flatMap(service -> service.getMethods().stream())
            .map(ServerMethodDefinition::getMethodDescriptor)
            .flatMap(Route::of)
            .sorted(
                Comparator.<Route>comparingInt(route -> route.template().wildcards())
                    .thenComparing(route -> route.template().openApi()))
            .toList();
  }

  List<Route> all() {
    return routes;
  }

  /**
   * The route of a path.
   *
   * @throws Failure NOT_FOUND
   */
  Route.Match find(String path) {
    List<String> segments = Arrays.asList(path.split("/", -1));
    return routes.stream()
        .flatMap(
            route ->
                route.template().match(segments).stream()
                    .map(variables -> new Route.Match(route, variables)))
        .findFirst()
        .orElseThrow(() -> Failure.notFound("path", "/" + path).with("openapi", "/q/openapi"));
  }
}
