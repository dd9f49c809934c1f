// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.ReadOnlySql;
import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The stored traces, to be read. Creates nothing. Thread-safe. */
public final class Ledger {
  private final TraceSchema schema;
  private final Address address;

  private Ledger(TraceSchema schema, Address address) {
    this.schema = schema;
    this.address = address;
  }

  static Ledger reading(Address address, @Nullable String schemaName) {
    return of(Connections.reading(address), address, schemaName);
  }

  /** For commands that write. */
  static Ledger writing(Address address, @Nullable String schemaName) {
    return of(Connections.writing(address), address, schemaName);
  }

  static Ledger of(DataSource dataSource, Address address, @Nullable String schemaName) {
    TraceSchema schema =
        TraceSchema.builder(dataSource).schema(schemaName).mode(SchemaMode.VALIDATE).open();
    return new Ledger(schema, address);
  }

  public TraceReader reader() {
    return schema.reader();
  }

  public ReadOnlySql sql() {
    return schema.readOnlySql();
  }

  public TraceSchema schema() {
    return schema;
  }

  /** For people: without a password. */
  public Address address() {
    return address;
  }
}
