// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.provider.Spanledger;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** An agent's run that goes on until the standard input ends. */
final class OpenSpansProgram {
  private static final Duration WHILE = Duration.ofMillis(5);

  private OpenSpansProgram() {}

  /** Takes the database's URL and user. Says the trace's id once all that runs is stored so. */
  public static void main(String[] arguments) throws IOException {
    try (HikariDataSource pool = pool(arguments[0], arguments[1]);
        Spanledger ledger =
            Spanledger.builder(pool)
                .maintenance(false)
                .batchDelay(Duration.ofMillis(5))
                .openSpansAfter(Duration.ofMillis(50))
                .build()) {
      Tracer tracer =
          SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("app");
      Span agent =
          tracer
              .spanBuilder("invoke_agent support")
              .setAttribute("gen_ai.operation.name", "invoke_agent")
              .setAttribute("gen_ai.agent.name", "support")
              .setAttribute("user.id", "u-1")
              .startSpan();
      Context within = Context.root().with(agent);
      tracer.spanBuilder("chat short").setParent(within).startSpan().end();
      Span tool =
          tracer
              .spanBuilder("execute_tool search")
              .setParent(within)
              .setAttribute("gen_ai.operation.name", "execute_tool")
              .setAttribute("gen_ai.tool.name", "search")
              .startSpan();
      while (!ledger.flush(Duration.ofMinutes(1))
          || ledger.reader().openSpans(null, 10).size() < 2) {
        LockSupport.parkNanos(WHILE.toNanos());
      }
      System.out.println("runs " + agent.getSpanContext().getTraceId());
      while (System.in.read() >= 0) {}
      tool.end();
      agent.end();
      System.out.println("ended " + ledger.flush(Duration.ofMinutes(1)));
    }
  }

  private static HikariDataSource pool(String url, String user) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername(user);
    return pool;
  }
}
