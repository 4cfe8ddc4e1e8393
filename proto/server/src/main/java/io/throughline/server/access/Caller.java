package io.throughline.server.access;

import io.grpc.Context;
import io.throughline.access.v1.Permission;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import java.util.Locale;
import java.util.Set;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/**
 * Who calls, as the token says and the interceptor has checked.
 *
 * @param subject the token's subject
 * @param tenant whose data the call is about; {@code *} where a service that may act for every
 *     tenant names none
 * @param permissions what the token allows
 * @param bearer the token itself, for calls on the caller's behalf; never printed
 */
public record Caller(String subject, String tenant, Set<Permission> permissions, String bearer) {
  /** The tenant of a token that names none. */
  public static final String DEFAULT_TENANT = "-";

  /** In a token: may act for every tenant, naming it with each call. */
  public static final String EVERY_TENANT = "*";

  static final Context.Key<Caller> KEY = Context.key("throughline.caller");
  static final String PROPERTY = "throughline.caller";
  private static final String PREFIX = "PERMISSION_";

  /**
   * Who called the gRPC method or REST resource that this thread has just entered.
   *
   * @throws IllegalStateException outside of one
   */
  public static Caller current() {
    Caller caller = KEY.get();
    if (caller == null && CurrentRequestManager.get() != null) {
      caller = (Caller) CurrentRequestManager.get().getProperty(PROPERTY);
    }
    if (caller == null) {
      throw new IllegalStateException("no call is being served on this thread");
    }
    return caller;
  }

  /**
   * Does nothing where the caller has the permission.
   *
   * @throws Failure PERMISSION_MISSING
   */
  public void require(Permission permission) {
    if (!permissions.contains(permission) || permission == Permission.PERMISSION_UNSPECIFIED) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_PERMISSION_MISSING,
              "this needs the permission '%s', which the token of '%s' lacks"
                  .formatted(word(permission), subject))
          .with("permission", word(permission));
    }
  }

  /**
   * The one tenant whose data the call is about.
   *
   * @throws Failure TENANT_FORBIDDEN where a service that may act for every tenant names none
   */
  public String oneTenant() {
    if (tenant.equals(EVERY_TENANT)) {
      throw Failure.of(
          ErrorReason.ERROR_REASON_TENANT_FORBIDDEN,
          "the token covers every tenant; name one in the metadata '%s'"
              .formatted(AccessInterceptor.TENANT.name()));
    }
    return tenant;
  }

  /** A permission as it stands in a token's claim {@code groups}. */
  public static String word(Permission permission) {
    return permission.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "Caller[%s, tenant %s, %s]".formatted(subject, tenant, permissions);
  }
}
