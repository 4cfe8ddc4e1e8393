package io.throughline.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void laysOutThePortsFromTheBase() {
    // When
    Ports ports = new Ports(7400);
    // Then
    assertThat(ports.grpcAddress(Service.SELECTION)).isEqualTo("127.0.0.1:7402");
    assertThat(ports.httpUrl(Service.LINEAGE)).isEqualTo("http://127.0.0.1:7411");
    assertThat(ports.postgres()).isEqualTo(7420);
  }

  @Test
  void refusesABaseThatLeavesNoRoom() {
    assertThatThrownBy(() -> new Ports(65_530))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("65515")
        .hasMessageContaining("--port");
  }

  @Test
  void namesThePortThatIsTakenWhoWantedItAndWhatToDo() throws IOException {
    // Given: somebody listens where lineage-service is to answer HTTP
    Ports ports = FreePorts.find();
    int taken = ports.http(Service.LINEAGE);
    try (ServerSocket socket = new ServerSocket(taken, 1, InetAddress.getByName("127.0.0.1"))) {
      // When, Then
      assertThatThrownBy(ports::checkFree)
          .isInstanceOf(MeshException.class)
          .hasMessageContaining("port " + taken)
          .hasMessageContaining("lineage-service (HTTP)")
          .hasMessageContaining("--port ");
    }
  }
}
