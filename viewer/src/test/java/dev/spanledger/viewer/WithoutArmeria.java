// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/** What can be done where Armeria is not on the class path; run in a class loader without it. */
public final class WithoutArmeria implements BiFunction<DataSource, String, List<String>> {
  /** Answers the file of a trace, and what starting a server says. */
  @Override
  public List<String> apply(DataSource database, String traceId) {
    TraceReader reader = TraceSchema.builder(database).open().reader();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      HtmlFile.of(reader).write(List.of(traceId), file);
      ViewerServer.builder(reader).port(0).start().close();
      return List.of(file.toString(StandardCharsets.UTF_8), "it started");
    } catch (Exception e) {
      return List.of(file.toString(StandardCharsets.UTF_8), String.valueOf(e.getMessage()));
    }
  }
}
