// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.RestartablePostgres;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.TcpProxy;
import dev.spanledger.testkit.rows.SpanRows;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** Set-ups that cannot work say at once why, and what to do. */
class RefusalTest {
  @Test
  void anUnsupportedDatabaseIsNamed() {
    assertThatThrownBy(() -> TraceSchema.builder(calling("H2")).open())
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("H2 is not supported")
        .hasMessageContaining("PostgreSQL and SQLite");
  }

  @Test
  void aNullDataSourceIsRefusedByName() {
    assertThatThrownBy(() -> TraceSchema.builder(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("dataSource");
  }

  @EachDatabase
  void aClosedPoolIsNamed(TestDatabase database) {
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(database.dataSource());
    TraceSchema schema = Tables.in(pool).open();
    pool.close();
    assertThatThrownBy(() -> Tables.in(pool).open())
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(schema::writer)
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> schema.reader().trace(SpanRows.traceId(1)))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aServerThatIsDownIsNamed() {
    try (TcpProxy nobody = TcpProxy.to("localhost", 1)) {
      nobody.refuse();
      PGSimpleDataSource dataSource = new PGSimpleDataSource();
      dataSource.setURL("jdbc:postgresql://127.0.0.1:" + nobody.port() + "/db");
      assertThatThrownBy(() -> Tables.in(dataSource).open())
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("no connection")
          .hasCauseInstanceOf(SQLException.class);
    }
  }

  @Test
  void aWrongPasswordIsNamed() throws SQLException {
    try (RestartablePostgres postgres = RestartablePostgres.create()) {
      execute(
          postgres.dataSource(),
          "CREATE ROLE guarded LOGIN PASSWORD 'right'",
          "COPY (SELECT 'host all guarded all scram-sha-256' UNION ALL SELECT 'host all all all trust')"
              + " TO '"
              + hbaFile(postgres)
              + "'",
          "SELECT pg_reload_conf()");
      assertThatThrownBy(() -> Tables.in(guarded(postgres, "wrong")).open())
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("password authentication failed")
          .hasMessageContaining("password wrong?");
      assertThatThrownBy(() -> Tables.in(unknownDatabase(postgres)).open())
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("no_such_database");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleThatMayOnlyReadGetsAReaderAndNoWriter(TestDatabase database) throws SQLException {
    Tables.open(database);
    try (Role role = Role.in(database).grant("SELECT ON ALL TABLES IN SCHEMA public")) {
      TraceSchema schema = Tables.in(role.dataSource()).open();
      assertThat(schema.reader().trace(SpanRows.traceId(1))).isEmpty();
      assertThatThrownBy(schema::writer)
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("GRANT")
          .hasMessageContaining("agent_contents");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleThatMayNotUpdateGetsNoWriter(TestDatabase database) throws SQLException {
    Tables.open(database);
    try (Role role = Role.in(database).grant("SELECT, INSERT ON ALL TABLES IN SCHEMA public")) {
      TraceSchema schema = Tables.in(role.dataSource()).open();
      assertThatThrownBy(schema::writer)
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("GRANT")
          .hasMessageContaining("agent_spans");
    }
    try (Role role =
        Role.in(database)
            .grant("SELECT, INSERT ON ALL TABLES IN SCHEMA public")
            .grant("UPDATE ON agent_spans")) {
      TraceSchema schema = Tables.in(role.dataSource()).open();
      assertThatThrownBy(schema::writer)
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("agent_traces");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleThatMayNotEvenLookIsToldWhatToGrant(TestDatabase database) throws SQLException {
    Tables.open(database);
    try (Role role = Role.in(database)) {
      assertThatThrownBy(() -> Tables.in(role.dataSource()).open())
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("spanledger_schema")
          .hasMessageContaining("grant")
          .hasMessageContaining("SELECT");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleThatMayNotCreateIsToldSo(TestDatabase database) throws SQLException {
    try (Role role = Role.in(database)) {
      assertThatThrownBy(() -> Tables.in(role.dataSource()).open())
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("permission denied")
          .hasMessageContaining("TraceSchema.script");
      assertThatThrownBy(() -> Tables.in(role.dataSource()).schema("traces").open())
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("permission denied");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleOrServerThatIsSetReadOnlyGetsNoWriter(TestDatabase database) throws SQLException {
    Tables.open(database);
    try (Role role = Role.in(database).grantWriting()) {
      database.execute("ALTER ROLE " + role.name() + " SET default_transaction_read_only = on");
      TraceSchema schema = Tables.in(role.dataSource()).open();
      assertThatThrownBy(schema::writer)
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("can only be read");
    }
  }

  @EachDatabase
  void aPoolOfReadOnlyConnectionsGetsNoWriter(TestDatabase database) {
    Tables.open(database);
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(
          database.jdbcUrl() + (database.kind() == DatabaseKind.SQLITE ? "?open_mode=1" : ""));
      pool.setUsername(database.user());
      pool.setPassword(database.password());
      pool.setReadOnly(true);
      TraceSchema schema = Tables.in(pool).open();
      assertThatThrownBy(schema::writer)
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("read");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aReadOnlyFileGetsAReaderAndNoWriter(TestDatabase database) throws SQLException {
    Tables.write(Tables.open(database), SpanRows.agent(1, 1).build());
    SQLiteDataSource readOnly = new SQLiteDataSource();
    readOnly.setUrl(database.jdbcUrl().replace("jdbc:sqlite:", "jdbc:sqlite:file:") + "?mode=ro");
    TraceSchema schema = Tables.in(readOnly).open();
    assertThat(schema.reader().trace(SpanRows.traceId(1))).isPresent();
    assertThatThrownBy(schema::writer)
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("can only be read");
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void anEmptyReadOnlyFileIsNamed(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE orders (id INT)");
    SQLiteDataSource readOnly = new SQLiteDataSource();
    readOnly.setUrl(database.jdbcUrl().replace("jdbc:sqlite:", "jdbc:sqlite:file:") + "?mode=ro");
    assertThatThrownBy(() -> Tables.in(readOnly).open())
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("can only be read");
  }

  private static String hbaFile(RestartablePostgres postgres) throws SQLException {
    try (Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement();
        var file = statement.executeQuery("SHOW hba_file")) {
      file.next();
      return file.getString(1);
    }
  }

  private static DataSource guarded(RestartablePostgres postgres, String password) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(postgres.jdbcUrl());
    dataSource.setUser("guarded");
    dataSource.setPassword(password);
    return dataSource;
  }

  private static DataSource unknownDatabase(RestartablePostgres postgres) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(postgres.jdbcUrl());
    dataSource.setUser(postgres.user());
    dataSource.setDatabaseName("no_such_database");
    return dataSource;
  }

  private static void execute(DataSource dataSource, String... statements) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A DataSource whose connections know nothing but the product's name. */
  private static DataSource calling(String product) {
    DatabaseMetaData metaData = answering(DatabaseMetaData.class, product);
    Connection connection = answering(Connection.class, metaData);
    return answering(DataSource.class, connection);
  }

  private static <T> T answering(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getReturnType().isInstance(answer) ? answer : null));
  }
}
