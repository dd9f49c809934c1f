// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which Spanledger this is. */
public final class Version implements IVersionProvider {
  /** For example {@code 0.1.0}. */
  public static String text() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"spanledger " + text()};
  }
}
