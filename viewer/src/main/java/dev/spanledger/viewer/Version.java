// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which Spanledger this is. */
final class Version {
  static final String TEXT = read();

  private Version() {}

  private static String read() {
    String path = "/META-INF/maven/dev.spanledger/spanledger-viewer/pom.properties";
    try (InputStream in = Version.class.getResourceAsStream(path)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unreleased");
    } catch (IOException e) {
      return "unreleased";
    }
  }
}
