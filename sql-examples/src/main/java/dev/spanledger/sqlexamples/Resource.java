// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file of {@code questions/}, as the jar has it. */
final class Resource {
  private Resource() {}

  static String read(String path) {
    try (InputStream file = Resource.class.getResourceAsStream("questions/" + path)) {
      if (file == null) {
        throw new IllegalStateException("questions/" + path + " is missing from the jar");
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read questions/" + path, e);
    }
  }
}
