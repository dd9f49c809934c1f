// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.TraceSchema;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/**
 * How the databases of a ledger are opened, all in the same way.
 *
 * @param added columns that the user adds to {@code agent_spans}
 */
record SchemaOpening(Settings settings, List<Column<?>> added, Clock clock) {
  /** Connects, and creates or validates the tables. */
  TraceSchema open(DataSource dataSource) {
    return TraceSchema.builder(dataSource)
        .schema(settings.schema())
        .mode(settings.schemaMode())
        .partitioning(settings.partitioning())
        .contentStorage(settings.contentStorage())
        .writeTimeout(settings.networkTimeout())
        .columns(added)
        .around(OwnWork::run)
        .clock(clock)
        .open();
  }
}
