// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(30)
class TcpProxyTest {
  private static final int SHORT_MILLIS = 200;

  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Daemon.run("echo", this::serve);
    proxy = TcpProxy.to("127.0.0.1", echo.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        Daemon.run("echo-one", () -> echo(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // The proxy cut the connection, as the test wants.
    }
  }

  @Test
  void forwards() throws IOException {
    try (Socket client = connect()) {
      assertThat(answerTo(client, 7)).isEqualTo(7);
    }
    assertThat(proxy.accepted()).isEqualTo(1);
  }

  @Test
  void cutsOpenConnectionsAndForwardsNewOnes() throws IOException {
    try (Socket before = connect()) {
      assertThat(answerTo(before, 1)).isEqualTo(1);
      proxy.cut();
      assertThatThrownBy(() -> answerTo(before, 2)).isInstanceOf(SocketException.class);
    }
    assertThat(proxy.open()).isZero();
    try (Socket after = connect()) {
      assertThat(answerTo(after, 3)).isEqualTo(3);
    }
  }

  @Test
  void swallowsUntilItForwardsAgain() throws IOException {
    try (Socket client = connect()) {
      proxy.blackHole();
      client.setSoTimeout(SHORT_MILLIS);
      assertThatThrownBy(() -> answerTo(client, 4)).isInstanceOf(SocketTimeoutException.class);
      proxy.forward();
      client.setSoTimeout(0);
      assertThat(client.getInputStream().read()).isEqualTo(4);
    }
  }

  @Test
  void delaysEachDirection() throws IOException {
    proxy.delay(Duration.ofMillis(SHORT_MILLIS));
    try (Socket client = connect()) {
      long start = System.nanoTime();
      assertThat(answerTo(client, 5)).isEqualTo(5);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(2L * SHORT_MILLIS));
    }
  }

  @Test
  void closesWhatItAccepts() throws IOException {
    proxy.acceptAndClose();
    try (Socket client = connect()) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    proxy.forward();
    try (Socket client = connect()) {
      assertThat(answerTo(client, 6)).isEqualTo(6);
    }
  }

  @Test
  void refusesUntilItForwardsAgain() throws IOException {
    try (Socket open = connect()) {
      assertThat(answerTo(open, 7)).isEqualTo(7);
      proxy.refuse();
      assertThatThrownBy(() -> answerTo(open, 8)).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
    proxy.forward();
    try (Socket client = connect()) {
      assertThat(answerTo(client, 9)).isEqualTo(9);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void losesTheReplyOfACommit(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE t (id INT)");
    try (TcpProxy toPostgres = TcpProxy.inFrontOf(database.jdbcUrl());
        Connection connection = connectThrough(toPostgres, database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (1)");
      statement.execute("INSERT INTO t VALUES (2)");
      connection.commit();
      toPostgres.cutAtReply("COMMIT\0");
      statement.execute("INSERT INTO t VALUES (3)");
      assertThatThrownBy(connection::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
    }
    assertThat(database.rows("SELECT id FROM t")).hasSize(3);
  }

  private static Connection connectThrough(TcpProxy proxy, TestDatabase database)
      throws SQLException {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(proxy.reroute(database.jdbcUrl()));
    return dataSource.getConnection(database.user(), database.password());
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static int answerTo(Socket socket, int question) throws IOException {
    socket.getOutputStream().write(question);
    int answer = socket.getInputStream().read();
    if (answer < 0) {
      throw new SocketException("end of stream");
    }
    return answer;
  }
}
