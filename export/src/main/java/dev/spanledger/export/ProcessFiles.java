// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.provider.RecordedRuns;
import dev.spanledger.provider.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a process that ends, written on a thread of their own, so that neither a database
 * nor a disk that does not answer keeps the process. Where somebody sits at a terminal, the page is
 * opened. Found by the service loader.
 */
public final class ProcessFiles implements RunFiles {
  private static final List<ExportFormat> FORMATS =
      List.of(ExportFormat.STATE, ExportFormat.OTLP, ExportFormat.JAEGER);

  /** A page has all its data within, and a browser all of it in memory. */
  private static final int MOST_ON_A_PAGE = 100;

  /** For the service loader. */
  public ProcessFiles() {}

  @Override
  public Written write(RecordedRuns runs, Path folder, Duration longest) throws IOException {
    create(folder);
    Writing writing = new Writing(runs, folder);
    Thread thread = new Thread(writing, "spanledger-files");
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(Math.max(1, longest.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean late = thread.isAlive();
    writing.stop();
    thread.interrupt();
    Written written = writing.written(late ? longest : null);
    written.files().stream()
        .filter(file -> file.toString().endsWith(".html"))
        .findFirst()
        .ifPresent(page -> Browser.open(page.toUri()));
    return written;
  }

  /**
   * They hold what was said: for the owner only, where the file system knows owners. A folder that
   * is there stays as it is; the files are their owner's in any.
   */
  private static void create(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (Files.isDirectory(folder)) {
      return;
    }
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(folder);
    }
  }

  /** One file after the other, the quickest first. */
  private static final class Writing implements Runnable {
    private final RecordedRuns runs;
    private final Path folder;

    // All under the lock of this.
    private boolean stopped;
    private final List<Path> files = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Writing(RecordedRuns runs, Path folder) {
      this.runs = runs;
      this.folder = folder;
      if (runs.forgotten() > 0) {
        problems.add(
            "the files have the newest traces only, %d older ones are in the database"
                .formatted(runs.forgotten()));
      }
    }

    @Override
    public void run() {
      pages();
      for (ExportFormat format : FORMATS) {
        Path file = folder.resolve(format.fileName());
        write(file, () -> RunExport.write(format, runs.databases(), file));
      }
    }

    /** What people open first: one for each database. */
    private void pages() {
      int number = 0;
      for (RecordedRuns.InDatabase database : runs.databases()) {
        number++;
        Path page = folder.resolve(number == 1 ? "trace.html" : "trace-" + number + ".html");
        List<String> newest = newest(database.traceIds(), page);
        RunExport export = RunExport.of(database.reader());
        write(
            page,
            () ->
                AtomicFile.writePrivate(page, out -> export.write(ExportFormat.HTML, newest, out)));
      }
    }

    private List<String> newest(List<String> traceIds, Path page) {
      int all = traceIds.size();
      if (all <= MOST_ON_A_PAGE) {
        return traceIds;
      }
      noted("%s has the newest %d of %d traces".formatted(page, MOST_ON_A_PAGE, all));
      return traceIds.subList(all - MOST_ON_A_PAGE, all);
    }

    /** Writes one file. */
    private interface Body {
      void write() throws IOException;
    }

    private void write(Path file, Body body) {
      if (isStopped()) {
        return;
      }
      try {
        body.write();
        done(file);
      } catch (IOException | RuntimeException | LinkageError e) {
        noted("%s could not be written: %s".formatted(file, e));
      }
    }

    /** Nobody waits any longer. */
    synchronized void stop() {
      stopped = true;
    }

    private synchronized boolean isStopped() {
      return stopped;
    }

    private synchronized void done(Path file) {
      files.add(file);
    }

    private synchronized void noted(String problem) {
      if (!stopped) {
        problems.add(problem);
      }
    }

    synchronized Written written(@Nullable Duration gaveUpAfter) {
      List<String> all = new ArrayList<>(problems);
      if (gaveUpAfter != null) {
        all.add(
            "writing files into %s was given up after %d ms: what is missing there is in the database"
                .formatted(folder, gaveUpAfter.toMillis()));
      }
      return new Written(List.copyOf(files), all);
    }
  }
}
