// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The viewer and its live feed where nothing may be written. */
@ExtendWith(WithChromium.class)
class ReadOnlyViewerTest {
  private static final String ROLE = "only_looks";

  @EachDatabase
  void followsWhatOthersWrite(TestDatabase database, Chromium chromium) throws SQLException {
    try (Viewed viewed = Viewed.now(database);
        ViewerServer server = over(readOnly(database));
        Tab tab = chromium.tab()) {
      viewed.mother.weatherRun();
      viewed.stored();
      tab.open(server.url()).expect("tbody .what a").hasCount(1);
      tab.click("tbody .what a").expect(".tg-row >> nth=3").isVisible();
      tab.click(".tg-row >> nth=1").expect("#detail-panel").containsText("weather in Paris");
      tab.open(server.address() + "#/live").expect(".badge.live").hasText("live");
      viewed.mother.failingRun();
      tab.expect("[aria-label^='Spans that have ended'] .failed").not().hasCount(0);
      tab.assertQuiet(server.address());
      assertThatThrownBy(() -> schema(readOnly(database)).writer())
          .as("it may really not write")
          .isInstanceOf(TraceSchemaException.class);
    } finally {
      drop(database);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void showsAFileThatNobodyWrites(TestDatabase database, Chromium chromium, @TempDir Path directory)
      throws Exception {
    Path copy = directory.resolve("a run's copy.db");
    try (Viewed viewed = Viewed.of(database)) {
      viewed.mother.failingRun();
      viewed.stored();
      database.execute("VACUUM INTO '" + copy.toString().replace("'", "''") + "'");
    }
    String url = "jdbc:sqlite:" + copy.toUri() + "?immutable=1";
    try (ViewerServer server = over(at(url));
        Tab tab = chromium.tab()) {
      tab.open(server.url()).click("tbody .what a").expect(".finding >> nth=0").isVisible();
      tab.open(server.address() + "#/live").expect(".badge.live").hasText("live");
      tab.assertQuiet(server.address());
    }
    try (var files = Files.list(directory)) {
      assertThat(files).as("no journal beside it").containsExactly(copy);
    }
  }

  private static ViewerServer over(DataSource dataSource) throws SQLException {
    return ViewerServer.builder(schema(dataSource).reader()).port(0).start();
  }

  private static TraceSchema schema(DataSource dataSource) {
    return TraceSchema.builder(dataSource).mode(SchemaMode.VALIDATE).open();
  }

  private static DataSource readOnly(TestDatabase database) throws SQLException {
    if (database.kind() == DatabaseKind.SQLITE) {
      String file = database.jdbcUrl().substring("jdbc:sqlite:".length());
      return at("jdbc:sqlite:" + Path.of(file).toUri() + "?mode=ro");
    }
    drop(database);
    database.execute(
        "CREATE ROLE " + ROLE + " LOGIN PASSWORD 'p'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + ROLE);
    String url = database.jdbcUrl();
    return at(url + (url.contains("?") ? "&" : "?") + "user=" + ROLE + "&password=p");
  }

  private static void drop(TestDatabase database) throws SQLException {
    if (database.kind() == DatabaseKind.POSTGRESQL
        && !database.rows("SELECT 1 FROM pg_roles WHERE rolname = '" + ROLE + "'").isEmpty()) {
      database.execute("DROP OWNED BY " + ROLE, "DROP ROLE " + ROLE);
    }
  }

  private static DataSource at(String url) {
    return (DataSource)
        Proxy.newProxyInstance(
            ReadOnlyViewerTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                return DriverManager.getConnection(url);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
