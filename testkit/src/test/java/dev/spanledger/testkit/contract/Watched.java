// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.faults.DelegatingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A DataSource that insists on being used with its flag up. */
final class Watched extends DelegatingDataSource {
  private final ThreadLocal<Boolean> flag;

  Watched(DataSource real, ThreadLocal<Boolean> flag) {
    super(real);
    this.flag = flag;
  }

  @Override
  public Connection getConnection() throws SQLException {
    assertThat(flag.get()).as("inside around").isTrue();
    return real.getConnection();
  }
}
