// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.oracle;

import java.util.Locale;
import java.util.Random;

/**
 * How much of a fault test runs: {@code SHORT} in every build, {@code LONG} with {@code -Pfaults}
 * (system property {@code spanledger.faults=long}), {@code EXTRA} for the one that takes ten
 * minutes and more ({@code spanledger.faults=extra}).
 */
public enum FaultForm {
  SHORT,
  LONG,
  EXTRA;

  private static final String PROPERTY = "spanledger.faults";

  /** Returns the form of this JVM. */
  public static FaultForm current() {
    return valueOf(System.getProperty(PROPERTY, "short").toUpperCase(Locale.ROOT));
  }

  /** Returns the number of this JVM's form: the extra one has that of the long one. */
  public static int choose(int inShort, int inLong) {
    return current() == SHORT ? inShort : inLong;
  }

  /** Returns the number of this JVM's form. */
  public static int choose(int inShort, int inLong, int inExtra) {
    return current() == EXTRA ? inExtra : choose(inShort, inLong);
  }

  /** Returns {@code spanledger.faults.seed}, with which a run is played again, or a new seed. */
  public static long seed() {
    String given = System.getProperty(PROPERTY + ".seed");
    return given == null ? new Random().nextLong() : Long.parseLong(given);
  }
}
