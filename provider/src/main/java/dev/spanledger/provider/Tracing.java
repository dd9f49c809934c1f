// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the runs of this process while it runs, and has them written into files when it ends. What
 * does both is found on the class path. Whatever goes wrong is said, and does not concern the
 * application.
 */
final class Tracing {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);

  private final TracingSettings settings;
  private final Pipelines pipelines;
  private final Clock clock;
  private final RecordedTraces traces = new RecordedTraces();
  private LiveView.@Nullable Opened view;

  Tracing(TracingSettings settings, Pipelines pipelines, Clock clock) {
    this.settings = settings;
    this.pipelines = pipelines;
    this.clock = clock;
  }

  /** Of a ledger that records nothing. */
  static Tracing off(Pipelines none) {
    return new Tracing(
        new TracingSettings(false, false, null, Duration.ZERO), none, Clock.systemUTC());
  }

  /** Before the ledger is given away. */
  void begin(Spanledger ledger) {
    if (!settings.isOn()) {
      return;
    }
    if (settings.files()) {
      pipelines.live().onBegun(traces);
      if (service(RunFiles.class).isEmpty()) {
        missing("files at the end", Knob.TRACING);
      }
    }
    if (settings.online()) {
      open(ledger);
    }
    ledger.closeOnExit();
  }

  private void open(Spanledger ledger) {
    Optional<LiveView> found = service(LiveView.class);
    if (found.isEmpty()) {
      missing("a live page", Knob.TRACING_ONLINE);
      return;
    }
    try {
      view = found.get().open(ledger);
      say("spanledger: live at " + view.address());
    } catch (RuntimeException | LinkageError e) {
      log.warn("spanledger: the live page could not be opened", e);
    }
  }

  /**
   * Writes the files, while the databases can still be asked, and spans that run are still shown.
   */
  void end(Duration timeout) {
    if (view != null) {
      closeView(view);
      view = null;
    }
    if (!settings.files()) {
      return;
    }
    pipelines.flush(timeout);
    RecordedRuns runs = runs();
    Optional<RunFiles> files = service(RunFiles.class);
    if (files.isPresent() && !runs.isEmpty()) {
      write(files.get(), runs);
    }
  }

  private void write(RunFiles files, RecordedRuns runs) {
    Path folder = TracingFolder.of(settings.directory(), clock.instant());
    try {
      RunFiles.Written written = files.write(runs, folder, settings.timeout());
      written.problems().forEach(problem -> warn("spanledger: " + problem));
      if (!written.files().isEmpty()) {
        List<String> names =
            written.files().stream().map(file -> String.valueOf(file.getFileName())).toList();
        say("spanledger: traces in %s: %s".formatted(folder, String.join(", ", names)));
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      warn(
          "spanledger: traces could not be written to %s (%s); they are in the database"
              .formatted(folder, e));
    }
  }

  private RecordedRuns runs() {
    List<RecordedRuns.InDatabase> databases = new ArrayList<>();
    Map<String, TraceReader> readers = pipelines.readers();
    traces
        .byRoute()
        .forEach(
            (route, ids) -> {
              TraceReader reader = readers.getOrDefault(route, readers.get(Pipelines.DEFAULT));
              if (reader != null) {
                databases.add(new RecordedRuns.InDatabase(reader, ids));
              }
            });
    return new RecordedRuns(databases, traces.forgotten());
  }

  private static void closeView(LiveView.Opened view) {
    try {
      view.close();
    } catch (RuntimeException | LinkageError e) {
      log.warn("spanledger: the live page did not close", e);
    }
  }

  private static <T> Optional<T> service(Class<T> type) {
    try {
      return ServiceLoader.load(type, Tracing.class.getClassLoader()).findFirst();
    } catch (ServiceConfigurationError | LinkageError e) {
      log.warn("spanledger: {} cannot be used", type.getSimpleName(), e);
      return Optional.empty();
    }
  }

  private static void missing(String what, Knob knob) {
    warn(
        "spanledger: %s is set, but for %s dev.spanledger:spanledger-export must be on the class path"
            .formatted(knob.property(), what));
  }

  /** Whoever looks for the files looks at the screen, whatever is logged. */
  private static void say(String line) {
    if (log.isInfoEnabled()) {
      log.info(line);
    } else {
      System.err.println(line);
    }
  }

  private static void warn(String line) {
    if (log.isWarnEnabled()) {
      log.warn(line);
    } else {
      System.err.println(line);
    }
  }
}
