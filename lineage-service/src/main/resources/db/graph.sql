-- One generation of the experiment graph: a projection of the journal, which can be dropped and made again.
-- It lives in a schema of its own; a rebuild makes the next generation beside the one that serves.
--
-- Every table is keyed by tenant and scope first. Who said a fact, and when it became known, stands in
-- source_partition and recorded_from (the position of the batch); a fact that may change keeps its past in rows whose
-- recorded_to says up to which position it was the last one. time_stated tells a valid time that the producer gave
-- from one that the journal's clock filled in.

-- A key, compared byte by byte whatever the database's language is.
CREATE DOMAIN word AS text COLLATE "C";

-- How far the projection has come, in the transaction of its effects (the follower's tables).
CREATE TABLE cursor (
  partition_id int PRIMARY KEY,
  position bigint NOT NULL,
  digest bytea NOT NULL,
  append_time timestamptz,
  lease_owner text,
  lease_epoch bigint NOT NULL DEFAULT 0,
  lease_until timestamptz
);
CREATE TABLE replica (
  name text PRIMARY KEY,
  until timestamptz NOT NULL
);
CREATE TABLE quarantine (
  partition_id int NOT NULL,
  position bigint NOT NULL,
  tenant text NOT NULL,
  scope text NOT NULL,
  producer text NOT NULL,
  epoch bigint NOT NULL,
  number bigint NOT NULL,
  reason text NOT NULL,
  quarantine_time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (partition_id, position)
);

CREATE INDEX quarantine_scope ON quarantine (tenant, scope);

-- When the journal accepted which batch: a row a group of batches. Tells what was known at an instant.
CREATE TABLE append_time (
  partition_id int NOT NULL,
  last_position bigint NOT NULL,
  first_micros bigint NOT NULL,
  positions bigint[] NOT NULL,
  micros bigint[] NOT NULL,
  PRIMARY KEY (partition_id, last_position)
);

-- Resources. A node that is only mentioned is not declared. mentioned is the position at which its own scope spoke
-- of it first; null where only other scopes do.
CREATE TABLE node (
  tenant word NOT NULL,
  scope word NOT NULL,
  name word NOT NULL,
  kind smallint NOT NULL,
  display_name text NOT NULL,
  declared boolean NOT NULL,
  create_time timestamptz,
  time_stated boolean NOT NULL,
  source_partition int,
  recorded_from bigint,
  mentioned bigint,
  PRIMARY KEY (tenant, scope, name)
);

-- What holds between two nodes. An edge between two scopes is kept in both, mirrored in the one that did not say it. Where
-- it may hold more than once, instance is made from the position and event that began this time; else 0. end_recorded is
-- the position at which its end became known. A walk reads the key's index alone, and edge_target.
CREATE TABLE edge (
  tenant word NOT NULL,
  scope word NOT NULL,
  source word NOT NULL,
  kind smallint NOT NULL,
  target word NOT NULL,
  instance bigint NOT NULL,
  start_time timestamptz NOT NULL,
  time_stated boolean NOT NULL,
  mirrored boolean NOT NULL,
  end_time timestamptz,
  end_recorded bigint,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, source, kind, target, instance) INCLUDE (start_time, end_time)
);
-- What was known of an edge's start before an earlier one was told.
CREATE TABLE edge_past (
  tenant word NOT NULL,
  scope word NOT NULL,
  source word NOT NULL,
  kind smallint NOT NULL,
  target word NOT NULL,
  start_time timestamptz NOT NULL,
  mirrored boolean NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  recorded_to bigint NOT NULL,
  PRIMARY KEY (tenant, scope, source, kind, target, recorded_from)
);

-- What was said once of a node: its event as JSON.
CREATE TABLE declaration (
  tenant word NOT NULL,
  scope word NOT NULL,
  name word NOT NULL,
  detail jsonb NOT NULL,
  valid_time timestamptz NOT NULL,
  time_stated boolean NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, name)
);

