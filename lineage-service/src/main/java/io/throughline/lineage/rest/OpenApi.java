package io.throughline.lineage.rest;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** The OpenAPI document: the routes of the contract, beside those that carry bytes. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class OpenApi implements OASFilter {
  private static final String BEARER = "bearer";
  private static final String JSON = "application/json";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Schemas schemas = new Schemas();
    if (document.getPaths() == null) {
      document.setPaths(OASFactory.createPaths());
    }
    for (Route route : CDI.current().select(Routes.class).get().all()) {
      document
          .getPaths()
          .addPathItem(
              route.template().openApi(),
              OASFactory.createPathItem().GET(operation(route, schemas)));
    }
    schemas.error();
    document
        .info(
            OASFactory.createInfo()
                .title("Throughline: the experiment graph")
                .version("v1")
                .description(
                    "Every read of throughline.lineage.v1. Names, fields and errors are those of"
                        + " the contract (proto/)."))
        .components(
            OASFactory.createComponents()
                .schemas(schemas.all())
                .addSecurityScheme(
                    BEARER,
                    OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme(BEARER)
                        .bearerFormat("JWT")))
        .addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(BEARER));
  }

  private static Operation operation(Route route, Schemas schemas) {
    MethodDescriptor method = route.declared();
    boolean bytes = method.isServerStreaming();
    Operation operation =
        OASFactory.createOperation()
            .operationId(id(route))
            .addTag(method.getService().getName())
            .responses(
                OASFactory.createAPIResponses()
                    .addAPIResponse(
                        "200",
                        bytes
                            ? answer("The bytes", "*/*", Schemas.text().format("binary"))
                            : answer("The answer", JSON, schemas.of(method.getOutputType())))
                    .addAPIResponse(
                        "304",
                        OASFactory.createAPIResponse()
                            .description("Nothing has changed since the ETag in If-None-Match"))
                    .defaultValue(answer("What went wrong", JSON, Schemas.ERROR)));
    for (String parameter : route.template().parameters()) {
      operation.addParameter(
          parameter(Parameter.In.PATH, parameter, Schemas.text()).required(true));
    }
    Set<String> said = route.template().variables().keySet();
    for (FieldDescriptor field : method.getInputType().getFields()) {
      addQuery(operation, field, "", said, schemas);
    }
    return operation;
  }

  private static void addQuery(
      Operation operation,
      FieldDescriptor field,
      String prefix,
      Set<String> said,
      Schemas schemas) {
    String path = prefix + field.getName();
    if (said.contains(path)) {
      return;
    }
    if (Requests.isObject(field)) {
      if (field.isRepeated()) {
        return; // A query cannot say which parts belong together.
      }
      for (FieldDescriptor part : field.getMessageType().getFields()) {
        addQuery(operation, part, path + ".", said, schemas);
      }
    } else {
      operation.addParameter(parameter(Parameter.In.QUERY, path, schemas.of(field)));
    }
  }

  /** The method's name; where it has several paths, with the collection in it. */
  private static String id(Route route) {
    String name = route.declared().getName();
    return Route.of(route.method()).count() == 1
        ? name
        : name + "Of" + String.join("", route.template().parameters()).replace("experiment", "");
  }

  private static Parameter parameter(Parameter.In in, String name, Schema schema) {
    return OASFactory.createParameter().in(in).name(name).schema(schema);
  }

  private static APIResponse answer(String description, String type, Schema schema) {
    Content content =
        OASFactory.createContent().addMediaType(type, OASFactory.createMediaType().schema(schema));
    return OASFactory.createAPIResponse().description(description).content(content);
  }
}
