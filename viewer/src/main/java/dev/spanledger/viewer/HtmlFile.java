// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.TraceReader;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes traces into one HTML file that needs nothing else: the page with their data within. It
 * opens from disk, without a network, and asks nobody for anything. Needs no Armeria.
 *
 * <pre>{@code
 * try (OutputStream out = Files.newOutputStream(Path.of("trace.html"))) {
 *   HtmlFile.of(ledger.reader()).write(List.of(traceId), out);
 * }
 * }</pre>
 *
 * <p>A text that many spans share is in the file once. Few spans are in memory at a time. Immutable
 * and thread-safe; each method answers a changed copy.
 */
public final class HtmlFile {
  private static final int MOST_SPANS = 20_000;
  private static final long MOST_CHARS = 64L << 20;

  private final TraceReader reader;
  private final Wording wording;
  private final int mostSpans;
  private final long mostChars;

  private HtmlFile(TraceReader reader, Wording wording, int mostSpans, long mostChars) {
    this.reader = reader;
    this.wording = wording;
    this.mostSpans = mostSpans;
    this.mostChars = mostChars;
  }

  /** Files with everything that is stored, up to the limits. */
  public static HtmlFile of(TraceReader reader) {
    return new HtmlFile(
        Objects.requireNonNull(reader, "reader"), Wording.AS_IS, MOST_SPANS, MOST_CHARS);
  }

  /**
   * Whether the file has what people, models and tools said: messages, arguments, results,
   * attributes, events, previews and stack traces; {@code true} by default. Names, times, usage and
   * the messages of errors are there in any case.
   */
  public HtmlFile payloads(boolean wanted) {
    return new HtmlFile(reader, new Wording(wanted, wording.redactor()), mostSpans, mostChars);
  }

  /**
   * What every text of payloads and errors becomes, before it is written.
   *
   * @param redactor is given one string at a time, of JSON each value by itself
   */
  public HtmlFile redactor(UnaryOperator<String> redactor) {
    Objects.requireNonNull(redactor, "redactor");
    return new HtmlFile(reader, new Wording(wording.payloads(), redactor), mostSpans, mostChars);
  }

  /**
   * Of how many spans of a trace the file has more than a line: 20,000 by default. Where there are
   * more, those that failed, what is above them and the critical path come first, and the page says
   * how many there are.
   */
  public HtmlFile mostSpans(int spans) {
    if (spans < 0) {
      throw new IllegalArgumentException("mostSpans must not be negative, but is " + spans);
    }
    return new HtmlFile(reader, wording, spans, mostChars);
  }

  /**
   * How many characters of payloads of a trace the file has, each text counted once: 67,108,864 by
   * default. Spans that are read when these are used up are written without.
   */
  public HtmlFile mostCharacters(long characters) {
    if (characters < 0) {
      throw new IllegalArgumentException(
          "mostCharacters must not be negative, but is " + characters);
    }
    return new HtmlFile(reader, wording, mostSpans, characters);
  }

  /**
   * Writes the file.
   *
   * @param traceIds in the order in which the page lists them
   * @param out is not closed
   * @throws IllegalArgumentException where one of them is not stored; part of the file is written
   *     then
   */
  public void write(List<String> traceIds, OutputStream out) throws IOException {
    Page page = Page.filed();
    out.write(bytes(page.beforeData()));
    out.write(bytes("<script type=\"application/json\" id=\"data\">"));
    try (Json json = new Json(packed(out))) {
      json.begin().number("version", 1).text("producer", Version.TEXT).beginArray("traces");
      for (String traceId : traceIds) {
        new FileTrace(reader, wording, mostSpans, mostChars).write(json, traceId);
      }
      json.endArray().end();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.write(bytes("</script>"));
    out.write(bytes(page.afterData()));
    out.flush();
  }

  /** What a server hands out. */
  static Download download(TraceReader reader) {
    HtmlFile file = of(reader);
    return new Download(
        "text/html; charset=utf-8", "html", (traceId, out) -> file.write(List.of(traceId), out));
  }

  private static OutputStream packed(OutputStream out) throws IOException {
    OutputStream base64 = Base64.getEncoder().wrap(new Open(out));
    return new BufferedOutputStream(new Gzip(base64), 64 * 1024);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out) throws IOException {
      super(out, 32 * 1024);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /** Stays open when what writes into it is closed. */
  private static final class Open extends FilterOutputStream {
    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() {}
  }
}
