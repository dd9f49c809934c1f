// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says what the tests ran on, once a JVM. */
final class Announcement {
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private Announcement() {}

  static void once(String line) {
    if (SAID.add(line)) {
      System.out.println("[testkit] " + line);
    }
  }
}
