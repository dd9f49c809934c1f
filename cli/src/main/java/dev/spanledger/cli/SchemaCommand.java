// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.SqlDialect;
import dev.spanledger.schema.TraceSchema;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What there is to ask, and the scripts that make it. */
@Command(
    name = "schema",
    sortOptions = false,
    header = "Say which tables, views and columns there are, or print the SQL that creates them.",
    description = {
      "",
      "The views (agent_llm_calls, agent_tool_calls, agent_sessions, agent_span_messages,"
          + " agent_spans_full) stay as they are from version to version.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spanledger schema                      a line for each table and view",
      "  spanledger schema agent_llm_calls      a line for each column",
      "  spanledger schema --script postgresql  the SQL for Flyway, Liquibase or psql"
    })
final class SchemaCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Parameters(arity = "0..1", paramLabel = "TABLE", description = "A table or view.")
  private @Nullable String table;

  @Option(
      names = "--script",
      paramLabel = "DIALECT",
      description = "Print the SQL that creates the tables: postgresql or sqlite.")
  private @Nullable SqlDialect script;

  @Option(names = "--plain", description = "With --script postgresql: tables without partitions.")
  private boolean plain;

  @Option(
      names = "--upgrade-from",
      paramLabel = "VERSION",
      description = "With --script: the SQL that brings tables of this version up to date.")
  private @Nullable Integer from;

  SchemaCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    if (script != null) {
      root.terminal().out().print(script(script));
      return 0;
    }
    List<Relation> relations = Relation.of(root.ledger().sql().relations());
    Answer answer = table == null ? Relation.all(relations) : columns(relations, table);
    if (root.output().isText() && table == null) {
      relations.forEach(relation -> root.terminal().out().println(relation));
    } else {
      root.output().print(answer, root.terminal());
    }
    return 0;
  }

  private String script(SqlDialect dialect) {
    Partitioning partitioning = plain ? Partitioning.NONE : Partitioning.DAILY;
    return from == null
        ? TraceSchema.script(dialect, partitioning)
        : TraceSchema.upgradeScript(dialect, from);
  }

  private static Answer columns(List<Relation> relations, String name) {
    return relations.stream()
        .filter(relation -> relation.name().equals(name))
        .findFirst()
        .map(Relation::columnsAnswer)
        .orElseThrow(
            () ->
                new Trouble(
                    Code.NOT_FOUND,
                    "there is no table or view " + name + " that this role may read",
                    "spanledger schema lists those that there are."));
  }
}
