// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import javax.sql.DataSource;

/** What is left of a ledger that records nothing. */
final class Disabled {
  private Disabled() {}

  /** OpenTelemetry's own switch. */
  static boolean bySdk() {
    String property = System.getProperty("otel.sdk.disabled");
    return Boolean.parseBoolean(property != null ? property : System.getenv("OTEL_SDK_DISABLED"));
  }

  /** Connects only now: a ledger that is switched off must not need its database. */
  static TraceReader reader(DataSource dataSource, SchemaOpening opening) {
    return TraceSchema.builder(dataSource)
        .schema(opening.settings().schema())
        .mode(SchemaMode.NONE)
        .columns(opening.added())
        .around(OwnWork::run)
        .open()
        .reader();
  }
}
