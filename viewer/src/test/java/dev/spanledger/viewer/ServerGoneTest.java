// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the pages say where the server or its database does not answer, and when it does again. */
@ExtendWith(WithChromium.class)
class ServerGoneTest {
  private static final String ROWS = "tbody .what a";

  private final TestDatabase database;
  private final Viewed viewed;
  private final Tab tab;

  ServerGoneTest(Chromium chromium, TestDatabase database) {
    this.database = database;
    viewed = Viewed.now(database);
    viewed.mother.failingRun();
    viewed.stored();
    tab = chromium.tab();
    tab.open(viewed.viewer.url()).expect(ROWS).hasCount(1);
  }

  @AfterEach
  void close() {
    tab.close();
    viewed.close();
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void goesOnWhenTheServerIsBack() {
    int port = viewed.viewer.port();
    viewed.viewer.close();
    tab.press("r").expect(".error[role=alert]").containsText("The server does not answer.");
    tab.expect(ROWS).hasCount(1); // What was there stays.
    tab.press("g", "l").expect(".badge.warn").hasText("reconnecting");
    tab.press("g", "s").expect(".state[role=alert]").containsText("spanledger serve");
    tab.press("g", "l");
    try (ViewerServer again =
        ViewerServer.builder(viewed.ledger.reader())
            .port(port)
            .token(viewed.viewer.token())
            .start()) {
      tab.expect(".badge.live").hasText("live");
      viewed.mother.weatherRun();
      tab.expect("[aria-label^='Spans that have ended'] .what a").not().hasCount(0);
      tab.press("g", "t").expect(ROWS).hasCount(2);
      assertThat(again.port()).isEqualTo(port);
    }
  }

  @EachDatabase
  void saysThatTheDatabaseRefuses(TestDatabase same) throws SQLException {
    database.execute("ALTER TABLE agent_traces RENAME TO away");
    tab.press("r").expect(".error[role=alert]").containsText("The database");
    tab.click(ROWS).expect(".state[role=alert]").containsText("The database");
    Locator again = tab.page().locator("button:has-text('Try again')");
    same.execute("ALTER TABLE away RENAME TO agent_traces");
    again.click();
    tab.expect(".tg-row >> nth=0").isVisible();
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void saysThatThereIsNoSuchRun() {
    tab.open(viewed.viewer.address() + "#/trace/00000000000000000000000000000007");
    tab.expect(".state[role=alert]").containsText("There is no trace");
    tab.open(viewed.viewer.address() + "#/session/nobody");
    tab.expect(".state[role=alert]").containsText("There is no session");
    tab.open(viewed.viewer.address() + "#/nowhere").expect(".state a").hasText("All traces");
  }
}
