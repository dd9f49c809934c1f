// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.testkit.databases.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Types commands, as a person would who has set the environment for one database. */
final class Typed {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final Map<String, String> environment = new HashMap<>();
  private String input = "";
  private boolean interactive;
  private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private Terminal.Pause pause = time -> Thread.sleep(time.toMillis());

  /** What came of a command. */
  record Outcome(int code, String out, String err) {}

  static Typed at(TestDatabase database) {
    return new Typed()
        .with("SPANLEDGER_DB", database.jdbcUrl())
        .with("SPANLEDGER_JDBC_USER", database.user())
        .with("SPANLEDGER_JDBC_PASSWORD", database.password());
  }

  static Typed nowhere() {
    return new Typed();
  }

  Typed with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** At a terminal where a person looks. */
  Typed interactive() {
    interactive = true;
    return this;
  }

  /** By a clock that is two seconds later each time it is asked. */
  Typed slowly() {
    clock =
        new Clock() {
          private Instant time = NOW;

          @Override
          public synchronized Instant instant() {
            time = time.plusSeconds(2);
            return time;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    return this;
  }

  Typed pausing(Terminal.Pause newPause) {
    pause = newPause;
    return this;
  }

  Typed input(String text) {
    input = text;
    return this;
  }

  Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(terminal(out, err), args);
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Runs a command that goes on until it is interrupted, and answers what it prints. */
  Running start(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    AtomicInteger code = new AtomicInteger(-1);
    Thread thread = new Thread(() -> code.set(Main.run(terminal(out, err), args)), "typed");
    thread.start();
    return new Running(thread, out, err, code);
  }

  /** A command that goes on. */
  record Running(Thread thread, StringWriter out, StringWriter err, AtomicInteger code)
      implements AutoCloseable {
    /** The first line that matches, as soon as it is there. */
    String await(Predicate<String> line) throws InterruptedException {
      long end = System.nanoTime() + 60_000_000_000L;
      while (System.nanoTime() < end) {
        Optional<String> found = out.toString().lines().filter(line).findFirst();
        if (found.isPresent() && out.toString().endsWith("\n")) {
          return found.get();
        }
        if (!thread.isAlive()) {
          throw new AssertionError("it has ended: " + out + err);
        }
        Thread.sleep(20);
      }
      throw new AssertionError("no such line: " + out + err);
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join(30_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        throw new AssertionError("it does not end: " + out + err);
      }
    }
  }

  /** As {@link #run}, with a line as it would be typed; words in single quotes are one. */
  Outcome line(String line) {
    List<String> words = new ArrayList<>();
    var matcher = java.util.regex.Pattern.compile("'([^']*)'|(\\S+)").matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return run(words.toArray(String[]::new));
  }

  /** Where nobody sees what is said. */
  Terminal terminal() {
    return terminal(new StringWriter(), new StringWriter());
  }

  private Terminal terminal(StringWriter out, StringWriter err) {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return new Terminal(
        in,
        new PrintWriter(out),
        new PrintWriter(err),
        environment::get,
        interactive,
        clock,
        pause);
  }
}
