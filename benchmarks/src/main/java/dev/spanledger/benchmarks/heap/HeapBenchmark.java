// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.heap;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Goal;
import dev.spanledger.benchmarks.Options;
import dev.spanledger.benchmarks.Part;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.TcpProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Ten thousand spans of 1 MiB in a JVM of 128 MiB whose database has just died. The queue may hold
 * 32 MiB, its default.
 */
public final class HeapBenchmark implements Part {
  private static final int SPANS = 10_000;
  private static final int FEW_SPANS = 50;
  private static final double BUDGET_MIB = 32;

  @Override
  public String name() {
    return "heap";
  }

  @Override
  public String description() {
    return "memory held under a dead database, 1 MiB spans in a JVM of 128 MiB";
  }

  @Override
  public List<Finding> run(Options options) throws IOException, InterruptedException {
    int spans = options.quick() ? FEW_SPANS : SPANS;
    List<Finding> findings = new ArrayList<>();
    findings.add(held("refused", TcpProxy::refuse, spans));
    findings.add(held("black-holed", TcpProxy::blackHole, spans));
    return findings;
  }

  private static Finding held(String how, Consumer<TcpProxy> death, int spans)
      throws IOException, InterruptedException {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.POSTGRESQL);
        TcpProxy proxy = TcpProxy.inFrontOf(database.jdbcUrl());
        SmallJvm jvm = SmallJvm.start(proxy.reroute(database.jdbcUrl()), database.user(), spans)) {
      jvm.awaitReady();
      death.accept(proxy);
      Map<String, String> said = jvm.run();
      System.out.printf("  database %s: %s%n", how, said);
      return new Finding(
          "%,d x 1 MiB, database %s".formatted(spans, how),
          "the queue's budget",
          "MiB",
          Double.parseDouble(said.getOrDefault("held_mib", "Infinity")),
          BUDGET_MIB,
          Goal.atMost(1.5),
          Map.copyOf(said));
    }
  }
}