-- What may be said again; the last one said wins. A removal is a row that never stands (recorded_to = recorded_from), and is
-- kept for questions about a past valid time.
-- What is said of experiments, registered models and environments.
CREATE TABLE attribute (
  tenant word NOT NULL,
  scope word NOT NULL,
  subject word NOT NULL,
  key word NOT NULL,
  value text NOT NULL,
  valid_time timestamptz NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  recorded_to bigint,
  removed boolean NOT NULL,
  event_index int NOT NULL,
  PRIMARY KEY (tenant, scope, subject, key, recorded_from, event_index)
);
CREATE TABLE tag (
  tenant word NOT NULL,
  scope word NOT NULL,
  subject word NOT NULL,
  key word NOT NULL,
  value text NOT NULL,
  valid_time timestamptz NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  recorded_to bigint,
  removed boolean NOT NULL,
  event_index int NOT NULL,
  PRIMARY KEY (tenant, scope, subject, key, recorded_from, event_index)
);

CREATE TABLE run (
  tenant word NOT NULL,
  scope word NOT NULL,
  name word NOT NULL,
  parent word NOT NULL DEFAULT '',
  step word NOT NULL DEFAULT '',
  display_name text NOT NULL DEFAULT '',
  start_time timestamptz,
  start_stated boolean NOT NULL DEFAULT false,
  start_recorded bigint,
  end_state smallint NOT NULL DEFAULT 0,
  message text NOT NULL DEFAULT '',
  end_time timestamptz,
  end_stated boolean NOT NULL DEFAULT false,
  end_recorded bigint,
  state smallint GENERATED ALWAYS AS (
    CASE WHEN end_state > 0 THEN end_state WHEN start_recorded IS NOT NULL THEN 1 ELSE 0 END) STORED,
  source_partition int,
  PRIMARY KEY (tenant, scope, name)
);

-- form: 1 text, 2 number, 3 flag. number is also set for a text that reads as a number, so that it can be compared.
CREATE TABLE parameter (
  tenant word NOT NULL,
  scope word NOT NULL,
  run word NOT NULL,
  kind smallint NOT NULL,
  key word NOT NULL,
  form smallint NOT NULL,
  value word NOT NULL,
  number float8,
  valid_time timestamptz NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, run, kind, key)
);

-- A series and its summary; series_id is made from the full identity. first and last by (step, time, value). small_chunks is
-- how many of its chunks wait to be merged.
CREATE TABLE series (
  tenant word NOT NULL,
  scope word NOT NULL,
  series_id uuid NOT NULL,
  run word NOT NULL,
  metric word NOT NULL,
  model word NOT NULL,
  dataset word NOT NULL,
  segment word NOT NULL,
  fold int NOT NULL,
  first_step bigint NOT NULL,
  first_millis bigint NOT NULL,
  first_value float8 NOT NULL,
  last_step bigint NOT NULL,
  last_millis bigint NOT NULL,
  last_value float8 NOT NULL,
  min_value float8,
  max_value float8,
  small_chunks int NOT NULL,
  PRIMARY KEY (tenant, scope, series_id)
);

-- The points of one event, delta-coded; or those of many, merged, of which recorded tells when they became known (see
-- Recorded).
CREATE TABLE chunk (
  tenant word NOT NULL,
  scope word NOT NULL,
  series_id uuid NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  event_index int NOT NULL,
  min_step bigint NOT NULL,
  max_step bigint NOT NULL,
  point_count int NOT NULL,
  codec smallint NOT NULL,
  points bytea NOT NULL,
  recorded bytea,
  PRIMARY KEY (tenant, scope, series_id, source_partition, recorded_from, event_index)
);
ALTER TABLE chunk ALTER COLUMN points SET STORAGE EXTERNAL;

-- A metric of a model on a dataset, by unit (form 1: score) or by fold (form 2: fold).
CREATE TABLE measurement (
  tenant word NOT NULL,
  scope word NOT NULL,
  measurement_id uuid NOT NULL,
  form smallint NOT NULL,
  model word NOT NULL,
  dataset word NOT NULL,
  metric word NOT NULL,
  segment word NOT NULL,
  PRIMARY KEY (tenant, scope, measurement_id)
);
CREATE TABLE score (
  tenant word NOT NULL,
  scope word NOT NULL,
  measurement_id uuid NOT NULL,
  unit word NOT NULL,
  value float8 NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, measurement_id, unit)
);
CREATE TABLE fold (
  tenant word NOT NULL,
  scope word NOT NULL,
  measurement_id uuid NOT NULL,
  fold int NOT NULL,
  value float8 NOT NULL,
  train_count bigint NOT NULL,
  test_count bigint NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, measurement_id, fold)
);

