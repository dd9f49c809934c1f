// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A form in which the server hands out a trace as a file.
 *
 * @param contentType such as {@code application/json}
 * @param suffix what the file's name ends with, such as {@code otlp.json}; the name begins with the
 *     trace's id
 * @param writer writes one trace; several threads may call it at the same time
 */
public record Download(String contentType, String suffix, Writer writer) {

  /** Writes a stored trace. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes the trace, and nothing else.
     *
     * @param traceId of a trace that was there a moment ago
     * @param out not to be closed
     */
    void write(String traceId, OutputStream out) throws IOException;
  }

  /**
   * Checks both texts.
   *
   * @throws IllegalArgumentException where one of them cannot stand in a header
   */
  public Download {
    Objects.requireNonNull(writer, "writer");
    if (!contentType.matches("[\\w.+-]+/[\\w.+-]+(; ?charset=[\\w-]+)?")) {
      throw new IllegalArgumentException("not a content type: '" + contentType + "'");
    }
    if (!suffix.matches("[A-Za-z0-9][A-Za-z0-9.]*")) {
      throw new IllegalArgumentException(
          "suffix must be of letters, digits and dots, but is '" + suffix + "'");
    }
  }
}
