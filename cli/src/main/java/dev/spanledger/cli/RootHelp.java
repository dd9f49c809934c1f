// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What {@code spanledger --help} says, ready made: the parser of options would need several times
 * as long to put it together. A test compares.
 */
final class RootHelp {
  private RootHelp() {}

  /** Whether nothing was typed but the wish for it. */
  static boolean isWanted(String... args) {
    return args.length == 0
        || (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h")));
  }

  static String text(boolean colours) {
    String coloured = coloured();
    return colours ? coloured : coloured.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  private static String coloured() {
    try (InputStream file = RootHelp.class.getResourceAsStream("help.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