-- Which runs read or wrote a dataset, and what for; in the dataset's scope.
CREATE TABLE dataset_use (
  tenant word NOT NULL,
  scope word NOT NULL,
  dataset word NOT NULL,
  run word NOT NULL,
  access smallint NOT NULL,
  role smallint NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, dataset, run, access, role)
);

CREATE TABLE figure_content (
  tenant word NOT NULL,
  scope word NOT NULL,
  digest word NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (tenant, scope, digest)
);
ALTER TABLE figure_content ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE model_version (
  tenant word NOT NULL,
  scope word NOT NULL,
  number bigint NOT NULL,
  model word NOT NULL,
  create_time timestamptz NOT NULL,
  request_id word NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, number)
);
CREATE TABLE alias (
  tenant word NOT NULL,
  scope word NOT NULL,
  name word NOT NULL,
  version bigint NOT NULL,
  evaluation word NOT NULL,
  move_time timestamptz NOT NULL,
  request_id word NOT NULL,
  event_index int NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  recorded_to bigint,
  removed boolean NOT NULL,
  PRIMARY KEY (tenant, scope, name, recorded_from, event_index)
);

CREATE TABLE deployment (
  tenant word NOT NULL,
  scope word NOT NULL,
  name word NOT NULL,
  model word NOT NULL,
  model_version word NOT NULL,
  phase smallint NOT NULL,
  traffic_share float8 NOT NULL,
  replaces word NOT NULL,
  start_time timestamptz NOT NULL,
  time_stated boolean NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, name)
);
-- The end of a deployment: retired, or replaced by another one; of several the first one in the journal.
CREATE TABLE deployment_end (
  tenant word NOT NULL,
  scope word NOT NULL,
  deployment word NOT NULL,
  end_time timestamptz NOT NULL,
  time_stated boolean NOT NULL,
  reason text NOT NULL,
  replaced_by word NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, deployment)
);

-- What became of a request: granted (the name of what was created or moved), or refused (reason and message).
CREATE TABLE outcome (
  tenant word NOT NULL,
  scope word NOT NULL,
  request_id word NOT NULL,
  granted word NOT NULL,
  reason word NOT NULL,
  message text NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, request_id)
);

-- Write-once values that were said again, differently.
CREATE TABLE conflict (
  tenant word NOT NULL,
  scope word NOT NULL,
  run word NOT NULL,
  subject word NOT NULL,
  refused_digest word NOT NULL,
  kept text NOT NULL,
  refused text NOT NULL,
  said_in word NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, run, subject, refused_digest)
);

-- The chunks of large figures, by the digest of the whole figure.
CREATE TABLE figure_chunk (
  tenant word NOT NULL,
  scope word NOT NULL,
  digest word NOT NULL,
  chunk_index int NOT NULL,
  content bytea NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  PRIMARY KEY (tenant, scope, digest, chunk_index)
);
ALTER TABLE figure_chunk ALTER COLUMN content SET STORAGE EXTERNAL;

-- Which experiments and runs are deleted, with the past: restored ones have no open row.
CREATE TABLE deletion (
  tenant word NOT NULL,
  scope word NOT NULL,
  subject word NOT NULL,
  reason text NOT NULL,
  delete_time timestamptz NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  recorded_to bigint,
  removed boolean NOT NULL,
  event_index int NOT NULL,
  PRIMARY KEY (tenant, scope, subject, recorded_from, event_index)
);

-- Up to which position everything of a scope is gone.
CREATE TABLE purge (
  tenant word NOT NULL,
  scope word NOT NULL,
  recorded_from bigint NOT NULL,
  source_partition int NOT NULL,
  purge_time timestamptz NOT NULL,
  PRIMARY KEY (tenant, scope, recorded_from)
);

