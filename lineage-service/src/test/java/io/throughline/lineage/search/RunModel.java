package io.throughline.lineage.search;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run as the tests told it: what the reference evaluator looks at. */
final class RunModel {
  record Used(String id, String digest, String role) {}

  final String scope;
  final String id;
  String parent = "";
  String step = "";
  String displayName = "";
  String message = "";
  int state;
  OffsetDateTime start;
  OffsetDateTime end;

  /** By key: a {@link Double} or a {@link String} for each kind that has one. */
  final Map<String, List<Object>> parameters = new TreeMap<>();

  final Map<String, String> tags = new TreeMap<>();

  /** By metric: for each series its values at the steps 1, 2, 3 … */
  final Map<String, List<double[]>> metrics = new TreeMap<>();

  final List<Used> datasets = new ArrayList<>();
  final List<String> models = new ArrayList<>();

  /** By environment: whether it is still live there. */
  final Map<String, Boolean> environments = new TreeMap<>();

  RunModel(String scope, String id) {
    this.scope = scope;
    this.id = id;
  }

  String name() {
    return scope + "/runs/" + id;
  }
}
