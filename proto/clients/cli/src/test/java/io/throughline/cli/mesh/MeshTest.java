package io.throughline.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeshTest {

  @ParameterizedTest
  @CsvSource({
    "localhost:7402,true",
    "127.0.0.1:7402,true",
    "[::1]:7402,true",
    "10.0.0.1:7402,false",
    "selection.example.org:443,false",
    "localhost.example.org:443,false",
    "dns:///selection:7402,false",
  })
  void trustsNoWireButThatOfThisMachine(String address, boolean loopback) {
    assertThat(Mesh.loopback(address)).isEqualTo(loopback);
  }
}
