// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  /** The driver would take user and password for a part of the host's name, and print it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://ann:hunter2@localhost/db",
        "jdbc:postgresql://ann:hunter@hunter2@localhost:1/db?user=x",
        "jdbc:mysql://ann:hunter2@localhost/db",
        "postgresql://ann:hunter2 x@localhost/db",
        "postgresql://ann:hunter2/x@localhost/db",
        "postgresql://ann:hunter2#x@localhost/db"
      })
  void aPasswordThatIsInTheWrongPlaceIsRefusedAndNotSaid(String url) {
    for (String command : new String[] {"list", "setup-agent --print --client claude"}) {
      Typed.Outcome outcome = Typed.nowhere().with("SPANLEDGER_DB", url).line(command);
      assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err()).startsWith("spanledger: ").doesNotContain("hunter");
    }
  }

  @Test
  void aUrlAsPsqlTakesItIsTakenApart() {
    Address address = Address.of("postgresql://ann:p%40ss@localhost:5433/db?ssl=true", null, null);
    assertThat(address.url()).isEqualTo("jdbc:postgresql://localhost:5433/db?ssl=true");
    assertThat(address.user()).isEqualTo("ann");
    assertThat(address.password()).isEqualTo("p@ss");
    assertThat(address).hasToString("jdbc:postgresql://localhost:5433/db?ssl=true");
  }
}