-- INDEXES
-- What only reading needs: made when a generation that is built from the journal has caught up.
CREATE INDEX append_time_first ON append_time (partition_id, first_micros, last_position);
CREATE INDEX node_kind ON node (tenant, scope, kind, name);
CREATE INDEX node_scope ON node (tenant, kind, name) WHERE name = scope;
CREATE INDEX edge_target ON edge (tenant, scope, target, kind, source, instance)
  INCLUDE (start_time, end_time);
CREATE INDEX edge_past_target ON edge_past (tenant, scope, target);
CREATE INDEX declaration_digest ON declaration (tenant, (detail ->> 'digest')) WHERE detail ? 'digest';
CREATE INDEX tag_value ON tag (tenant, scope, key, left(value COLLATE "C", 200), subject) WHERE recorded_to IS NULL;
CREATE INDEX run_start ON run (tenant, scope, start_time DESC NULLS LAST, name);
CREATE INDEX parameter_value ON parameter (tenant, scope, key, left(value, 200), run);
CREATE INDEX parameter_number ON parameter (tenant, scope, key, number, run) WHERE number IS NOT NULL;
-- How often each value of a parameter occurs: the planner's choice between the order's index and the filter's. Every plan
-- reads the whole list, so it holds the commonest values alone.
CREATE STATISTICS parameter_values (mcv) ON tenant, scope, key, (left(value, 200)) FROM parameter;
ALTER STATISTICS parameter_values SET STATISTICS 200;
CREATE STATISTICS parameter_numbers (mcv) ON tenant, scope, key, number FROM parameter;
ALTER STATISTICS parameter_numbers SET STATISTICS 200;
CREATE INDEX series_run ON series (tenant, scope, run, metric);
CREATE INDEX series_model ON series (tenant, scope, model, metric) WHERE model <> '';
CREATE INDEX series_last ON series (tenant, scope, metric, last_value, run) INCLUDE (series_id)
  WHERE segment = '' AND fold = 0;
CREATE INDEX series_small ON series (tenant, scope, series_id) WHERE small_chunks >= 1000;
CREATE INDEX measurement_model ON measurement (tenant, scope, model);
CREATE INDEX deployment_start ON deployment (tenant, scope, start_time DESC, name);

-- An IEEE 754 double, big-endian.
CREATE FUNCTION double_at(bytes bytea, place int) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  exponent int := ((get_byte(bytes, place) & 127) << 4) | (get_byte(bytes, place + 1) >> 4);
  sign float8 := CASE WHEN get_byte(bytes, place) > 127 THEN -1 ELSE 1 END;
  fraction bigint := get_byte(bytes, place + 1) & 15;
BEGIN
  FOR i IN 2 .. 7 LOOP
    fraction := (fraction << 8) | get_byte(bytes, place + i);
  END LOOP;
  IF exponent = 2047 THEN
    RETURN CASE WHEN fraction = 0 THEN sign * 'Infinity'::float8 ELSE 'NaN'::float8 END;
  ELSIF exponent = 0 THEN
    RETURN sign * fraction::float8 * 2::float8 ^ (-1074);
  ELSIF exponent < 52 THEN
    RETURN sign * (fraction + 4503599627370496)::float8 * 2::float8 ^ (-1074) * 2::float8 ^ (exponent - 1);
  END IF;
  RETURN sign * (fraction + 4503599627370496)::float8 * 2::float8 ^ (exponent - 1075);
END
$$;

-- The values at a step of a chunk in codec 1 (see PointCodec): steps as zigzag varints, each the change of its distance
-- from the one before; the values stand at the end, eight bytes each.
CREATE FUNCTION values_at(codec smallint, point_count int, points bytea, wanted bigint) RETURNS SETOF float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
  at int := 0;
  first_value int := length(points) - 8 * point_count;
  step bigint := 0;
  delta bigint := 0;
  part int;
  rest bigint;
  shift int;
