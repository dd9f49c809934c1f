// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPostgresTest {
  @Test
  void prefersTheServerOfTheEnvironment() throws Exception {
    PostgresServer shared = SharedPostgres.server();
    PostgresServer chosen =
        new SharedPostgres(
                Map.of(
                    "SPANLEDGER_TEST_PG_URL", shared.url(),
                    "SPANLEDGER_TEST_PG_USER", shared.user(),
                    "SPANLEDGER_TEST_PG_PASSWORD", shared.password()))
            .choose();
    assertThat(chosen.origin()).isEqualTo("SPANLEDGER_TEST_PG_URL");
    try (TestDatabase database = chosen.createDatabase()) {
      assertThat(database.rows("SELECT 1 AS one")).containsExactly(Map.of("one", 1));
    }
  }

  @Test
  void refusesAnAddressWithoutPostgres() throws IOException {
    String url = "jdbc:postgresql://localhost:" + closedPort() + "/postgres";
    SharedPostgres shared = new SharedPostgres(Map.of("SPANLEDGER_TEST_PG_URL", url));
    assertThatThrownBy(() -> shared.choose().createDatabase())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(url);
  }

  @Test
  void findsNoDockerEngineWhereNothingListens(@TempDir Path directory) throws IOException {
    assertThat(docker("unix://" + directory.resolve("none.sock"))).isFalse();
    assertThat(docker("tcp://localhost:" + closedPort())).isFalse();
    assertThat(docker("ssh://somewhere")).isFalse();
  }

  @Test
  void findsADockerEngineThatListens(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("docker.sock");
    try (ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unix.bind(UnixDomainSocketAddress.of(path));
      assertThat(docker("unix://" + path)).isTrue();
      assertThat(docker("tcp://127.0.0.1:" + tcp.getLocalPort())).isTrue();
    }
  }

  private static boolean docker(String host) {
    return new DockerEngine(Map.of("DOCKER_HOST", host)).answers();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
