// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.spanledger.provider.Spanledger;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads runs from files into a ledger, as if they had been recorded by it: through the same
 * redaction, content capture, dictionary and prices.
 *
 * <pre>{@code
 * ImportReport report = RunImport.into(ledger).file(Path.of("otlp.json"));
 * }</pre>
 *
 * <p>Reading a file again adds nothing: a span that is stored stays as it is. What is bad is left
 * out and named by its line. Every method returns when what was read is committed. Immutable;
 * thread-safe.
 */
public final class RunImport {
  private final Spanledger ledger;
  private final Consumer<ImportProgress> progress;
  private final boolean strict;

  private RunImport(Spanledger ledger, Consumer<ImportProgress> progress, boolean strict) {
    this.ledger = ledger;
    this.progress = progress;
    this.strict = strict;
  }

  /** Reads into this ledger, which stays open. */
  public static RunImport into(Spanledger ledger) {
    return new RunImport(Objects.requireNonNull(ledger, "ledger is null"), step -> {}, false);
  }

  /** Tells how far it has come, now and then, on the thread that reads. */
  public RunImport onProgress(Consumer<ImportProgress> listener) {
    return new RunImport(ledger, Objects.requireNonNull(listener, "listener"), strict);
  }

  /**
   * Ends with an {@link IOException} at the first thing that is bad; what came before is stored.
   */
  public RunImport strict() {
    return new RunImport(ledger, progress, true);
  }

  /**
   * Reads a file of OTLP/JSON, one request or one a line, or a state of Motus, found out by looking
   * at it; also one that gzip has packed.
   *
   * @throws IOException where it cannot be read, or the ledger does not take it
   */
  public ImportReport file(Path file) throws IOException {
    Instant written = Files.getLastModifiedTime(file).toInstant();
    FileKind kind;
    try (InputStream in = open(file)) {
      kind = FileKind.of(in);
    }
    try (InputStream in = open(file)) {
      return switch (kind) {
        case OTLP_LINES -> otlp(in);
        case OTLP -> whole(in, RunImport::wholeRequest);
        case MOTUS -> motus(in, written);
      };
    }
  }

  /**
   * Reads OTLP/JSON, an {@code ExportTraceServiceRequest} a line, as the collector's file exporter
   * writes. The stream stays open.
   *
   * @throws IOException where it cannot be read, or the ledger does not take it
   */
  public ImportReport otlp(InputStream in) throws IOException {
    Delivery delivery = delivery();
    Lines lines = new Lines(in);
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      if (lines.isTooLong()) {
        delivery.entry(lines.number());
        delivery.refused("the line is too long: more than " + lines.longest() + " bytes");
      } else if (!isBlank(line)) {
        delivery.entry(lines.number());
        line(line, delivery);
      }
      delivery.read(lines.bytes());
    }
    return delivery.end();
  }

  /**
   * Reads a {@code tracer_state.json} of Motus: a run for each task that has no parent. The ids
   * follow from those of the tasks, so that reading it again adds nothing.
   *
   * @param written when steps were that do not say when they were
   * @throws IOException where it cannot be read, or the ledger does not take it
   */
  public ImportReport motus(InputStream in, Instant written) throws IOException {
    return whole(
        in, (tree, delivery) -> new MotusState(JsonTree.object(tree), written).read(delivery));
  }

  private Delivery delivery() {
    return new Delivery(ledger.spanExporter(), progress, strict);
  }

  private static void line(byte[] line, Delivery delivery) throws IOException {
    try {
      request(parse(line), delivery);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      delivery.refused(
          at == null ? "not JSON" : "not JSON, from column " + at.getColumnNr() + " on");
    }
  }

  private static void wholeRequest(@Nullable Object tree, Delivery delivery) throws IOException {
    delivery.entry(1);
    request(tree, delivery);
  }

  private static void request(@Nullable Object tree, Delivery delivery) throws IOException {
    List<SpanData> spans = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    try {
      OtlpRequest.read(tree, spans, refused::add);
    } catch (Refused e) {
      refused.add(e.getMessage());
    }
    for (SpanData span : spans) {
      delivery.add(span);
    }
    for (String why : refused) {
      delivery.refused(why);
    }
  }

  /** Makes spans of a file that is one object. */
  private interface Reading {
    void read(@Nullable Object tree, Delivery delivery) throws IOException;
  }

  private ImportReport whole(InputStream in, Reading reading) throws IOException {
    Delivery delivery = delivery();
    try (JsonParser json = JsonTree.JSON.createParser(in)) {
      json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      json.nextToken();
      reading.read(JsonTree.read(json), delivery);
      delivery.read(json.currentLocation().getByteOffset());
    } catch (JsonProcessingException e) {
      delivery.entry(e.getLocation() == null ? 1 : e.getLocation().getLineNr());
      delivery.refused("not JSON from here on");
    }
    return delivery.end();
  }

  private static @Nullable Object parse(byte[] line) throws IOException {
    try (JsonParser json = JsonTree.JSON.createParser(line)) {
      json.nextToken();
      return JsonTree.read(json);
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte character : line) {
      if (character > ' ' || character < 0) {
        return false;
      }
    }
    return true;
  }

  private static InputStream open(Path file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    boolean packed = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return packed ? new GZIPInputStream(in) : in;
  }
}
