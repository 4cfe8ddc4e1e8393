package io.throughline.server.access;

import com.google.protobuf.Descriptors;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.throughline.access.v1.Permission;
import io.throughline.access.v1.PermissionProto;
import io.throughline.event.v1.Event;

/** What the contract declares: the permission of each method and of each kind of event. */
public final class DeclaredPermissions {

  private DeclaredPermissions() {}

  /** The permission that a method needs; UNSPECIFIED where it declares none, which nobody has. */
  public static Permission of(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier
        ? of(supplier.getMethodDescriptor())
        : Permission.PERMISSION_UNSPECIFIED;
  }

  /** The permission that a method needs; UNSPECIFIED where it declares none, which nobody has. */
  public static Permission of(Descriptors.MethodDescriptor method) {
    return method.getOptions().getExtension(PermissionProto.permission);
  }

  /**
   * The permission that a kind of event needs; UNSPECIFIED where it declares none, which nobody
   * has.
   */
  public static Permission of(Event.KindCase kind) {
    Descriptors.FieldDescriptor field = Event.getDescriptor().findFieldByNumber(kind.getNumber());
    return field == null
        ? Permission.PERMISSION_UNSPECIFIED
        : field.getOptions().getExtension(PermissionProto.kindPermission);
  }
}
