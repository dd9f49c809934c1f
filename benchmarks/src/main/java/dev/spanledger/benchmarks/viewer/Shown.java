// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.viewer;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.viewer.ViewerServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** A database, and the viewer over it. */
final class Shown implements AutoCloseable {
  private static final int CONNECTIONS = 8;

  private final TestDatabase database;
  private final HikariDataSource pool = new HikariDataSource();
  private final TraceSchema schema;
  private final ViewerServer viewer;
  private final HttpClient client = HttpClient.newHttpClient();

  private Shown(TestDatabase database) {
    this.database = database;
    pool.setDataSource(database.dataSource());
    pool.setMaximumPoolSize(CONNECTIONS);
    schema = TraceSchema.builder(pool).open();
    viewer = ViewerServer.builder(schema.reader()).port(0).start();
  }

  static Shown open(DatabaseKind kind) {
    return new Shown(TestDatabase.openDurable(kind));
  }

  /** What was measured, and on which database. */
  String on(String what) {
    return what + ", " + database.kind();
  }

  boolean isPostgres() {
    return database.kind() == DatabaseKind.POSTGRESQL;
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  HikariDataSource dataSource() {
    return pool;
  }

  TraceSchema schema() {
    return schema;
  }

  /** Asks and takes in the whole answer; answers its bytes as they came over the wire. */
  long ask(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(
            request(path).header("Accept-Encoding", "gzip").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answers " + answer.statusCode());
    }
    return answer.body().length;
  }

  /** An answer that goes on. */
  InputStream follow(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(viewer.address() + path))
        .header("Authorization", "Bearer " + viewer.token());
  }

  Map<String, Object> about() {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("database", database.description());
    return about;
  }

  @Override
  public void close() {
    viewer.close();
    pool.close();
    database.close();
  }
}
