// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which Spanledger this is. */
final class Version {
  static final String TEXT = read();

  private Version() {}

  /** From where a jar of jars has it too. */
  private static String read() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      String version = properties.getProperty("version", "$");
      return version.startsWith("$") ? "unreleased" : version;
    } catch (IOException e) {
      return "unreleased";
    }
  }
}
