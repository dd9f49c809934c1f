// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Options;
import dev.spanledger.benchmarks.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * From spans that have started in an SDK, by ending them, to spans that are committed; against
 * writing the same rows without us.
 */
public final class IngestBenchmark implements Part {
  private static final String CORPUS_POSTGRES = "corpus-postgres";
  private static final String UNIQUE_POSTGRES = "unique-postgres";
  private static final String CORPUS_SQLITE = "corpus-sqlite";
  private static final String UNIQUE_SQLITE = "unique-sqlite";

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public String description() {
    return "from Span.end() to committed, against raw COPY and raw JDBC batches of the same rows";
  }

  @Override
  public List<String> pieces() {
    return List.of(CORPUS_POSTGRES, UNIQUE_POSTGRES, CORPUS_SQLITE, UNIQUE_SQLITE);
  }

  @Override
  public List<Finding> run(Options options) throws Exception {
    List<Finding> findings = new ArrayList<>();
    Load conversations = Load.conversations(options.turns());
    if (wants(options, CORPUS_POSTGRES)) {
      findings.addAll(PostgresIngest.conversations(options, conversations));
    }
    if (wants(options, CORPUS_SQLITE)) {
      findings.addAll(SqliteIngest.conversations(options, conversations));
    }
    if (wants(options, UNIQUE_POSTGRES) || wants(options, UNIQUE_SQLITE)) {
      Load unique = Load.unique(options.spans());
      if (wants(options, UNIQUE_POSTGRES)) {
        findings.addAll(PostgresIngest.unique(options, unique));
      }
      if (wants(options, UNIQUE_SQLITE)) {
        findings.addAll(SqliteIngest.unique(options, unique));
      }
    }
    return findings;
  }

  private boolean wants(Options options, String piece) {
    return options.wants(name() + ":" + piece);
  }
}