BEGIN
  IF codec <> 1 THEN
    RAISE EXCEPTION 'points with the unknown codec %', codec;
  END IF;
  FOR i IN 0 .. point_count - 1 LOOP
    part := get_byte(points, at);
    at := at + 1;
    rest := part & 127;
    shift := 7;
    WHILE part > 127 LOOP
      part := get_byte(points, at);
      at := at + 1;
      rest := rest | ((part & 127)::bigint << shift);
      shift := shift + 7;
    END LOOP;
    delta := delta + (((rest >> 1) & 9223372036854775807) # -(rest & 1));
    step := step + delta;
    IF step = wanted THEN
      RETURN NEXT double_at(points, first_value + 8 * i);
    END IF;
  END LOOP;
END
$$;

-- What a walk from a node finds level by level, breadth first, as long as it is no more than a number of edges in all: a
-- row a level, of the nodes that were looked at and the edges that start there (down) or end there (up); of these the
-- ends only, where nothing else is wanted. The nodes of a scope are looked up together, in the order of the index.
CREATE FUNCTION levels(
  wanted_tenant text, start_scope text, start_name text, down boolean, up boolean, wanted_kinds smallint[],
  holding_at timestamptz, most_levels int, most_edges int, ends_only boolean,
  OUT looked text[], OUT looked_scopes text[], OUT sources text[], OUT kinds smallint[], OUT targets text[],
  OUT instances bigint[], OUT start_times timestamptz[], OUT end_times timestamptz[])
RETURNS SETOF record
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  seen text[] := ARRAY[start_name];
  room int := most_edges;
BEGIN
  looked := seen;
  looked_scopes := ARRAY[start_scope];
  FOR level IN 1 .. most_levels LOOP
    SELECT array_agg(f.source), array_agg(f.target),
      array_agg(f.kind) FILTER (WHERE NOT ends_only), array_agg(f.instance) FILTER (WHERE NOT ends_only),
      array_agg(f.start_time) FILTER (WHERE NOT ends_only), array_agg(f.end_time) FILTER (WHERE NOT ends_only)
    INTO sources, targets, kinds, instances, start_times, end_times
    FROM (
      (SELECT e.source, e.kind, e.target, e.instance, e.start_time, e.end_time
      FROM (
        SELECT l.scope, array_agg(l.name) AS names FROM unnest(looked_scopes, looked) AS l(scope, name)
        GROUP BY l.scope) AS s
      JOIN edge AS e ON e.tenant = wanted_tenant AND e.scope = s.scope AND e.source = ANY (s.names)
      WHERE down AND (wanted_kinds IS NULL OR e.kind = ANY (wanted_kinds))
        AND (holding_at IS NULL
          OR (e.start_time <= holding_at AND (e.end_time IS NULL OR e.end_time > holding_at)))
      LIMIT room + 1)
      UNION ALL
      (SELECT e.source, e.kind, e.target, e.instance, e.start_time, e.end_time
      FROM (
        SELECT l.scope, array_agg(l.name) AS names FROM unnest(looked_scopes, looked) AS l(scope, name)
        GROUP BY l.scope) AS s
      JOIN edge AS e ON e.tenant = wanted_tenant AND e.scope = s.scope AND e.target = ANY (s.names)
      WHERE up AND (wanted_kinds IS NULL OR e.kind = ANY (wanted_kinds))
        AND (holding_at IS NULL
          OR (e.start_time <= holding_at AND (e.end_time IS NULL OR e.end_time > holding_at)))
      LIMIT room + 1)) AS f;
    room := room - coalesce(cardinality(sources), 0);
    EXIT WHEN room < 0;
    RETURN NEXT;
    -- A name of no known collection lives in another scope perhaps: who walks on looks at it again.
    SELECT array_agg(n.name), array_agg(split_part(n.name, '/', 1) || '/' || split_part(n.name, '/', 2))
    INTO looked, looked_scopes
    FROM (
      SELECT unnest(CASE WHEN NOT up THEN targets WHEN NOT down THEN sources ELSE sources || targets END) AS name
      EXCEPT SELECT unnest(seen)) AS n;
    EXIT WHEN looked IS NULL;
    seen := seen || looked;
  END LOOP;
END
$$;
